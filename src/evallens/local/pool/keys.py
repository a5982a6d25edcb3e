"""What images are called on both sides, as numbers that can be compared, gathered and divided."""

from __future__ import annotations

import zlib
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ..batches.arrow import arrow

Codes = NDArray[np.int64]


class Keys(NamedTuple):
    """The image of each row as a code, and what the codes stand for: texts, or whole numbers."""

    codes: Codes
    names: Any

    @classmethod
    def of(cls, column: Any, path: str, *, numbers: Any) -> Keys:
        """Read a column of images, as ``numbers`` of that type; ``None``: they are compared as text."""
        pa = arrow()
        if column.null_count:
            raise DataError(f"{path}: a row names no image")
        held = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        names = held.dictionary.cast(pa.large_string() if numbers is None else numbers)
        return cls(np.asarray(held.indices, np.int64), names)

    def within(self, least: Any, below: Any) -> NDArray[np.bool_]:
        """Which rows name an image from ``least`` on and before ``below``; ``None``: there is no such end."""
        from pyarrow import compute

        pa = arrow()
        is_in = np.ones(len(self.names), np.bool_)
        if least is not None:
            is_in &= np.asarray(compute.greater_equal(self.names, pa.scalar(least, self.names.type)))
        if below is not None:
            is_in &= np.asarray(compute.less(self.names, pa.scalar(below, self.names.type)))
        return np.asarray(is_in[self.codes])

    def bucket(self, buckets: int) -> Codes:
        """In which of ``buckets`` each row belongs: an image always in the same one, on every machine."""
        names = self.names.to_pylist()
        found = np.array([zlib.crc32(str(name).encode()) % buckets for name in names], np.int64)
        return found[self.codes] if len(names) else self.codes


def united(truth: Keys, predictions: Keys) -> tuple[Any, Codes, Codes]:
    """The images of both sides in the order in which they first occur, those of the truth before others.

    Returns what they are called, and the row of each box's image, of the truth and of the predictions.
    """
    pa = arrow()
    both = pa.concat_arrays([truth.names, predictions.names]).dictionary_encode()
    place = np.asarray(both.indices, np.int64)
    mine = place[: len(truth.names)][truth.codes] if len(truth.codes) else truth.codes
    theirs = place[len(truth.names) :][predictions.codes] if len(predictions.codes) else predictions.codes
    codes = np.concatenate([mine, theirs])
    first = np.full(len(both.dictionary), len(codes), np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    present = np.flatnonzero(first < len(codes))
    order = present[np.argsort(first[present])]
    row = np.empty(len(first), np.int64)
    row[order] = np.arange(len(order))
    return both.dictionary.take(pa.array(order)), row[mine], row[theirs]
