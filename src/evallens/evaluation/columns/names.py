"""Image names: searched and sorted as whole columns of UTF-8, whose bytes order as code points do."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from .strings import Strings

_CAPITALS = re.compile("[A-Z]+")
_CHUNK = 8
"""Bytes of a name that are compared at once."""
_LEADING = np.array([(1 << 64) - (1 << (64 - 8 * size)) for size in range(_CHUNK + 1)], np.uint64)
"""Masks that leave the first so many bytes of a chunk."""


def folded(text: str) -> str:
    """NFC with ASCII capitals made small; other letters keep their case, in both languages alike."""
    return _CAPITALS.sub(lambda found: found[0].lower(), unicodedata.normalize("NFC", text))


def folded_column(names: Strings) -> Strings:
    """``folded`` of every name; names are looked at one by one only where some are not NFC yet."""
    data = names.data.tobytes()
    # Every part of a text in NFC is in NFC.
    if not unicodedata.is_normalized("NFC", data.decode()):
        return Strings.of(map(folded, names))
    small = data.lower()  # Of bytes: the letters of ASCII only.
    return names if small == data else Strings(np.frombuffer(small, np.uint8), names.offsets)


def containing(names: Strings, needle: str) -> NDArray[np.bool_]:
    """Which names contain ``needle``, letter for letter, (names,)."""
    # An unpaired surrogate, which no name holds, finds nothing.
    wanted = needle.encode("utf-8", "surrogatepass")
    long_enough = np.flatnonzero(np.diff(names.offsets) >= len(wanted))
    found = np.zeros(len(names), np.bool_)
    if not wanted or not len(long_enough):
        found[long_enough] = True
        return found
    last = len(names.data) - len(wanted) + 1
    begins = np.zeros(last + 1, np.bool_)
    begins[:last] = True
    for place, byte in enumerate(wanted):
        begins[:last] &= names.data[place : place + last] == byte
    starts = names.offsets[long_enough]
    stops = names.offsets[long_enough + 1] - len(wanted) + 1
    # From each start up to its stop, and, passed over, from each stop up to the next start.
    found[long_enough] = np.logical_or.reduceat(begins, np.stack([starts, stops], axis=1).reshape(-1))[::2]
    return found


def same_as(names: Strings, name: str) -> NDArray[np.bool_]:
    """Which names are ``name``, letter for letter, (names,)."""
    size = len(name.encode("utf-8", "surrogatepass"))
    found: NDArray[np.bool_] = np.diff(names.offsets) == size
    rows = np.flatnonzero(found)
    found[rows] = containing(names.take(rows), name)
    return found


def by_name(names: Strings, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The places of ``rows`` in order of their names by code point, (rows,); equal names keep the order of ``rows``."""
    words = _chunks(names)
    order = np.arange(len(rows))
    group = np.zeros(len(rows), np.intp)
    places = np.arange(len(rows))
    for depth in range(0, int(np.diff(names.offsets).max(initial=0)) + 1, _CHUNK):
        mine = order[places]
        start = names.offsets[rows[mine]] + depth
        size = np.minimum(names.offsets[rows[mine] + 1] - start, _CHUNK).astype(np.uint8)
        chunk = words[start].astype(np.uint64) & _LEADING[size]
        sorting = np.lexsort((size, chunk, group))
        order[places] = mine[sorting]
        group, chunk, size = group[sorting], chunk[sorting], size[sorting]
        is_next = (group[1:] != group[:-1]) | (chunk[1:] != chunk[:-1]) | (size[1:] != size[:-1])
        ends = np.concatenate([[True], is_next, [True]])
        # Left are the names that go on and begin like a neighbour.
        is_tied = (size == _CHUNK) & ~(ends[1:] & ends[:-1])
        group, places = np.cumsum(ends[:-1])[is_tied], places[is_tied]
        if not len(places):
            break
    return order


def first_rows(names: Strings) -> NDArray[np.intp]:
    """For each name the first row that holds the same one, (names,)."""
    order = by_name(names, np.arange(len(names)))
    words, sizes = _chunks(names), np.diff(names.offsets)
    is_same = sizes[order[1:]] == sizes[order[:-1]]
    after = np.flatnonzero(is_same)
    for depth in range(0, int(sizes.max(initial=0)), _CHUNK):
        after = after[is_same[after] & (sizes[order[after]] > depth)]
        if not len(after):
            break
        one, other = order[after], order[after + 1]
        left = _LEADING[np.minimum(sizes[one] - depth, _CHUNK)]
        is_same[after] = (words[names.offsets[one] + depth] & left) == (words[names.offsets[other] + depth] & left)
    begins = np.concatenate([[True], ~is_same])[: len(order)]
    first = np.empty_like(order)
    first[order] = order[begins][np.cumsum(begins) - 1]
    return first


def _chunks(names: Strings) -> NDArray[np.uint64]:
    """The eight bytes from each byte on, as one number that orders as they do; without copying them."""
    padded = np.concatenate([names.data, np.zeros(_CHUNK, np.uint8)])
    return np.ndarray(len(names.data) + 1, ">u8", padded, strides=(1,))
