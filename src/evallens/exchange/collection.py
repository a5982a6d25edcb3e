"""Images and boxes as they leave for other programs: columns, a row an image and a row a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Side = Literal["truth", "prediction", "both"]
Size = tuple[int, int]
"""Width and height in pixels; 0: unknown."""

_PIXEL = 1_000
_SCORE = 1_000_000


class Runs(Protocol):
    """Ragged masks: see ``evaluation.columns.masks.Masks``."""

    @property
    def heights(self) -> NDArray[np.int64]:
        """Height in pixels of each mask's image."""
        ...

    def runs(self, row: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(starts, stops) of one mask, over pixels counted down the columns."""
        ...


@dataclass(frozen=True, eq=False, kw_only=True)
class Boxes:
    """Columns of boxes: each of an image, of a class, a truth or a prediction."""

    image: NDArray[np.integer]
    """Place of its image in the collection, (boxes,)."""
    label: NDArray[np.integer]
    """Place of its class in the collection, (boxes,)."""
    xywh: NDArray[np.floating]
    """Left, top, width and height in pixels, (boxes, 4); NaN: there is none, as in a classification."""
    score: NDArray[np.floating]
    """Confidence 0..1, (boxes,); NaN for a truth, and where a prediction carries none."""
    area: NDArray[np.floating]
    """Square pixels, (boxes,)."""
    is_prediction: NDArray[np.bool_]
    masks: Runs | None = None
    mask: NDArray[np.integer] | None = None
    """Row of each box's mask, (boxes,)."""

    def __len__(self) -> int:
        return len(self.image)


@dataclass(frozen=True, eq=False, kw_only=True)
class Collection:
    """What was collected, to be written for a labelling tool."""

    title: str
    """Of the evaluation."""
    classes: Sequence[str]
    """Without the class that stands for nothing."""
    ids: Sequence[str]
    """Of the images, and as many of the following."""
    names: Sequence[str]
    splits: Sequence[str]
    paths: Sequence[str]
    """Local files; "" where there is none."""
    sizes: Sequence[Size]
    boxes: Boxes


def pixels(values: NDArray[np.floating]) -> list[Any]:
    """Numbers to a thousandth, halves up, as the front end writes them too: a float32 has no more to say."""
    return rounded(values, _PIXEL)


def scores(values: NDArray[np.floating]) -> list[Any]:
    """Numbers to a millionth."""
    return rounded(values, _SCORE)


def rounded(values: NDArray[np.floating], parts: int) -> list[Any]:
    """Numbers to one in ``parts``, halves up; whole ones as whole ones."""
    found = np.floor(values.astype(np.float64) * parts + 0.5) / parts
    return np.where(np.isnan(found), 0, found).tolist()  # type: ignore[no-any-return]
