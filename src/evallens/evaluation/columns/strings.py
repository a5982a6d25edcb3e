"""A column of strings: one UTF-8 buffer plus offsets, as Arrow, the saved file and the browser hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .groups import spans

_AT_ONCE = 1 << 16
"""Strings copied together: an index of all their bytes at once would be eight times as large as they are."""


def encodable(text: str) -> str:
    """``text`` with a question mark in place of each unpaired surrogate, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


class Strings:
    """An immutable column of ``n`` strings: ``data`` (uint8) and ``offsets`` (int64, ``n + 1``).

    >>> column = Strings.of(["cat", "Öl", ""])
    >>> len(column), column[1], list(column)
    (3, 'Öl', ['cat', 'Öl', ''])
    """

    __slots__ = ("data", "offsets")

    def __init__(self, data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self.data = data
        self.offsets = offsets

    @classmethod
    def of(cls, values: Iterable[str]) -> Strings:
        """Encode ``values``; unpaired surrogates, which UTF-8 cannot hold, become question marks."""
        encoded = [value.encode("utf-8", "replace") for value in values]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(value) for value in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    @classmethod
    def empty(cls, size: int) -> Strings:
        """``size`` times the empty string."""
        return cls(np.zeros(0, np.uint8), np.zeros(size + 1, np.int64))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> str:
        return self.utf8(row).decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        data, ends = self.data.tobytes(), self.offsets.tolist()
        for start, stop in pairwise(ends):
            yield data[start:stop].decode("utf-8")

    def utf8(self, row: int) -> bytes:
        """The encoded string of one row; comparing these compares code points. Raises IndexError beyond the column."""
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)} strings")
        row %= len(self)
        return self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()

    def take(self, rows: NDArray[np.integer]) -> Strings:
        """The strings of ``rows``, (n,), in that order."""
        starts = self.offsets[rows]
        lengths = self.offsets[1:][rows] - starts
        offsets = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        data = np.empty(offsets[-1], np.uint8)
        for first in range(0, len(lengths), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            stop = min(first + _AT_ONCE, len(lengths))
            data[offsets[first] : offsets[stop]] = self.data[spans(starts[some], lengths[some])]
        return Strings(data, offsets)

    def after(self, row: int) -> Strings:
        """The strings from ``row`` on; the letters are not copied."""
        start = self.offsets[row]
        return Strings(self.data[start:], self.offsets[row:] - start if start else self.offsets[row:])

    def is_same(self, other: Strings) -> bool:
        """Are these the same strings in the same order, byte for byte?"""
        return self is other or (np.array_equal(self.offsets, other.offsets) and np.array_equal(self.data, other.data))

    def extended(self, other: Strings) -> Strings:
        """These strings followed by those of ``other``."""
        return Strings(
            np.concatenate([self.data, other.data]),
            np.concatenate([self.offsets, other.offsets[1:] + self.offsets[-1]]),
        )
