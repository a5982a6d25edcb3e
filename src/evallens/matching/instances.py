"""The objects of one side, ground truth or predictions, as columns ready for matching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Boxes:
    """Axis-parallel boxes in pixels.

    Both forms are kept because peers differ in which one they round: supervision measures corners,
    COCO measures sizes, and ``x + w - x`` is not always ``w``.
    """

    corners: NDArray[np.float64]
    """(N, 4): left, top, right, bottom."""
    sizes: NDArray[np.float64]
    """(N, 2): width, height."""

    @classmethod
    def of_xyxy(cls, xyxy: Any) -> Boxes:
        """Make boxes from corners, (N, 4)."""
        corners = np.asarray(xyxy, np.float64).reshape(-1, 4)
        return cls(corners, corners[:, 2:] - corners[:, :2])

    @classmethod
    def of_xywh(cls, xywh: Any) -> Boxes:
        """Make boxes from left, top, width and height, (N, 4)."""
        given = np.asarray(xywh, np.float64).reshape(-1, 4)
        corners = np.concatenate([given[:, :2], given[:, :2] + given[:, 2:]], axis=1)
        return cls(corners, given[:, 2:])

    @property
    def areas(self) -> NDArray[np.float64]:
        """Square pixels, (N,)."""
        return self.sizes[:, 0] * self.sizes[:, 1]

    def __len__(self) -> int:
        return len(self.corners)

    def take(self, rows: Any) -> Boxes:
        """The boxes of ``rows``."""
        return Boxes(self.corners[rows], self.sizes[rows])


@dataclass(frozen=True, eq=False)
class Instances:
    """Objects of one side in file order; the order decides ties."""

    image: NDArray[np.int64]
    """Image row of each object."""
    label: NDArray[np.int64]
    """Class index of each object."""
    boxes: Boxes
    score: NDArray[np.floating] | None = None
    """Confidence 0..1 in the dtype it came in; ``None`` for ground truth."""

    def __len__(self) -> int:
        return len(self.image)

    def take(self, rows: Any) -> Instances:
        """The objects of ``rows``."""
        score = None if self.score is None else self.score[rows]
        return Instances(self.image[rows], self.label[rows], self.boxes.take(rows), score)
