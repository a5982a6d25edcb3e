"""The evaluations and queries behind the vectors of facets: entries of ``where``, alone and with others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.oracle import KINDS, SUSPECTS, Json, in_dtype
from tests.vectors.cases import NAN, Case, ask, evaluation, percents, pick, seeded

BACKGROUND = 3
IMAGES = 14
SCORES = [in_dtype(score, "float32") for score in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0)]
"""As the columns hold them: 0.1 in float32 is a little more than 0.1, and so are the ends of a range."""
OVERLAPS = [in_dtype(iou, "float32") for iou in (0.5, 0.55, 0.75, 1.0)]
AREAS = [1.0, 99.5, 100.0, 100.00000000000001, 1024.0, 9216.0]


def facet_cases() -> Iterator[Case]:
    """Every case; each has the objects that its outcomes name."""
    yield _ranges()
    yield _without_values()
    yield _marked()
    yield _kinds()
    yield _suspects()


def _ranges() -> Case:
    made, rng = _Made(), seeded(23)
    for _ in range(60):
        made.add(rng)
    choices: dict[str, list[Any]] = {
        "area": [None, [100, 1024], [None, 99.5], [100.00000000000001, None]],
        "score": [None, [0.1, 0.5], [0.3, None]],
        "iou": [None, [0.55, 0.75]],
        "cells": [[], [[0, 1], [1, 1], [BACKGROUND, 2]]],
    }
    queries = [_asked(**dict(zip(choices, values, strict=True))) for values in product(*choices.values())]
    queries += [
        _asked(area=area, score=score, split=split, clusters=clusters, confidence=t, query=query)
        for (area, score), split, clusters, (t, query) in product(
            [(None, None), ([50, 2000], None), (None, [0.5, 1]), ([50, 2000], [0.5, 1])],
            ["all", "test"],
            [[], [0, -1]],
            [(0, ""), (45, "street")],
        )
    ]
    queries += [_asked(score=[None, 0.1]), _asked(score=[0.1, 0.1]), _asked(score=[None, None])]
    queries += [_asked(iou=[None, None], cells=[[0, BACKGROUND]]), _asked(area=[1e6, None], picked=[1, 2, 3])]
    return Case(
        "facets/ranges",
        "Ranges of area (a size), score and IoU (of outcomes) with cells and facets of images.",
        made.evaluation("both"),
        queries,
    )


def _without_values() -> Case:
    """Rows without objects, objects without a value, and more than one instance in a row."""
    made, rng = _Made(), seeded(29)
    for _ in range(12):
        made.add(rng)
    made.outcomes += [[image, 0, image % 4, 3, 0, 100, None, None, None] for image in range(5)]
    made.object(6, 1, 1, NAN, NAN)
    made.outcomes.append([6, BACKGROUND, 1, 1, 0, 100, None, len(made.objects) - 1, None])
    return Case(
        "facets/no-values",
        "What has no value lies in no range: rows without objects, objects without score and area.",
        made.evaluation("fp"),
        [
            ask(),
            *(_asked(**{name: entry}) for name, entry in product(("area", "score", "iou"), ([None, None], [0.2, 1e4]))),
            _asked(area=[None, 1e4], score=[None, 1], iou=[None, 1]),
            _asked(area=[None, 1e4], cells=[[0, 1], [BACKGROUND, 1]]),
        ],
    )


def _marked() -> Case:
    """Marks of images and of objects, alone, together and with the others."""
    made, rng = _Made(), seeded(31)
    for _ in range(30):
        made.add(rng)
    images, objects = {"in": [0, 3, 4, 11]}, {"in": list(range(0, len(made.objects), 3))}
    entries = [{"marked_images": images}, {"marked_instances": objects}]
    entries.append(entries[0] | entries[1])
    return Case(
        "facets/marked",
        "Marked images (of images) and marked instances (of outcomes, by either of their objects).",
        made.evaluation("both"),
        [
            *(ask(where=where, confidence=t) for where, t in product(entries, (0, 45))),
            *(ask(where=where, cells=[[0, 1], [BACKGROUND, 2]]) for where in entries),
            *(ask(where=where, split="all", clusters=[0, -1], query="street") for where in entries),
            ask(where={**entries[2], "score": {"range": [0.5, None]}, "area": {"range": [None, 9000]}}, split="all"),
        ],
    )


def _kinds() -> Case:
    """Kinds of error, told and untold, with cells, scores and facets of images."""
    made, rng = _Made(), seeded(37)
    for _ in range(40):
        made.add(rng)
        # What was told, whatever the cell: some rows lack it, as those of a service do.
        made.kinds.append(None if pick(rng, 4) == 0 else pick(rng, len(KINDS)))
    chosen = [["class"], ["duplicate", "background"], ["missed", "covered", "unknown"], ["correct", "none"]]
    return Case(
        "facets/kinds",
        "Kinds of error (of outcomes), as told (kind), else as the cell says; counts over every facet but the kinds.",
        made.evaluation("both"),
        [
            *(ask(kinds=kinds, confidence=t) for kinds, t in product(chosen, (0, 45))),
            *(ask(kinds=kinds, cells=[[0, 1], [BACKGROUND, 2], [1, BACKGROUND]], split="all") for kinds in chosen),
            ask(kinds=chosen[1], where={"score": {"range": [0.3, None]}}, clusters=[0, 1], split="all"),
            ask(kinds=chosen[2], where={"area": {"range": [None, 1024]}}, query="street"),
        ],
    )


def _suspects() -> Case:
    """Suspects of every kind, among truths and predictions, of which one outcome may name both."""
    made, rng = _Made(), seeded(41)
    for _ in range(60):
        made.add(rng)
    for _, side, *_ in made.objects:
        code = 0 if pick(rng, 3) == 0 else (4 + pick(rng, 2) if side == 0 else 1 + pick(rng, 3))
        made.suspects.append((code, _one(rng, SCORES) if code else None))
    names = [list(SUSPECTS[1:2]), list(SUSPECTS[2:4]), list(SUSPECTS[4:]), list(SUSPECTS[1:])]
    return Case(
        "facets/suspects",
        "Suspects (of outcomes, by either of their objects), by kind and by weight; counts over every other facet.",
        made.evaluation("both"),
        [
            *(ask(suspects=chosen, confidence=t) for chosen, t in product(names, (0, 45, 100))),
            *(ask(suspects=chosen, cells=[[0, 1], [BACKGROUND, 2], [1, BACKGROUND]], split="all") for chosen in names),
            ask(suspects=names[1], where={"score": {"range": [0.3, None]}}, clusters=[0, 1], split="all"),
            ask(suspects=names[2], where={"area": {"range": [None, 1024]}}, query="street"),
            ask(suspects=names[3], kinds=["class", "unknown"], split="all"),
        ],
    )


def _asked(**given: Any) -> Json:
    """A query whose ranges, where not None, stand in ``where``."""
    ranges = {name: given.pop(name) for name in ("area", "score", "iou") if name in given}
    where = {name: {"range": entry} for name, entry in ranges.items() if entry is not None}
    return ask(**given, where=where)


class _Made:
    """Objects and the outcomes that name them, as they are added."""

    def __init__(self) -> None:
        self.objects: list[list[Any]] = []
        self.outcomes: list[list[Any]] = []
        self.kinds: list[int | None] = []
        self.suspects: list[tuple[int, float | None]] = []
        """What each object is suspected of, and with what weight; empty: of none is anything known."""

    def object(self, image: int, side: int, label: int, area: float | None, score: float | None) -> int:
        self.objects.append([image, side, label, 2.0 * side, 1.0, 3.0, 4.0, score, area])
        return len(self.objects) - 1

    def add(self, rng: random.Random) -> None:
        """A matched pair, a missed truth or a false positive."""
        image, kind = pick(rng, IMAGES - 1), pick(rng, 4)
        actual = BACKGROUND if kind == 0 else pick(rng, 3)
        predicted = BACKGROUND if kind == 1 else pick(rng, 3)
        truth = None if kind == 0 else self.object(image, 0, actual, _one(rng, AREAS), NAN)
        prediction = None if kind == 1 else self.object(image, 1, predicted, _one(rng, AREAS), _one(rng, SCORES))
        iou = _one(rng, OVERLAPS) if kind > 1 else None
        self.outcomes.append([image, actual, predicted, 1, *percents(rng), truth, prediction, iou])

    def evaluation(self, mixups: str) -> Json:
        images = {
            "name": [f"{'Street' if row % 3 else 'field'}-{row % 5}.jpg" for row in range(IMAGES)],
            "split": [("train", "valid", "test")[row % 3] for row in range(IMAGES)],
            "cluster": [row % 4 - 1 for row in range(IMAGES)],
        }
        classes = ["a", "b", "c", "background"]
        made = evaluation(
            images, [row[:6] for row in self.outcomes], classes=classes, background=BACKGROUND, mixups=mixups
        )
        of_outcomes = zip(
            ("truth", "prediction", "iou"), zip(*(row[6:] for row in self.outcomes), strict=True), strict=True
        )
        of_objects = zip(
            ("image", "side", "label", "x", "y", "w", "h", "score", "area"),
            zip(*self.objects, strict=True),
            strict=True,
        )
        return {
            **made,
            "outcomes": {
                **made["outcomes"],
                **{name: list(column) for name, column in of_outcomes},
                **({"kind": self.kinds} if self.kinds else {}),
            },
            "objects": {
                **{name: list(column) for name, column in of_objects},
                **({"suspect": [code for code, _ in self.suspects]} if self.suspects else {}),
                **({"weight": [weight for _, weight in self.suspects]} if self.suspects else {}),
            },
        }


def _one(rng: random.Random, values: list[float]) -> float:
    return values[pick(rng, len(values))]
