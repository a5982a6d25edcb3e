"""Cubes as they travel, beside the outcomes that they are folded from and the changes that they hold."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from evallens.evaluation import Outcomes
from evallens.evaluation.columns.codec import Block, block, encode, framed
from evallens.evaluation.columns.cube import Cube
from evallens.evaluation.columns.tables import SPLIT_NAMES, UNTOLD
from tests.oracle import Json


def cube_cases() -> Iterator[Json]:
    """Outcomes in blocks, each with the block of its cube; ``framed`` is what is gzip'd where that is large."""
    for about, split, blocks in _CASES:
        codes = np.array([SPLIT_NAMES.index(name) for name in split], np.uint8)
        sent = [block(encode(Cube.of(Outcomes.of(**columns), codes))) for columns in blocks]
        yield {
            "about": about,
            "split": split,
            "outcomes": blocks,
            "blocks": [_text(one) for one in sent],
            "framed": [base64.b64encode(framed(one)).decode("ascii") for one in sent],
            "changes": [row for columns in blocks for row in changes(split, columns)],
        }


def changes(split: Sequence[str], columns: Json) -> list[list[int]]:
    """[split, actual, predicted, kind, percent, change] of one block, ascending, without what comes to nothing."""
    rows = zip(*(columns[name] for name in ("image", "actual", "predicted", "count", "first", "last")), strict=True)
    kinds = columns.get("kind", [UNTOLD] * len(columns["image"]))
    net: Counter[tuple[int, ...]] = Counter()
    for (image, actual, predicted, count, first, last), kind in zip(rows, kinds, strict=True):
        cell = (SPLIT_NAMES.index(split[image]), actual, predicted, kind)
        net[*cell, first] += count
        net[*cell, last + 1] -= count
    return [[*key, change] for key, change in sorted(net.items()) if change and key[-1] <= 100]


def _text(sent: Block) -> dict[str, Any]:
    return {n: {**c, "data": base64.b64encode(c["data"]).decode("ascii")} for n, c in sent.items()}


_CASES: list[tuple[str, list[str], list[Json]]] = [
    ("No outcomes.", ["test"], [{name: [] for name in ("image", "actual", "predicted", "count", "first", "last")}]),
    (
        "A truth is found up to 61 % and missed above it, of an image of every split and of none; kinds are told.",
        ["train", "valid", "test", ""],
        [
            {
                "image": [0, 0, 1, 1, 2, 2, 3, 3], "actual": [0] * 8, "predicted": [0, 1] * 4, "count": [1] * 8,
                "first": [0, 62] * 4, "last": [61, 100] * 4, "kind": [0, 6] * 4,
            }
        ],
    ),
    (
        "What ends where the like begins is no change; pixels of 2^40 and more; class numbers above a byte.",
        ["test", "test"],
        [
            {
                "image": [0, 1, 0, 0], "actual": [0, 0, 300, 300], "predicted": [1, 1, 0, 0],
                "count": [5, 5, 1 << 40, 3], "first": [0, 41, 0, 10], "last": [40, 100, 100, 20],
            }
        ],
    ),
    (
        "Single thresholds, as a service's reports hold, in blocks one after the other; one image is in no split.",
        ["valid", ""],
        [
            {
                "image": [0, 1], "actual": [0, 1], "predicted": [1, 1], "count": [2, 7], "first": [20, 20],
                "last": [20, 20],
            },
            {
                "image": [0, 1, 1], "actual": [0, 1, 0], "predicted": [1, 1, 2], "count": [1, 5, 9],
                "first": [21, 100, 37], "last": [21, 100, 37],
            },
        ],
    ),
]  # fmt: skip
