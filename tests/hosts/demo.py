"""The demo as the oracle takes it: plain lists, and answers by brute force."""

from __future__ import annotations

from functools import cache

import evallens
from evallens.evaluation.columns.tables import SPLITS
from tests import oracle
from tests.oracle import Json


@cache
def demo() -> Json:
    """The embedded evaluation as lists."""
    ev = evallens.demo()
    images, outcomes = ev.columns.images, ev.columns.outcomes
    return {
        "header": {
            "task": ev.task,
            "classes": list(ev.classes),
            "background": ev.header.background,
            "mixups": ev.header.mixups,
        },
        "images": {
            "id": list(images.id),
            "name": list(images.name),
            "split": [SPLITS[code] for code in images.split.tolist()],
            "x": images.x.tolist(),
            "y": images.y.tolist(),
            "cluster": images.cluster.tolist(),
        },
        "outcomes": {
            name: getattr(outcomes, name).tolist()
            for name in ("image", "actual", "predicted", "count", "first", "last")
        },
    }


@cache
def part(split: str, confidence: int) -> Json:
    """Only the images of a split and the outcomes that hold, which the oracle would find by long loops."""
    whole = demo()
    images, outcomes = whole["images"], whole["outcomes"]
    rows = [row for row, name in enumerate(images["split"]) if name == split]
    place = {row: new for new, row in enumerate(rows)}
    held = [
        i
        for i, row in enumerate(outcomes["image"])
        if row in place and outcomes["first"][i] <= confidence <= outcomes["last"][i]
    ]
    kept = {name: [column[i] for i in held] for name, column in outcomes.items()}
    return {
        "header": whole["header"],
        "images": {name: [column[row] for row in rows] for name, column in images.items()},
        "outcomes": {**kept, "image": [place[row] for row in kept["image"]]},
    }


@cache
def answer(
    *,
    split: str = "test",
    confidence: int = 20,
    cells: tuple[tuple[str, str], ...] = (),
    picked: tuple[str, ...] = (),
) -> Json:
    """Names in gallery order, the line of counts, and the matrix by class names; ``picked`` are image names."""
    ev = part(split, confidence)
    classes, names = ev["header"]["classes"], ev["images"]["name"]
    asked = {
        **oracle.EVERYTHING,
        "split": split,
        "confidence": confidence,
        "cells": [[classes.index(actual), classes.index(predicted)] for actual, predicted in cells],
        "picked": [names.index(name) for name in picked],
    }
    shown = oracle.gallery(ev, asked, "errors")
    matrix = oracle.matrix(ev, asked)
    return {
        "names": [names[row] for row in shown],
        "counts": [len(shown), len(names), oracle.instances(ev, asked)],
        "matrix": {(a, p): matrix[i][j] for i, a in enumerate(classes) for j, p in enumerate(classes)},
    }


def worst_cell() -> tuple[str, str]:
    """The largest cell off the diagonal, by names."""
    counted = answer()["matrix"]
    return max((cell for cell in counted if cell[0] != cell[1]), key=counted.__getitem__)


def x_of(name: str) -> float:
    """Where an image of the test split lies on the map, from left to right."""
    images = part("test", 20)["images"]
    return float(images["x"][images["name"].index(name)])
