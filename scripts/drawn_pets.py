"""The pictures of docs/model-or-label.md: cats and dogs where the page says that there are some, drawn."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

SIZE = (600, 560)
_SCALE = 4
"""Drawn so many times as large, then shrunk: smooth edges."""
_COATS = {"cat": ("#8d949c", "#6d757e", "#c9ced3"), "dog": ("#b0753f", "#8a5a2e", "#c79a5b")}
Box = tuple[float, float, float, float]


def draw(truth: dict[str, Any], corrections: dict[str, list[tuple[str, Box | None, Box | None]]], folder: Path) -> None:
    """Write a picture for each image of ``truth``, columns as ``evallens.evaluate`` takes them.

    ``corrections`` says of an image what is there and how it is labelled: kind, true box (None: nothing), labelled box
    (None: not labelled).
    """
    there: dict[str, list[tuple[str, Box]]] = {}
    for image, label, box in zip(truth["image"], truth["labels"], truth["boxes"], strict=True):
        mended = [own for own in corrections.get(image, []) if own[2] == tuple(box)]
        if not mended:
            there.setdefault(image, []).append((label, tuple(box)))
    for image, owns in corrections.items():
        there[image] += [(kind, box) for kind, box, _ in owns if box]
    for image, animals in there.items():
        _picture(animals, seed=image).save(folder / image, quality=92)


def _picture(animals: list[tuple[str, Box]], seed: str) -> Image.Image:
    dice = random.Random(seed)  # noqa: S311 - a meadow, not a secret
    canvas = Image.new("RGB", (SIZE[0] * _SCALE, SIZE[1] * _SCALE), "#5f7f4f")
    pen = ImageDraw.Draw(canvas)
    for _ in range(2600):
        x, y = dice.uniform(0, canvas.width), dice.uniform(0, canvas.height)
        shade = dice.choice(["#56764a", "#688a56", "#6f9159", "#4f6e45"])
        pen.line((x, y, x + dice.uniform(-8, 8), y - dice.uniform(10, 34)), fill=shade, width=5)
    for kind, (x1, y1, x2, y2) in animals:
        _animal(pen, kind, (x1 * _SCALE, y1 * _SCALE, x2 * _SCALE, y2 * _SCALE), dice)
    return canvas.resize(SIZE, Image.Resampling.LANCZOS)


def _animal(pen: ImageDraw.ImageDraw, kind: str, box: Box, dice: random.Random) -> None:
    """A face that fills its box: pointed ears for a cat, hanging ones for a dog."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    coat = dice.choice(_COATS[kind])
    dark = "#2b2b2e"

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * wide, top + y * high

    def oval(x1: float, y1: float, x2: float, y2: float, fill: str) -> None:
        pen.ellipse((*at(x1, y1), *at(x2, y2)), fill=fill)

    if kind == "cat":
        oval(0.04, 0.2, 0.96, 1, coat)
        for side in (0, 1):
            ear = [(0.06, 0.5), (0.1, 0), (0.48, 0.26)]
            pen.polygon([at(abs(side - x), y) for x, y in ear], fill=coat)
            for y in (0.66, 0.74):
                pen.line((*at(abs(side - 0.3), y), *at(abs(side - 0.04), y + 0.05 * (y - 0.7) * 8)), fill=dark, width=2)
        oval(0.26, 0.44, 0.38, 0.6, "#e9d36a")
        oval(0.62, 0.44, 0.74, 0.6, "#e9d36a")
        oval(0.3, 0.46, 0.34, 0.58, dark)
        oval(0.66, 0.46, 0.7, 0.58, dark)
        pen.polygon([at(0.44, 0.66), at(0.56, 0.66), at(0.5, 0.74)], fill="#d98f97")
        return
    oval(0.14, 0, 0.86, 1, coat)
    for side in (0, 1):
        x1, x2 = sorted((abs(side - 0.0), abs(side - 0.26)))
        oval(x1, 0.12, x2, 0.78, "#5b3d22")
    oval(0.32, 0.52, 0.68, 0.94, "#e8d3b4")
    oval(0.3, 0.34, 0.4, 0.46, dark)
    oval(0.6, 0.34, 0.7, 0.46, dark)
    oval(0.42, 0.56, 0.58, 0.68, dark)
