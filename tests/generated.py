"""Random evaluations and queries for hypothesis, small and full of ties."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle import SUSPECTS, Json

CLASSES = ["cat", "dog", "background", "owl"]
SPLITS = ["train", "valid", "test"]
COORDINATES = st.sampled_from([None, -1.0, 0.0, 0.25, 0.5, 1.0, 2.0])
NAMES = st.text("aAbÄ\u0308\u212a\U0001f600.", max_size=4)
PERCENTS = st.integers(0, 100)
VALUES = st.sampled_from([None, 0.0, 0.25, 0.5, 1.0])
"""Exact in float32, as scores and overlaps are kept."""


def _columns(size: int) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "id": st.just([f"id-{row}" for row in range(size)]),
            "name": _list(NAMES, size),
            "split": _list(st.sampled_from([*SPLITS, ""]), size),
            "x": _list(COORDINATES, size),
            "y": _list(COORDINATES, size),
            "cluster": _list(st.integers(-1, 2), size),
        }
    )


def _list(values: st.SearchStrategy, size: int) -> st.SearchStrategy[list]:
    return st.lists(values, min_size=size, max_size=size)


@st.composite
def evaluations(draw: st.DrawFn) -> Json:
    """An evaluation in the form of the golden vectors."""
    size = draw(st.integers(0, 8))
    classes = CLASSES[: draw(st.integers(1, len(CLASSES)))]
    rows = draw(st.lists(_outcome(size, len(classes)), max_size=20 if size else 0))
    names = ("image", "actual", "predicted", "count", "first", "last")
    objects = draw(_objects(size)) if size and draw(st.booleans()) else None
    extra = {} if objects is None else {"objects": objects}
    named = {} if objects is None else draw(_named(len(rows), len(objects["image"])))
    return {
        **extra,
        "header": {
            "task": draw(st.sampled_from(["object-detection", "classification"])),
            "classes": classes,
            "background": draw(st.sampled_from([None, *range(len(classes))])),
            "mixups": draw(st.sampled_from(["both", "fp", "fn", "none"])),
        },
        "images": draw(_columns(size)),
        "outcomes": {**{name: [row[i] for row in rows] for i, name in enumerate(names)}, **named},
    }


@st.composite
def _objects(draw: st.DrawFn, images: int) -> Json:
    size = draw(st.integers(0, 6))
    columns: dict[str, st.SearchStrategy] = {
        "image": st.integers(0, images - 1),
        "side": st.integers(0, 1),
        "label": st.just(0),
    }
    columns |= dict.fromkeys("xywh", st.just(1.0)) | {"score": VALUES, "area": VALUES}
    if draw(st.booleans()):
        columns |= {"suspect": st.integers(0, len(SUSPECTS) - 1), "weight": VALUES}
    return {name: draw(_list(values, size)) for name, values in columns.items()}


def _named(outcomes: int, objects: int) -> st.SearchStrategy[Json]:
    row = st.none() | st.integers(0, objects - 1) if objects else st.none()
    return st.fixed_dictionaries(
        {"truth": _list(row, outcomes), "prediction": _list(row, outcomes), "iou": _list(VALUES, outcomes)}
    )


def _outcome(images: int, classes: int) -> st.SearchStrategy[tuple[int, ...]]:
    label = st.integers(0, classes - 1)
    ranges = st.tuples(PERCENTS, PERCENTS).map(sorted)
    image = st.integers(0, max(0, images - 1))
    return st.tuples(image, label, label, st.integers(0, 3), ranges).map(lambda row: (*row[:4], *row[4]))


@st.composite
def queries(draw: st.DrawFn, ev: Json) -> Json:
    """A query of any filters, as many of them empty as not."""
    label = st.integers(0, len(ev["header"]["classes"]) - 1)
    vertex = st.tuples(st.sampled_from([-1.0, 0.0, 0.25, 0.7, 2.0]), st.sampled_from([-1.0, 0.0, 0.3, 1.0, 2.0]))
    maybe = st.booleans()
    ends = st.tuples(VALUES, VALUES).map(list)
    ranges = st.dictionaries(st.sampled_from(["area", "score", "iou"]), st.fixed_dictionaries({"range": ends}))
    entries: Json = draw(ranges) if "objects" in ev and draw(maybe) else {}
    marked = {
        "marked_images": len(ev["images"]["name"]),
        "marked_instances": len(ev.get("objects", {}).get("image", ())),
    }
    for name, size in marked.items():
        if size and draw(maybe):
            entries[name] = {"in": sorted(draw(st.sets(st.integers(0, size - 1), min_size=1)))}
    suspects = st.lists(st.sampled_from(SUSPECTS[1:]), max_size=2)
    return {
        "suspects": draw(suspects) if "objects" in ev and draw(maybe) else [],
        "where": entries,
        "split": draw(st.sampled_from([*SPLITS, "all", "all"])),
        "confidence": draw(PERCENTS),
        "cells": draw(st.lists(st.tuples(label, label).map(list), max_size=3)) if draw(maybe) else [],
        "clusters": draw(st.lists(st.integers(-1, 3), max_size=2)) if draw(maybe) else [],
        "lasso": draw(st.lists(vertex.map(list), min_size=1, max_size=6)) if draw(maybe) else [],
        "query": draw(NAMES) if draw(maybe) else "",
        "picked": draw(st.lists(st.integers(-1, 9), max_size=5)) if draw(maybe) else [],
    }
