"""Masks drawn as text, and the columns they travel in, pixel by pixel."""

from __future__ import annotations

import random
from itertools import groupby
from typing import Any

import numpy as np

from evallens.evaluation.columns.masks import Masks

DRAWN: dict[str, list[str]] = {
    "one pixel": ["....", "..#.", "...."],
    "nothing": ["...", "..."],
    "everything": ["#" * 20] * 20,
    "a hole, and an island in it": ["#######", "#.....#", "#..#..#", "#.....#", "#######"],
    "touching at corners": ["#..#", ".##.", "#..#"],
    "columns that run on": ["..##", "..##", ".###"],
    "a block inside": [".....", ".###.", ".###.", "....."],
    "two parts far apart": ["#.......", "........", ".......#"],
    "steps": ["#....", "##...", ".##..", "..###"],
    "nothing at the end": ["...."],
}


def vector() -> dict[str, Any]:
    """Pictures of masks, and the block that Python sends of them."""
    pictures = [*DRAWN.values(), *_random()]
    return {
        "about": "Instance masks and their block: # is a pixel of the mask. Rows count from 0.",
        "columns": _columns(pictures),
        "masks": [{"picture": picture} for picture in pictures],
    }


def masks_of(pictures: list[list[str]]) -> Masks:
    """The same masks as an evaluation holds them."""
    runs = [_runs("".join(_columns_of(picture))) for picture in pictures]
    arrays = [(np.array([a for a, _ in own], np.int64), np.array([b for _, b in own], np.int64)) for own in runs]
    return Masks.of(arrays, [len(picture) for picture in pictures])


def _columns(pictures: list[list[str]]) -> dict[str, list[int]]:
    block: dict[str, list[int]] = {name: [] for name in ("row", "left", "top", "height", "offsets", "gap", "length")}
    block["offsets"].append(0)
    for row, picture in enumerate(pictures):
        columns = _columns_of(picture)
        lit = [(x, y) for x, column in enumerate(columns) for y, pixel in enumerate(column) if pixel == "#"]
        if not lit:
            continue
        left, top, bottom = min(x for x, _ in lit), min(y for _, y in lit), max(y for _, y in lit) + 1
        runs = _runs("".join(column[top:bottom] for column in columns[left:]))
        place = 0
        for start, stop in runs:
            block["gap"].append(start - place)
            block["length"].append(stop - start)
            place = stop
        for name, value in (("row", row), ("left", left), ("top", top), ("height", bottom - top)):
            block[name].append(value)
        block["offsets"].append(len(block["gap"]))
    return block


def _columns_of(picture: list[str]) -> list[str]:
    return ["".join(column) for column in zip(*picture, strict=True)]


def _runs(pixels: str) -> list[tuple[int, int]]:
    runs, place = [], 0
    for pixel, group in groupby(pixels):
        size = len(list(group))
        if pixel == "#":
            runs.append((place, place + size))
        place += size
    return runs


def _random() -> list[list[str]]:
    rng = random.Random(5)  # noqa: S311 - repeatable is what is wanted
    shapes = [(1, 9, 0.5), (9, 1, 0.5), (7, 12, 0.2), (12, 7, 0.5), (10, 10, 0.9)]
    return [
        ["".join("#" if rng.random() < share else "." for _ in range(width)) for _ in range(height)]
        for height, width, share in shapes
    ]
