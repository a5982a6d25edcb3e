"""Segmentations: which outcome of its image each pixel is of, as runs in a few bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from .given import LARGE, THUMBNAIL
from .parallel import WORKERS, mapped
from .protocol import ImageRef, Picture

Values = NDArray[np.integer[Any]]
_SEVEN_BITS = 7
_MORE = 0x80
"""Set in every byte of a number but its last."""


def encoded(values: Values, longest: int) -> bytes:
    """Pack ``values`` (height, width), 0 or more, with at most ``longest`` pixels a side: nearest, nothing is mixed.

    The bytes are whole numbers of seven bits a byte, low ones first: the width, then value and length of each run
    along the rows.
    """
    small = nearest(values, longest)
    flat = small.reshape(-1).astype(np.int64)
    starts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    lengths = np.diff(np.append(starts, flat.size))
    return _packed(np.concatenate([[small.shape[1]], np.stack([flat[starts], lengths], axis=1).reshape(-1)]))


def decoded(data: bytes) -> Values:
    """What ``encoded`` packed, (height, width); raises DataError for bytes that are none."""
    numbers = _unpacked(data)
    width, runs = (int(numbers[0]), numbers[1:].reshape(-1, 2)) if len(numbers) % 2 else (0, np.zeros((0, 2), int))
    size = int(runs[:, 1].sum())
    if width < 1 or size % width or not size:
        raise DataError("a segmentation is damaged")
    return np.repeat(runs[:, 0], runs[:, 1]).reshape(-1, width)


def nearest(values: Values, longest: int) -> Values:
    """The pixels in the middle of what each stands for, of (height, width); as they are where they are few enough."""
    height, width = values.shape
    share = longest / max(height, width)
    if share >= 1:
        return values
    rows, columns = (((np.arange(n) + 0.5) * side / n).astype(np.intp) for side, n in _sizes(height, width, share))
    return values[rows[:, None], columns]


def _sizes(height: int, width: int, share: float) -> Iterator[tuple[int, int]]:
    yield from ((side, max(1, round(side * share))) for side in (height, width))


@dataclass(frozen=True, eq=False)
class SourceSegmentations:
    """Segmentations by image row, made of masks when they are asked for: as a store of pictures is."""

    sources: tuple[Callable[[], Values] | Picture | None, ...]
    """What reads one, (height, width), or one that is encoded, as large as it is ever shown; ``None``: none."""
    is_at_hand = False

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """One as small as a picture on a card; raises DataError for masks that cannot be read any more."""
        return self._sized(image, THUMBNAIL)

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """Those of ``images`` in order; ``None`` also for one that cannot be read: others go on."""
        left = iter(images)
        while some := list(islice(left, 2 * WORKERS)):
            yield from mapped(self._thumbnail_or_none, some)

    def large(self, image: ImageRef) -> Picture | None:
        """One as large as a picture in the large view."""
        return self._sized(image, LARGE)

    def _sized(self, image: ImageRef, longest: int) -> Picture | None:
        source = self.sources[image.row] if image.row < len(self.sources) else None
        if source is None:
            return None
        if isinstance(source, Picture):
            return source if longest >= LARGE else source._replace(data=encoded(decoded(source.data), longest))
        return packed(source(), longest)

    def _thumbnail_or_none(self, image: ImageRef) -> Picture | None:
        try:
            return self.thumbnail(image)
        except InputError:
            return None


def packed(values: Values, longest: int = LARGE) -> Picture:
    """``values`` (height, width) encoded, beside their full size."""
    height, width = values.shape
    return Picture(encoded(values, longest), width, height)


def _packed(numbers: NDArray[np.int64]) -> bytes:
    places = np.arange(5) * _SEVEN_BITS
    parts = (numbers[:, None] >> places) & (_MORE - 1)
    sizes = 1 + (numbers[:, None] >> places[1:] > 0).sum(axis=1)
    parts |= np.where(np.arange(5) < sizes[:, None] - 1, _MORE, 0)
    kept: Values = parts[np.arange(5) < sizes[:, None]].astype(np.uint8)
    return kept.tobytes()


def _unpacked(data: bytes) -> NDArray[np.int64]:
    parts = np.frombuffer(data, np.uint8).astype(np.int64)
    ends = np.flatnonzero(parts < _MORE)
    starts = np.concatenate([[0], ends[:-1] + 1])
    if not len(ends) or ends[-1] != len(parts) - 1 or bool((ends - starts >= 5).any()):
        raise DataError("a segmentation is damaged")
    place = np.arange(len(parts)) - np.repeat(starts, ends - starts + 1)
    return np.add.reduceat((parts & (_MORE - 1)) << (place * _SEVEN_BITS), starts)
