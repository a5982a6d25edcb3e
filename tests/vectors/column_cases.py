"""Tables as blocks, the way Python sends them, beside the values that the front end must read from them."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np

from evallens.evaluation import Images, Outcomes
from evallens.evaluation.columns.attributes import UNKNOWN, Attributes, Category, Number
from evallens.evaluation.columns.codec import Block
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import NONE, Objects
from evallens.lens.wire.blocks import images_block, objects_block, outcomes_block, places_block

NAMES = ["a.png", "Öl/β.png", "", "\N{GRINNING FACE}.png", "e.png"]
WEATHER = [1, None, 0, 2, 1]
"""Indices of levels, of which the third comes with the second block."""


def vector() -> dict[str, Any]:
    """Two blocks of images and of outcomes, one of objects, and what they hold."""
    first, whole = _images(3), _images(5)
    outcomes = _outcomes()
    return {
        "about": "Tables in blocks, bytes in base64, and the columns they are. What a block lacks is its default.",
        "blocks": {
            "places": [_text(places_block(first, 0)), _text(places_block(whole, 3))],
            "images": [_text(images_block(first, 0)), _text(images_block(whole, 3))],
            "outcomes": [_text(outcomes_block(outcomes.take(slice(2)), 0)), _text(outcomes_block(outcomes, 2))],
            "objects": [_text(objects_block(_objects()))],
        },
        "columns": {
            "images": {
                "id": [*NAMES[:3], "4", "5"], "name": NAMES, "split": [0, 0, 0, 1, 2], "x": [None] * 3 + [0.5, -1.25],
                "y": [None] * 3 + [1.5, 2.25], "cluster": [-1, -1, -1, 7, -1],
            },
            "outcomes": {
                "image": [0, 1, 3, 4], "actual": [0, 0, 1, 300], "predicted": [1, 1, 1, 0], "count": [1, 1, 5, 1 << 40],
                "first": [0, 0, 3, 20], "last": [100, 100, 99, 20], "truth": [NONE, NONE, 0, NONE],
                "prediction": [NONE, NONE, 1, 70_000], "iou": [None, None, 0.75, None],
            },
            "objects": {
                "image": [3, 3], "side": [0, 1], "label": [1, 1], "x": [1.5, 1.5], "y": [2.5, 2.5], "w": [4, 4],
                "h": [8, 8], "score": [None, 0.5], "area": [32, 12.5],
            },
        },
        "attributes": [
            {
                "name": "weather", "origin": "given", "unit": "", "levels": ["sun", "rain", "fog"],
                "values": [UNKNOWN if code is None else code for code in WEATHER],
            },
            {"name": "height", "origin": "computed", "unit": "m", "levels": None, "values": [None] * 3 + [1.5, None]},
        ],
    }  # fmt: skip


def _images(size: int) -> Images:
    """The first ``size`` images: three that say little, then two that say more."""
    given = Images(
        id=Strings.of([*NAMES[:3], "4", "5"][:size]), name=Strings.of(NAMES[:size]),
        split=np.array([0, 0, 0, 1, 2])[:size],
        x=np.array([np.nan, np.nan, np.nan, 0.5, -1.25])[:size], y=np.array([np.nan, np.nan, np.nan, 1.5, 2.25])[:size],
        cluster=np.array([-1, -1, -1, 7, -1])[:size], augmentations=np.array([0, 1, 2, 3, 4])[:size],
    )  # fmt: skip
    codes = np.array([UNKNOWN if code is None else code for code in WEATHER[:size]])
    named = {"weather": Category(codes, ("sun", "rain") if size == 3 else ("sun", "rain", "fog"))}
    heights = {"height": Number(np.array([np.nan, np.nan, np.nan, 1.5, np.nan])[:size], "m", "computed")}
    return replace(given, attributes=Attributes(size, named if size == 3 else {**named, **heights}))


def _outcomes() -> Outcomes:
    return Outcomes.of(
        [0, 1, 3, 4], [0, 0, 1, 300], [1, 1, 1, 0], [1, 1, 5, 1 << 40], first=[0, 0, 3, 20], last=[100, 100, 99, 20],
        truth=[NONE, NONE, 0, NONE], prediction=[NONE, NONE, 1, 70_000], iou=[np.nan, np.nan, 0.75, np.nan],
    )  # fmt: skip


def _objects() -> Objects:
    same = [np.array([value, value]) for value in (3, 1, 1.5, 2.5, 4, 8)]
    image, label, x, y, w, h = same
    return Objects(
        image=image, side=np.array([0, 1]), label=label, x=x, y=y, w=w, h=h, score=np.array([np.nan, 0.5]),
        area=np.array([32, 12.5]),
    )  # fmt: skip


def _text(block: Block) -> dict[str, Any]:
    return {n: {**c, "data": base64.b64encode(c["data"]).decode("ascii")} for n, c in block.items()}
