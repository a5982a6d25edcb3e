"""The evaluations and queries behind the golden vectors: every edge that two languages could cut differently."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from tests.oracle import EVERYTHING, Json, in_dtype, just_beside, percent_of

NAN = None
"""How JSON writes a coordinate that is not there."""


class Case(NamedTuple):
    name: str
    about: str
    evaluation: Json
    queries: list[Json]


def cases() -> Iterator[Case]:
    """Every case, in the order of the files' names."""
    yield _bidi()
    yield _boundaries()
    yield _classification(scored=False)
    yield _classification(scored=True)
    yield from _conventions()
    yield _empty()
    yield _filters()
    yield _lasso()
    yield _names()
    yield _one_class()
    yield _pixels()
    yield _ties()
    yield _unsplit()


def ask(**filters: Any) -> Json:
    """A query with nothing but the given filters."""
    return {**EVERYTHING, **filters}


def evaluation(images: Json, outcomes: list[list[int]], **header: Any) -> Json:
    """An evaluation from image columns and rows of [image, actual, predicted, count, first, last]."""
    names = images["name"]
    fill = {"id": [f"id-{i}" for i in range(len(names))], "split": "test", "x": NAN, "y": NAN, "cluster": -1}
    columns = {"name": names}
    for column, value in fill.items():
        given = images.get(column, value)
        columns[column] = given if isinstance(given, list) else [given] * len(names)
    return {
        "header": {"task": "object-detection", "background": None, "mixups": "both", **header},
        "images": columns,
        "outcomes": dict(
            zip(
                ("image", "actual", "predicted", "count", "first", "last"),
                map(list, zip(*outcomes, strict=True)) if outcomes else ([] for _ in range(6)),
                strict=True,
            )
        ),
    }


def numbered(size: int) -> list[str]:
    return [f"image-{i}.png" for i in range(size)]


def boundary_scores(dtype: str) -> list[float]:
    """All 101 percents in a dtype, and the numbers right beside each."""
    exact = [in_dtype(t / 100, dtype) for t in range(101)]
    beside = [just_beside(score, dtype, up=up) for score in exact[1:] for up in (False, True)]
    return [*exact, *beside, -1.0, 2.0]


def _bidi() -> Case:
    """Names that would turn around the words beside them, or get out of what keeps them from it."""
    classes = [
        "\u202e3",  # an override that nothing ends
        "\u05e9\u05dc\u05d5\u05dd",  # Hebrew
        "\u0643\u0644\u0628 8",  # Arabic, and a digit at its end
        "8\u2069\u202e3",  # would end the isolate and override what follows
        "\u2067never ended",
        "two\u2029\u202eparagraphs\n",
        "mark\u200f",
        "\U0001e900\U0001f600",  # Adlam, beyond the first plane
        "caf\u00e9 \u65e5\u672c \U0001f600",  # nothing of the kind
        "background",
    ]
    sides = range(len(classes))
    return Case(
        "bidi",
        "Names from right to left and with controls of direction: isolated in sentences, else left alone.",
        evaluation({"name": ["\u202egnp.png"]}, [[0, a, a, 1, 0, 100] for a in sides], classes=classes, background=9),
        [ask()],
    )


def proportions() -> list[tuple[int, int]]:
    """(part, whole): small ones all, then nothing, one, a half, all but one and all of more and more."""
    small = [(part, whole) for whole in range(13) for part in range(whole + 1)]
    sizes = [30, 99, 1_308, 40_000, 10**7 + 1, 2**32, 2**53]
    return small + [(part, n) for n in sizes for part in (0, 1, n // 3, n // 2, n - 1, n)]


def _boundaries() -> Case:
    """Scores of exactly t / 100, so each is found up to t and missed from t + 1 on."""
    found = [percent_of(t / 100, "float64") for t in range(101)]
    outcomes = [[t % 3, 0, 0, 1, 0, last] for t, last in enumerate(found)]
    outcomes += [[t % 3, 0, 1, 1, last + 1, 100] for t, last in enumerate(found) if last < 100]
    return Case(
        "boundaries",
        "One prediction at each of the 101 percents: which thresholds it reaches.",
        evaluation({"name": numbered(3)}, outcomes, classes=["digit", "background"], background=1),
        [ask(confidence=t, split="test") for t in range(101)],
    )


def _classification(*, scored: bool) -> Case:
    rng = seeded(7)
    outcomes = []
    for image in range(14):
        actual, predicted = pick(rng, 3), pick(rng, 3)
        last = 10 * pick(rng, 11) if scored else 100
        outcomes.append([image, actual, predicted, 1, 0, last])
        if last < 100:
            outcomes.append([image, actual, 3, 1, last + 1, 100])
    classes = ["cat", "dog", "owl"] + (["background"] if scored else [])
    queries = [ask(confidence=t) for t in (0, 20, 50, 51, 100)]
    queries += [ask(cells=[[a, p]]) for a, p in product(range(len(classes)), repeat=2)]
    return Case(
        "classification-scored" if scored else "classification-plain",
        "One label an image; below the threshold there is no prediction."
        if scored
        else "One label an image and no scores: the same at every threshold, no background.",
        evaluation(
            {"name": numbered(14)},
            outcomes,
            task="classification",
            classes=classes,
            background=3 if scored else None,
        ),
        queries,
    )


def _conventions() -> Iterator[Case]:
    """Background first, in the middle, last and absent; a mix-up counted in each of the four ways."""
    for mixups, background in (("both", 1), ("both", None), ("fn", 2), ("fp", 0), ("none", 1), ("none", None)):
        rng = seeded(3)
        outcomes = [
            [pick(rng, 5), a, p, 1 + pick(rng, 3), *percents(rng)]
            for _ in range(4)
            for a, p in product(range(3), repeat=2)
        ]
        place = "absent" if background is None else ("first", "middle", "last")[background]
        yield Case(
            f"mixups-{mixups}-background-{place}",
            f"A mix-up of two classes counted as {mixups}; background is {place}, and even found in itself.",
            evaluation(
                {"name": numbered(6)},
                outcomes,
                classes=["a", "b", "c"],
                background=background,
                mixups=mixups,
            ),
            [ask(), ask(confidence=0), ask(confidence=100), ask(confidence=63, cells=[[0, 1], [2, 1]])],
        )


def _empty() -> Case:
    return Case(
        "empty",
        "No images at all.",
        evaluation({"name": []}, [], classes=["a", "background"], background=1),
        [ask(), ask(split="test", cells=[[0, 1]], query="a", lasso=square(0, 1), picked=[0], clusters=[0])],
    )


def _filters() -> Case:
    """Every combination of filters, over all the splits."""
    rng = seeded(11)
    size, classes = 30, 4
    images = {
        "name": [f"{'Street' if pick(rng, 2) else 'field'}-{i % 7}.jpg" for i in range(size)],
        "split": [("train", "valid", "test")[pick(rng, 3)] for _ in range(size)],
        "x": [pick(rng, 9) / 2 if pick(rng, 8) else NAN for _ in range(size)],
        "y": [pick(rng, 9) / 2 for _ in range(size)],
        "cluster": [pick(rng, 4) - 1 for _ in range(size)],
    }
    outcomes = [
        [pick(rng, size), pick(rng, classes), pick(rng, classes), 1 + pick(rng, 2), *percents(rng)] for _ in range(110)
    ]
    choices: dict[str, list[Any]] = {
        "split": ["all", "test"],
        "cells": [[], [[0, 1], [2, 3], [0, 1]]],
        "clusters": [[], [-1, 2]],
        "lasso": [[], [[0.5, -1], [4, 0.5], [3, 4.5], [0.25, 3]]],
        "query": ["", "STREET-"],
        "picked": [[], [0, *range(3, 29, 2), 17]],
    }
    queries = [ask(**dict(zip(choices, values, strict=True))) for values in product(*choices.values())]
    queries += [
        ask(split=split, confidence=t, clusters=clusters)
        for split, t, clusters in product(("train", "valid"), (0, 20, 77), ([], [-1], [0, 1]))
    ]
    queries += [ask(clusters=[99]), ask(picked=[29, 30, 4000]), ask(query="no such name"), ask(query=".")]
    return Case(
        "filters",
        "Filters alone and in combination, with unclustered images, a repeated cell and rows that are not there.",
        evaluation(images, outcomes, classes=["a", "b", "c", "background"], background=3),
        queries,
    )


def _lasso() -> Case:
    """Points on a fine grid against polygons whose edges and vertices they hit."""
    grid = [(x / 4, y / 4) for x in range(-1, 10) for y in range(-1, 10)]
    odd = [(0.1, 0.1), (1 / 3, 2 / 3), (0.7, 0.30000001192092896), (1e-8, 1e-8), (NAN, 1.0), (1.0, NAN), (NAN, NAN)]
    points = [tuple(None if v is None else in_dtype(v, "float32") for v in point) for point in grid + odd]
    third = 1 / 3
    polygons = [
        square(0, 2),
        square(2, 0),
        [[0, 0], [2, 2], [2, 0], [0, 2]],  # bow tie
        [[1, 0], [0.4, 2], [2, 0.75], [0, 0.75], [1.6, 2]],  # star: its middle is outside
        [[0, 0], [2, 1], [0, 2], [1, 1]],  # arrow
        [[0, 0], [1, 0], [1, 0], [1, 1], [0, 1], [0, 0]],  # repeated vertices
        [[0.1, 0.1], [0.7, 0.1], [0.7, 0.3], [0.1, 0.3]],  # edges that no binary number hits
        [[third, third], [2 * third, third], [third, 2 * third]],
        [[0, 0], [2, 0]],
        [[0, 0], [2, 2]],
        [[1, 1]],
        [[-1e300, -1e300], [1e300, -1e300], [0, 1e300]],
        [[0, 0], [1e-300, 1e-300], [2, 1e-310], [2, 2]],
    ]
    outcomes = [[i, 0, i % 2, 1, 0, 100] for i in range(len(points))]
    return Case(
        "lasso",
        "Points on edges and vertices, without an embedding, in self-intersecting and degenerate polygons.",
        evaluation(
            {"name": numbered(len(points)), "x": [x for x, _ in points], "y": [y for _, y in points]},
            outcomes,
            classes=["a", "background"],
            background=1,
        ),
        [ask(lasso=polygon) for polygon in polygons],
    )


def _names() -> Case:
    """Order by code point and not by UTF-16; NFC for the search and not for the order; ASCII case only."""
    names = [
        "\u00e4.png",  # a with diaeresis, one code point
        "a\u0308.png",  # the same letter in two
        "\u00c4.png",
        "A.png",
        "a.png",
        "Z.png",
        "\u212a.png",  # Kelvin sign: NFC makes it K
        "k.png",
        "K.png",
        "\U0001f600.png",  # beyond UTF-16's first plane, yet after \uff5e
        "\uff5e.png",
        "\ufb01.png",  # fi ligature: NFC leaves it
        "fi.png",
        "\u0130.png",  # I with a dot
        "i.png",
        "\u1e9e.png",  # capital sharp s
        "stra\u00dfe.png",
        "",
        "a",
        "a.png",
        "\u65e5\u672c.png",
        "<b>&amp;</b>.png",
        "\u202egnp.png",
        "tab\there.png",
        "\ufeffmarked.png",  # what looks like a byte order mark
    ]
    words = ["\u00e4", "a\u0308", "\u00c4", "A", "a", "k", "\u212a", "\U0001f600", "\u0308", "FI", "\u0130", "i", "SS"]
    words += ["\ufeff", "\u00df", "\u1e9e", ".PNG", "<b>", "\u672c", " ", "\t"]
    return Case(
        "names",
        "Names outside ASCII: sorted by code point, searched in NFC with ASCII case ignored.",
        evaluation({"name": names}, [[1, 0, 0, 1, 0, 100]], classes=["a"]),
        [ask(), *(ask(query=word) for word in words)],
    )


def _one_class() -> Case:
    return Case(
        "one-class",
        "A single class and no background: everything is correct.",
        evaluation({"name": numbered(3)}, [[0, 0, 0, 2, 0, 40], [2, 0, 0, 1, 0, 100]], classes=["thing"]),
        [ask(), ask(confidence=41), ask(cells=[[0, 0]])],
    )


def _pixels() -> Case:
    """Counts up to 2^53, the largest whole number that both languages hold."""
    most = 2**53
    outcomes = [
        [0, 0, 0, most - 8, 0, 30],
        [0, 0, 1, 3, 0, 30],
        [0, 1, 0, 4, 0, 30],
        [1, 1, 1, 1, 0, 30],
        [2, 0, 0, most, 31, 31],
        [3, 0, 1, most - 1, 32, 60],
        [3, 1, 1, 1, 32, 60],
        [4, 1, 0, most, 61, 100],
    ]
    return Case(
        "pixels",
        "Pixel counts that fill float64's whole numbers, each and together.",
        evaluation(
            {"name": numbered(5)}, outcomes, task="semantic-segmentation", classes=["road", "background"], background=1
        ),
        [ask(confidence=t) for t in (0, 30, 31, 32, 60, 100)] + [ask(confidence=10, cells=[[0, 0], [1, 0]])],
    )


def _ties() -> Case:
    """Equal errors, equal F1 from unequal counts, equal names, and images without any outcome."""
    outcomes = [
        [1, 0, 1, 1, 0, 100],
        [2, 1, 0, 1, 0, 100],
        [3, 0, 0, 1, 0, 100],
        [3, 0, 2, 2, 0, 100],
        [4, 0, 0, 2, 0, 100],
        [4, 0, 2, 4, 0, 100],
        [5, 1, 1, 1, 0, 100],
        [6, 0, 1, 0, 0, 100],
        [7, 2, 2, 5, 0, 100],
        [8, 1, 2, 1, 0, 100],
        [9, 2, 0, 2, 0, 100],
    ]
    names = ["b", "b", "a", "b", "a", "b", "c", "a", "b", "a", "c", "c"]
    return Case(
        "ties",
        "Ties in every sort are broken by the image's row; images of 0/0 come last by F1.",
        evaluation({"name": names}, outcomes, classes=["a", "b", "background"], background=2),
        [ask(), ask(cells=[[0, 2]]), ask(cells=[[0, 1]]), ask(split="train")],
    )


def _unsplit() -> Case:
    """A split is "" where an image is in none."""
    images = {
        "name": [f"{'Street' if row % 2 else 'field'}-{row}.jpg" for row in range(8)],
        "split": ["", "train", "", "test", "train", "", "test", ""],
        "x": [row / 4 for row in range(8)],
        "y": 0.5,
        "cluster": [0, 0, 1, 1, -1, -1, 0, 2],
    }
    outcomes = [[row, row % 2, (row // 2) % 3, 1 + row % 3, 0, 20 + 10 * row] for row in range(8)]
    splits = ("all", "train", "valid", "test")
    facets: tuple[Json, ...] = (
        {"clusters": [0]},
        {"query": "STREET"},
        {"picked": [0, 3, 5]},
        {"cells": [[0, 0]]},
        {"lasso": square(0, 1)},
    )
    return Case(
        "unsplit",
        "Images in no split: counted under all, in none of train, valid and test.",
        evaluation(images, outcomes, classes=["a", "b", "background"], background=2),
        [ask(split=split, confidence=t) for split, t in product(splits, (20, 45))]
        + [ask(split=split, **facet) for split, facet in product(("all", "test"), facets)],
    )


def square(low: float, high: float) -> list[list[float]]:
    return [[low, low], [high, low], [high, high], [low, high]]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable is what is wanted


def pick(rng: random.Random, size: int) -> int:
    """0..size - 1, from the one method whose numbers Python promises to keep."""
    return int(rng.random() * size)


def percents(rng: random.Random) -> tuple[int, int]:
    first, last = sorted((pick(rng, 101), pick(rng, 101)))
    return (first, last) if pick(rng, 2) else (0, last)
