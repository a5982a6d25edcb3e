"""Scenes of several real handwritten digits on dark, noisy ground, with overlaps and clutter."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

SIDE = 128
"""Pixels of a scene, both ways."""
SCENES = {"train": 540, "valid": 180, "test": 240}
SEED = 20_26

Gray = NDArray[np.float64]
_FITS = 0.12
"""Overlap, as a share of the smaller box, that a digit may always have with another."""


@dataclass(frozen=True, eq=False)
class Scene:
    """One picture with its ground truth."""

    name: str
    split: str
    picture: bytes
    """WebP; the detector sees what this decodes to, and so does the reader."""
    labels: NDArray[np.int64]
    boxes: NDArray[np.int64]
    """(n, 4): left, top, right, bottom in whole pixels, around the ink."""
    digits: NDArray[np.intp]
    """Rows of the digit images that were used."""


def decoded(picture: bytes) -> Gray:
    """The gray levels 0..255 of an encoded picture, (SIDE, SIDE)."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"), np.float64)


def compose(digits: NDArray[np.uint8], labels: NDArray[np.int64]) -> list[Scene]:
    """Make every scene from ``digits`` (n, 8, 8) of 0..16; a digit belongs to one split only."""
    rng = np.random.default_rng(SEED)
    order = rng.permutation(len(digits))
    shares = np.cumsum([SCENES["train"], SCENES["valid"]]) / sum(SCENES.values())
    pools = dict(zip(SCENES, np.split(order, (shares * len(order)).astype(int)), strict=True))
    return [
        _scene((split, number), pools[split], digits, labels, rng)
        for split, count in SCENES.items()
        for number in range(1, count + 1)
    ]


def _scene(
    key: tuple[str, int],
    pool: NDArray[np.intp],
    digits: NDArray[np.uint8],
    labels: NDArray[np.int64],
    rng: np.random.Generator,
) -> Scene:
    level = _ground(rng)
    # A page rarely shows all ten digits alike: some come often on it, some not at all.
    taste = rng.dirichlet(np.full(10, 0.6))[labels[pool]]
    rows = rng.choice(pool, size=int(rng.integers(3, 9)), p=taste / taste.sum())
    boxes: list[tuple[int, int, int, int]] = []
    for row in rows:
        ink = _ink(digits[row], rng)
        left, top = _place(ink.shape, boxes, rng)
        height, width = ink.shape
        under = level[top : top + height, left : left + width]
        under[:] = under + ink * (rng.uniform(95, 235) - under)
        boxes.append((left, top, left + width, top + height))
    noise = rng.normal(0, rng.uniform(3, 17), level.shape)
    level = ndimage.gaussian_filter(level, rng.uniform(0.3, 1.3)) + ndimage.gaussian_filter(noise, 0.6)
    split, number = key
    return Scene(f"{split}-{number:04d}.webp", split, _encoded(level), labels[rows], np.array(boxes), rows)


def _ink(digit: NDArray[np.uint8], rng: np.random.Generator) -> Gray:
    """A digit enlarged, turned a little and cropped to its ink; opacity 0..1."""
    side = int(rng.integers(17, 37))
    glyph = Image.fromarray((digit * 15).astype(np.uint8)).resize((side, side), Image.Resampling.BICUBIC)
    turned = glyph.rotate(rng.normal(0, 13), Image.Resampling.BICUBIC, expand=True)
    opacity = np.clip((np.asarray(turned, np.float64) / 240 - 0.22) / 0.5, 0, 1)
    rows, columns = np.flatnonzero(opacity.max(1) > 0.3), np.flatnonzero(opacity.max(0) > 0.3)
    return opacity[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _place(shape: tuple[int, ...], boxes: list[tuple[int, int, int, int]], rng: np.random.Generator) -> tuple[int, int]:
    """A place inside the scene, mostly free; the patience runs out, and then digits overlap."""
    height, width = shape
    left = top = 0
    for _ in range(int(rng.integers(1, 12))):
        left, top = int(rng.integers(2, SIDE - width - 1)), int(rng.integers(2, SIDE - height - 1))
        if all(_shared((left, top, left + width, top + height), box) < _FITS for box in boxes):
            break
    return left, top


def _shared(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return max(width, 0) * max(height, 0) / min(areas)


def _ground(rng: np.random.Generator) -> Gray:
    """Dark ground of one of five kinds: plain, cloudy, ruled, scratched or unevenly lit."""
    level = np.full((SIDE, SIDE), rng.uniform(16, 34))
    down, right = np.mgrid[0:SIDE, 0:SIDE]
    kind = int(rng.integers(5))
    if kind == 1:
        clouds = ndimage.gaussian_filter(rng.normal(0, 1, level.shape), rng.uniform(7, 12))
        level += clouds / np.abs(clouds).max() * rng.uniform(14, 30)
    elif kind == 2:
        gap, slope = rng.uniform(14, 24), rng.normal(0, 0.04)
        line = (down + slope * right + rng.uniform(0, gap)) % gap < 1.3
        level += line * rng.uniform(25, 65)
    elif kind == 3:
        level = np.maximum(level, _scratches(rng))
    elif kind == 4:
        angle = rng.uniform(0, 2 * np.pi)
        ramp = (down * np.sin(angle) + right * np.cos(angle)) / SIDE
        level += (ramp - ramp.min()) * rng.uniform(30, 75)
    return level


def _scratches(rng: np.random.Generator) -> Gray:
    """Short bent strokes, as bright as faint ink: what a detector may take for a digit."""
    level = np.zeros((SIDE, SIDE))
    for _ in range(int(rng.integers(3, 9))):
        along = np.linspace(0, 1, 160)
        start, bend = rng.uniform(8, SIDE - 8, 2), rng.normal(0, 12, 2)
        reach = rng.normal(0, 18, 2)
        points = start[:, None] + reach[:, None] * along + bend[:, None] * along * (1 - along)
        rows, columns = np.clip(points.round(), 0, SIDE - 1).astype(int)
        level[rows, columns] = rng.uniform(70, 190)
    return np.asarray(ndimage.gaussian_filter(level, 0.8) * 1.6)


def _encoded(level: Gray) -> bytes:
    buffer = io.BytesIO()
    gray = Image.fromarray(np.clip(level.round(), 0, 255).astype(np.uint8))
    gray.convert("RGB").save(buffer, "WEBP", quality=80, method=6)
    return buffer.getvalue()
