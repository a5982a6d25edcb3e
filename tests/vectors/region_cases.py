"""The boxes behind the vector of regions: inside, at edges, outside and larger than their picture."""

from __future__ import annotations

from collections.abc import Iterator

from tests import oracle
from tests.oracle import Json

Box = tuple[float, float, float, float]

PICTURES = [(640, 480), (480, 640), (100, 30), (1, 1), (0, 0)]
BOXES: list[list[Box]] = [
    [(200, 100, 40, 40)],
    [(200, 100, 40, 40), (230.5, 90.25, 33.3, 60.1)],
    [(0, 0, 10, 10)],
    [(630, 470, 10, 10)],
    [(0, 0, 640, 480)],
    [(10, 10, 600, 2)],
    [(10, 10, 2, 400)],
    [(-50, -50, 20, 20)],
    [(5000, 5000, 20, 20)],
    [(0.5, 0.5, 0, 0)],
    [(100, 100, 1000, 1000)],
    [(33.333, 66.667, 100.1, 0.3), (33.4, 66.6, 99.9, 0.4)],
]


def region_cases() -> Iterator[Json]:
    """Each list of boxes in each picture, and the region of its card."""
    for boxes in BOXES:
        kept = [[oracle.in_dtype(side, "float32") for side in box] for box in boxes]
        for width, height in PICTURES:
            yield {"boxes": kept, "picture": [width, height], "region": oracle.region(kept, width, height)}
