"""Confusion entries straight from their JSON text: a page of them at once instead of one list each.

Nearly every byte of these lists is a digit or a bracket, so they are read as one buffer: what is left
without the digits shows whether they are lists of three whole numbers, and the digits are the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import msgspec
import numpy as np
from numpy.typing import NDArray

from ...errors import ResponseError

Counts = NDArray[np.int64]

_DIGITS_AND_SPACE = b"0123456789 \t\r\n"
_LONGEST = 15
"""Digits that fit any float64 or int64; longer numbers take the slow way."""


def read_entries(texts: Sequence[msgspec.Raw]) -> tuple[NDArray[np.intp], Counts]:
    """How many entries each of the lists holds, (n,), and all of them, (m, 3): actual, predicted, count.

    Raises ResponseError for anything but lists of three whole numbers, OverflowError beyond 64 bits.

    >>> lengths, entries = read_entries([msgspec.Raw(b"[[0,1,2],[3,4,5]]"), msgspec.Raw(b"[]")])
    >>> lengths.tolist(), entries.tolist()
    ([2, 0], [[0, 1, 2], [3, 4, 5]])
    """
    text = b"".join(texts)
    first, numbers = _numbers(text)
    ends = np.cumsum(np.fromiter(map(len, texts), np.intp, len(texts)))
    lengths, rest = np.divmod(np.diff(np.searchsorted(first, ends), prepend=0), 3)
    if numbers is None or rest.any() or not _is_plain(text, lengths):
        return _decoded(texts)
    return lengths, numbers.reshape(-1, 3)


def _is_plain(text: bytes, lengths: NDArray[np.intp]) -> bool:
    """Are these nothing but lists of so many threes of digits? The text was checked as JSON before."""
    shapes = {n: b"[" + b",".join([b"[,,]"] * n) + b"]" for n in np.unique(lengths).tolist()}
    return text.translate(None, _DIGITS_AND_SPACE) == b"".join([shapes[n] for n in lengths.tolist()])


def _numbers(text: bytes) -> tuple[NDArray[np.intp], Counts | None]:
    """Where each number begins, and the numbers; ``None`` when one is too long to be read here."""
    digits = np.frombuffer(text, np.uint8) - np.uint8(48)
    is_digit = digits < 10
    # Lists stand in brackets, so edges come in pairs: before a number, and at its last digit.
    edges = np.flatnonzero(is_digit[1:] != is_digit[:-1])
    if len(edges) % 2 or (len(text) and is_digit[0]):
        return edges[:0], None
    first, last = edges[0::2] + 1, edges[1::2]
    length = last - first
    numbers = digits[last].astype(np.int64)
    longest = int(length.max(initial=0))
    if longest >= _LONGEST:
        return first, None
    for place in range(1, longest + 1):
        rows = np.flatnonzero(length >= place)
        numbers[rows] += digits[last[rows] - place].astype(np.int64) * 10**place
    return first, numbers


def _decoded(texts: Sequence[msgspec.Raw]) -> tuple[NDArray[np.intp], Counts]:
    try:
        lists = msgspec.json.decode(b"[" + b",".join(texts) + b"]", type=list[list[tuple[int, int, int]]])
    except msgspec.ValidationError as error:
        words = f"The answer does not follow the contract: {error}, in the confusion of the images."
    else:
        lengths = np.fromiter(map(len, lists), np.intp, len(lists))
        flat = chain.from_iterable(chain.from_iterable(lists))
        return lengths, np.fromiter(flat, np.int64, 3 * int(lengths.sum())).reshape(-1, 3)
    raise ResponseError(words)
