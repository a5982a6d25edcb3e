"""What every query about two models must answer, by brute force: plain loops over plain lists, as in ``oracle``.

Two models are a dict of ``images``, ``alike`` (a list of booleans, or none) and ``models``, the baseline and the model
on show, each with its ``header``, ``outcomes`` and ``objects``. A row of the baseline's outcomes is called by its place
after those of the model on show.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from tests import oracle
from tests.oracle import Json, Outcome, Table

TRANSITIONS = ("fixed", "broken", "both_right", "alike", "otherwise", "kept", "turned", "new", "gone")
"""What becomes of an outcome, by its number; the first five are of truths."""

CHANGES = ("fixed", "regressed", "better", "worse", "same")
"""How an image changes, by its number."""

CHANGED = ("fixed", "broken", "otherwise", "turned", "new", "gone")
"""What is in another cell under the other model, or in none."""


class Told(NamedTuple):
    """What became of an outcome."""

    word: str
    was: int | None
    """The class that the baseline predicted; of truths alone."""
    now: int | None


def answer(two: Json, query: Json) -> Json:
    """Everything that a comparison shows for one query."""
    before, after = (matrix(two, side, query) for side in (0, 1))
    every = [sorted(side.items()) for side in told(two, query)]
    return {
        "baseline": before,
        "shown": after,
        "difference": [[n - b for b, n in zip(*rows, strict=True)] for rows in zip(before, after, strict=True)],
        "change": [CHANGES.index(word) for word in changes(two, query)],
        "transitions": transitions(two, query),
        "codes": [[[row, TRANSITIONS.index(one.word)] for row, one in side] for side in every],
        "rows": {sort: gallery(two, query, sort) for sort in ("errors", "regressed", "fixed")},
        "instance_rows": sorted(instances(two, query), key=lambda row: rank(two, row)),
    }


def evaluation_of(two: Json, side: int) -> Json:
    """One of the models as ``oracle`` takes it."""
    return {"images": two["images"], **two["models"][side]}


def asked_of(query: Json, side: int) -> Json:
    """The query at the threshold of a model."""
    percent = query["confidence"] if side or query["baseline_confidence"] is None else query["baseline_confidence"]
    return {**query, "confidence": percent}


def held(two: Json, side: int, query: Json) -> list[tuple[int, Outcome]]:
    """The outcomes that hold, of images with the same truths."""
    percent, alike = asked_of(query, side)["confidence"], two["alike"]
    every = enumerate(oracle.outcomes(evaluation_of(two, side)))
    return [(row, o) for row, o in every if o.first <= percent <= o.last and (alike is None or alike[o.image])]


def told(two: Json, query: Json) -> list[dict[int, Told]]:
    """What became of each outcome of either model that holds; others are not among them."""
    rows = [held(two, side, query) for side in (0, 1)]
    found: list[dict[int, Told]] = [{}, {}]
    of_truth = [by_truth(two, side, rows[side]) for side in (0, 1)]
    for key, (was_row, was) in of_truth[0].items():
        if key in of_truth[1]:
            now_row, now = of_truth[1][key]
            one = Told(word_of(was, now), was.predicted, now.predicted)
            found[0][was_row] = found[1][now_row] = one
    for side, otherwise in ((0, "gone"), (1, "new")):
        others = {other.prediction: other for _, other in rows[1 - side] if other.prediction is not None}
        for row, out in rows[side]:
            if out.prediction is not None and out.truth is None:
                twin = others.get(two["models"][side]["objects"]["twin"][out.prediction])
                word = otherwise if twin is None else "kept" if twin.truth is None else "turned"
                found[side][row] = Told(word, None, None)
    return found


def by_truth(two: Json, side: int, rows: list[tuple[int, Outcome]]) -> dict[int, tuple[int, Outcome]]:
    """The outcome of each truth: by its object, in a classification by its image where that has one label."""
    header = two["models"][side]["header"]
    if header["task"] != "classification":
        return {out.truth: (row, out) for row, out in rows if out.truth is not None}
    named = [(row, out) for row, out in rows if out.actual != header["background"]]
    images = [out.image for _, out in named]
    return {out.image: (row, out) for row, out in named if images.count(out.image) == 1}


def word_of(was: Outcome, now: Outcome) -> str:
    """What became of a truth."""
    if was.predicted == was.actual:
        return "both_right" if now.predicted == now.actual else "broken"
    if now.predicted == now.actual:
        return "fixed"
    return "alike" if was.predicted == now.predicted else "otherwise"


def errors(two: Json, side: int, query: Json) -> list[int]:
    """FP + FN of every image, over the facets of sizes."""
    every = oracle.tallies(evaluation_of(two, side), asked_of(query, side))
    return [tally.fp + tally.fn for tally in every]


def changes(two: Json, query: Json) -> list[str]:
    """How the errors of each image changed."""
    found = []
    for before, after in zip(errors(two, 0, query), errors(two, 1, query), strict=True):
        if before == after:
            found.append("same")
        elif after == 0:
            found.append("fixed")
        elif before == 0:
            found.append("regressed")
        else:
            found.append("better" if after < before else "worse")
    return found


def passes(two: Json, query: Json, row: int) -> bool:
    """Does the image pass every facet of images?"""
    wanted = query.get("change", [])
    return oracle.passes(evaluation_of(two, 1), query, row) and (not wanted or changes(two, query)[row] in wanted)


def is_kept(two: Json, side: int, query: Json, row: int, out: Outcome) -> bool:
    """Does an outcome hold, and pass every facet of sizes and of outcomes at once?"""
    # Marks are rows of the objects of the model on show: of the baseline they mean the truths alone.
    meant = out if side else replace(out, prediction=None)
    marks = {name: entry for name, entry in query.get("where", {}).items() if name == "marked_instances"}
    asked = {**asked_of(query, side), "where": {n: e for n, e in query.get("where", {}).items() if n not in marks}}
    ev = evaluation_of(two, side)
    if not oracle.is_kept(ev, asked, out) or not all(oracle.is_in(ev, meant, n, e) for n, e in marks.items()):
        return False
    wanted, one = query.get("transition", []), told(two, query)[side].get(row)
    if not wanted:
        return True
    return one is not None and (one.word in wanted or (one.was is not None and [one.was, one.now] in wanted))


def counted(two: Json, side: int, query: Json) -> list[tuple[int, Outcome]]:
    """The outcomes of a model that pass everything."""
    images = {row for row in range(len(two["images"]["name"])) if passes(two, query, row)}
    every = enumerate(oracle.outcomes(evaluation_of(two, side)))
    return [(row, o) for row, o in every if o.image in images and is_kept(two, side, query, row, o)]


def matrix(two: Json, side: int, query: Json) -> Table:
    """Counts of one model over every facet but the cells."""
    size = len(two["models"][side]["header"]["classes"])
    cells = [[0] * size for _ in range(size)]
    for _, out in counted(two, side, {**query, "cells": []}):
        cells[out.actual][out.predicted] += out.count
    return cells


def transitions(two: Json, query: Json) -> Table:
    """[class, transition, instances] over every facet but the transitions.

    A truth counts in its own class, a false positive in the one that was predicted.
    """
    found: dict[tuple[int, int], int] = {}
    wanted, every = {**query, "transition": []}, told(two, query)
    for side in (0, 1):
        for row, out in counted(two, side, wanted):
            one = every[side].get(row)
            if one is None or (side == 0 and one.word != "gone"):
                continue
            key = (out.actual if one.was is not None else out.predicted, TRANSITIONS.index(one.word))
            found[key] = found.get(key, 0) + out.count
    return [[*key, count] for key, count in sorted(found.items())]


def differing(two: Json, query: Json) -> set[tuple[int, int, int]]:
    """The images and selected cells whose counts differ."""
    total: dict[tuple[int, int, int], int] = {}
    for side, sign in ((0, -1), (1, 1)):
        for _, out in counted(two, side, query):
            key = (out.image, out.actual, out.predicted)
            total[key] = total.get(key, 0) + sign * out.count
    return {key for key, count in total.items() if count}


def instances(two: Json, query: Json) -> list[int]:
    """The rows of the visible instances, those of the baseline after those of the model on show."""
    every, rows = told(two, query), [counted(two, side, query) for side in (0, 1)]
    size = len(two["models"][1]["outcomes"]["image"])
    if query["compared"] and query["cells"]:
        wanted = differing(two, query)
        mine, theirs = (
            [
                (row, out)
                for row, out in rows[side]
                if (out.image, out.actual, out.predicted) in wanted
                and row in every[side]
                and every[side][row].word in CHANGED
            ]
            for side in (1, 0)
        )
        # A truth once: that of the model on show.
        truths = {key for key, (row, _) in by_truth(two, 1, held(two, 1, query)).items() if row in dict(mine)}
        twice = {row for key, (row, _) in by_truth(two, 0, held(two, 0, query)).items() if key in truths}
        return [row for row, _ in mine] + [size + row for row, _ in theirs if row not in twice]
    where = {name: entry for name, entry in query.get("where", {}).items() if name not in oracle.SIZES}
    others = query.get("kinds") or query.get("suspects") or set(where) - set(oracle.OF_IMAGES)
    is_any = query["cells"] or query.get("transition") or others
    has_gone = not is_any or ("gone" in query.get("transition", []) and not query["cells"])
    gone = [row for row, _ in rows[0] if has_gone and row in every[0] and every[0][row].word == "gone"]
    return [row for row, _ in rows[1]] + [size + row for row in gone]


def visible(two: Json, query: Json) -> list[int]:
    """The rows of the images that are visible."""
    rows = [row for row in range(len(two["images"]["name"])) if passes(two, query, row)]
    of_outcomes = query["cells"] or query.get("transition") or query.get("kinds") or query.get("suspects")
    if not of_outcomes and not oracle.of_outcomes(query):
        return rows
    if query["compared"] and query["cells"]:
        found = {image for image, _, _ in differing(two, query)}
    else:
        found = {image_of(two, row) for row in instances(two, query)}
    return [row for row in rows if row in found]


def image_of(two: Json, row: int) -> int:
    """The image of an instance, by its row."""
    size = len(two["models"][1]["outcomes"]["image"])
    side, own = (1, row) if row < size else (0, row - size)
    return oracle.outcomes(evaluation_of(two, side))[own].image


def gallery(two: Json, query: Json, sort: str) -> list[int]:
    """The visible images in gallery order: by their errors, or by how many more there are, or fewer."""
    before, after = errors(two, 0, query), errors(two, 1, query)
    key: dict[str, Any] = {
        "errors": lambda row: -after[row],
        "regressed": lambda row: before[row] - after[row],
        "fixed": lambda row: after[row] - before[row],
    }
    return sorted(visible(two, query), key=lambda row: (key[sort](row), row))


def rank(two: Json, row: int) -> tuple[Any, ...]:
    """The place of an instance: the highest score first, none last, ties by row."""
    size = len(two["models"][1]["outcomes"]["image"])
    side, own = (1, row) if row < size else (0, row - size)
    ev = evaluation_of(two, side)
    score = oracle.value_of(ev, oracle.outcomes(ev)[own], "score") if "objects" in ev else None
    return (score is None, 0.0 if score is None else -score, row)
