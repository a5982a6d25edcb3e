"""Pixels of segmentations as they travel: one value, many, large ones, single lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tests.oracle import Json

PIXELS = [
    [[0]],
    [[1, 1, 1], [1, 1, 1]],
    [[0, 0, 1, 2], [2, 2, 2, 0], [300, 127, 128, 16384]],
    [[5] * 200, [5] * 199 + [6]],
    [[value] for value in range(140)],
]


def segmentation_cases() -> Iterator[Json]:
    """Each in whole numbers of seven bits a byte, low ones first: the width, then value and length of each run."""
    for pixels in PIXELS:
        runs = [(value, len(list(run))) for value, run in groupby(value for line in pixels for value in line)]
        numbers = [len(pixels[0]), *(number for run in runs for number in run)]
        yield {"pixels": pixels, "data": [byte for number in numbers for byte in _bytes(number)]}


def _bytes(number: int) -> list[int]:
    return [number] if number < 128 else [128 + number % 128, *_bytes(number // 128)]
