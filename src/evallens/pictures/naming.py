"""The one rule by which a key names an image: it is looked up in every way it can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import spelling

Match = Literal["id", "name"]
Rows = NDArray[np.int64]

NOWHERE = -1
DOUBTFUL = -2

_WHICH_READING = 'Say which is meant: match="id" or match="name".'
_WHOLE_PATHS = "Call images by their whole path, or give both sides split by split."

_Spelling = Callable[[str], str]

_WHOLE = ((spelling.literal, spelling.literal), (spelling.path, spelling.path))
_PARTS = ((spelling.last_two, spelling.last_two), (spelling.last, spelling.last))
_STEMS = tuple(
    pair
    for part, stem in (
        (spelling.path, spelling.path_stem),
        (spelling.last_two, spelling.last_two_stem),
        (spelling.last, spelling.last_stem),
    )
    # What one side calls image.webp may be image.webp.jpg on the other, and image on neither.
    for pair in ((part, stem), (stem, part), (stem, stem))
)
_NUMBER = ((spelling.number, spelling.number),)
"""Ways to look a key up: how the key is spelled, and how the names are among which it is looked for."""


@dataclass(frozen=True, kw_only=True)
class ImageNames:
    """What some images are called, (n,) each."""

    names: Sequence[str]
    ids: Sequence[str] | None = None
    splits: Sequence[str | None] | None = None
    refers: bool = False
    """Names and ids are keys of the other side's images, not these images' own."""

    def __len__(self) -> int:
        return len(self.names)


class Doubt(NamedTuple):
    """Between which images a key leaves the choice, and how to settle it, in words."""

    between: str
    way_out: str


@dataclass(frozen=True, eq=False)
class Found:
    """What came of looking keys up."""

    rows: Rows
    """The image of each key, (n,); ``NOWHERE``, or ``DOUBTFUL`` where several are meant."""
    doubts: dict[int, Doubt]
    """What each doubtful key leaves open."""


def find(images: ImageNames, keys: ImageNames, match: Match | None = None) -> Found:
    """Find the image of each of n ``keys``; nothing is raised, doubts are told.

    A key is read as an id; as a whole path, with %-escapes and backslashes undone, in NFC; as its last two
    parts, then its last; without a picture's suffix; as a number that equals a whole stem. What is closest to
    the letter goes first, but where an id and a name, or a part and a stem, mean two images, the key is in doubt.
    A file name beside an id decides. ``match`` allows one reading only.

    >>> photos = ImageNames(names=["0001.jpg", "0002.jpg"], ids=["0", "1"])
    >>> find(photos, ImageNames(names=["0002", "1"])).rows.tolist()
    [1, -2]
    >>> find(photos, ImageNames(names=["1"]), match="id").rows.tolist()
    [1]
    """
    lookup = _Lookup(images, keys)
    if match == "id":
        lookup.read_ids(keys.names if keys.ids is None else keys.ids)
    else:
        lookup.read_names()
        if match is None:
            lookup.consider_ids()
    return Found(lookup.rows, lookup.doubts)


class _Lookup:
    """Finds keys among images; a table from a spelling to rows is made when it is first needed."""

    def __init__(self, images: ImageNames, keys: ImageNames) -> None:
        self.rows = np.full(len(keys), NOWHERE, np.int64)
        self.doubts: dict[int, Doubt] = {}
        self._images, self._keys = images, keys
        self._tables: dict[_Spelling, _Table] = {}
        self._ids = _Table(images.names if images.ids is None else images.ids)

    def read_ids(self, ids: Sequence[str]) -> None:
        for key, name in enumerate(ids):
            self._settle(key, self._near(self._ids.rows(name), key))

    def read_names(self) -> None:
        literal = self._table(spelling.literal)
        for key, name in enumerate(self._keys.names):
            hits = self._near(literal.rows(name), key)
            if len(hits) == 1:
                self.rows[key] = hits[0]
            else:
                self._settle(key, self._named(name, key))

    def consider_ids(self) -> None:
        """Where a key may be an id, let it be one."""
        ids, names = self._keys.ids, self._keys.names
        if self._images.ids is not None:
            for key, name in enumerate(names):
                if ids is None or ids[key] == name:
                    self._consider_id(key, self._near(self._ids.rows(name), key))
        if ids is not None and not self._keys.refers:
            # An id in words, such as the name of an image's label file, is one more name; a number counts its own.
            for key in np.flatnonzero(self.rows == NOWHERE).tolist():
                if not ids[key].isdecimal():
                    self._settle(key, self._named(ids[key], key))

    def _consider_id(self, key: int, hits: list[int]) -> None:
        row = int(self.rows[key])
        if not hits or hits == [row]:
            return
        if row == NOWHERE:
            self._settle(key, hits)
            return
        self.rows[key] = DOUBTFUL
        named = self.doubts[key].between if key in self.doubts else self._shown(row)
        by_id = " or ".join(map(self._shown, hits))
        self.doubts[key] = Doubt(f"{by_id} by its id and {named} by its name", _WHICH_READING)

    def _named(self, name: str, key: int) -> list[int]:
        """The images that a key names which is not the literal name of one."""
        whole = self._first(_WHOLE, name, key)
        if whole:
            return whole
        parts, stems = self._first(_PARTS, name, key), self._first(_STEMS, name, key)
        if len(parts) == len(stems) == 1:
            return sorted({*parts, *stems})
        return parts or stems or self._first(_NUMBER, name, key)

    def _first(self, ways: Sequence[tuple[_Spelling, _Spelling]], name: str, key: int) -> list[int]:
        for spelled, names in ways:
            text = spelled(name)
            hits = self._near(self._table(names).rows(text), key) if text else []
            if hits:
                return hits
        return []

    def _table(self, spelled: _Spelling) -> _Table:
        if spelled not in self._tables:
            names = self._images.names
            self._tables[spelled] = _Table(names if spelled is spelling.literal else list(map(spelled, names)))
        return self._tables[spelled]

    def _near(self, hits: list[int], key: int) -> list[int]:
        """Hits of the key's own split, else of none that is said."""
        splits, own = self._images.splits, self._keys.splits
        split = None if own is None else own[key]
        if splits is None or split is None or not hits:
            return hits
        return [hit for hit in hits if splits[hit] == split] or [hit for hit in hits if splits[hit] is None]

    def _settle(self, key: int, hits: list[int]) -> None:
        self.rows[key] = hits[0] if len(hits) == 1 else DOUBTFUL if hits else NOWHERE
        if len(hits) > 1:
            more = f" or {len(hits) - 3} more" if len(hits) > 3 else ""
            self.doubts[key] = Doubt(" or ".join(map(self._shown, hits[:3])) + more, _WHOLE_PATHS)

    def _shown(self, row: int) -> str:
        split = None if self._images.splits is None else self._images.splits[row]
        return f"{self._images.names[row]!r} of {split}" if split else repr(self._images.names[row])


class _Table:
    """From a spelling to the rows that are spelled so."""

    def __init__(self, spellings: Sequence[str]) -> None:
        self._first: dict[str, int] = {}
        self._all: dict[str, list[int]] = {}
        for row, spelled in enumerate(spellings):
            first = self._first.setdefault(spelled, row)
            if first != row:
                self._all.setdefault(spelled, [first]).append(row)

    def rows(self, spelled: str) -> list[int]:
        """Every row that is spelled so."""
        if spelled in self._all:
            return self._all[spelled]
        row = self._first.get(spelled)
        return [] if row is None else [row]
