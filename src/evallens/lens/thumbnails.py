"""The thumbnails of a Lens: in which order they are wanted, and those read so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple

from ..errors import EvalLensError
from ..evaluation import Evaluation, ImageTable
from ..evaluation.columns.tables import ALL
from ..evaluation.metrics.confused import most_confused
from ..evaluation.where import Where
from ..export import Lack
from ..pictures import Picture, Pictures
from ..pictures.given import SourcePictures
from ..pictures.segmentation import SourceSegmentations

_AT_ONCE = 32
"""Pictures asked for together; a store that fetches them has a few under way at once."""


_BETWEEN_LOOKS = 8
"""Pictures made between two looks at the clock."""


class Gathered(NamedTuple):
    """The pictures that there was room and time for."""

    pictures: dict[int, Picture]
    lack: Lack


class ThumbnailCache:
    """Reads thumbnails and keeps those that had to be made or fetched, so that none is made or fetched twice."""

    def __init__(
        self, store_of: Callable[[Evaluation], Pictures | None] = lambda evaluation: evaluation.pictures
    ) -> None:
        self._store_of = store_of
        self._store: Pictures | None = None
        self._kept: dict[int, Picture] = {}
        """Of ``_store``: with another model another one may be shown."""

    def read(
        self, evaluation: Evaluation, rows: Iterable[int], *, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[int, Picture]]:
        """Each of ``rows`` that has a picture, once, with it, in order; stops early once ``cancelled`` says so."""
        store = self._of(evaluation)
        left = _once(rows)
        while store is not None and (chunk := list(islice(left, _AT_ONCE))):
            missing = [row for row in chunk if row not in self._kept]
            made: dict[int, Picture] = {}
            with closing(_tolerant(store.thumbnails(map(evaluation.image, missing)))) as pictures:
                for row, picture in zip(missing, pictures, strict=False):
                    if picture is not None:
                        made[row] = picture
                        if not store.is_at_hand:
                            self._kept[row] = picture
                    if cancelled():
                        return
            yield from ((row, made.get(row) or self._kept[row]) for row in chunk if row in made or row in self._kept)

    def known(self, evaluation: Evaluation, rows: Iterable[int]) -> Iterator[tuple[int, Picture]]:
        """As ``read``, but only the pictures that are at hand: nothing is fetched."""
        store = self._of(evaluation)
        if store is not None and store.is_at_hand:
            yield from self.read(evaluation, rows)
            return
        yield from ((row, self._kept[row]) for row in rows if row in self._kept)

    def gather(self, evaluation: Evaluation, rows: Iterable[int], budget: int, patience: float) -> Gathered:
        """The first of ``rows`` in at most ``budget`` bytes, and what kept others out.

        Nothing is fetched; of files and arrays on this machine thumbnails are made for ``patience`` seconds.
        """
        store = self._of(evaluation)
        if store is None or store.is_at_hand:
            return _fitting(self.read(evaluation, rows), budget)
        deadline = time.monotonic() + patience if isinstance(store, SourcePictures | SourceSegmentations) else 0.0
        return _fitting(self._until(deadline, evaluation, rows), budget)

    def _of(self, evaluation: Evaluation) -> Pictures | None:
        store = self._store_of(evaluation)
        if store is not self._store:
            self._store, self._kept = store, {}
        return store

    def _until(
        self, deadline: float, evaluation: Evaluation, rows: Iterable[int]
    ) -> Iterator[tuple[int, Picture | None]]:
        """Each of ``rows`` that has a picture, once, with it; with None where it would have to be waited for."""
        seen = 0
        left = _once(rows)
        while chunk := list(islice(left, _BETWEEN_LOOKS)):
            is_late = time.monotonic() >= deadline
            if is_late:
                yield from ((row, self._kept.get(row)) for row in chunk)
            else:
                yield from self.read(evaluation, chunk)
            seen += sum(row in self._kept for row in chunk)
            # Of a million images there is no need to look at more.
            if is_late and seen == len(self._kept):
                return


def _fitting(pictures: Iterable[tuple[int, Picture | None]], budget: int) -> Gathered:
    taken: dict[int, Picture] = {}
    lack: Lack = ""
    left = budget
    for row, picture in pictures:
        if picture is None:
            lack = "time"
            continue
        left -= len(picture.data)
        if left < 0:
            return Gathered(taken, "room")
        taken[row] = picture
    return Gathered(taken, lack)


def within(pictures: Iterable[tuple[int, Picture]], budget: int) -> dict[int, Picture]:
    """The first of ``pictures``, each row once, until they would be more than ``budget`` bytes."""
    taken: dict[int, Picture] = {}
    spent = 0
    for row, picture in pictures:
        spent += 0 if row in taken else len(picture.data)
        if spent > budget:
            break
        taken[row] = picture
    return taken


def thumbnail_priority(
    evaluation: Evaluation,
    shown: Where,
    page_size: int,
    select: Callable[[Where], ImageTable] | None = None,
) -> Iterator[int]:
    """Image rows in the order in which their pictures are wanted, some of them more than once.

    First the first page of each of the ten most confused pairs, then by errors, the split on show
    before the others, so that an export answers "which images" with real pictures. ``select`` answers
    as ``evaluation.select`` does. Nothing of an evaluation in tables, where each of these would be a search of its own.
    """
    if evaluation.tables is not None:
        return
    select = select or evaluation.select
    counted = evaluation.recount(shown).matrix
    for cell in most_confused(counted, evaluation.header):
        behind = Where(split=shown.split, confidence=shown.confidence, facets={"cells": (cell,)})
        yield from select(behind).rows[:page_size].tolist()
    for split in (shown.split, ALL):
        everything = Where(split=split, confidence=shown.confidence)
        # Of what a service was not asked for at this threshold nobody knows the errors.
        known = evaluation.covers(split, shown.confidence)
        # Of a million images only the first few hundred are ever asked for.
        yield from map(int, select(everything).rows if known else range(evaluation.image_count))


def _once(rows: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for row in rows:
        if row not in seen:
            seen.add(row)
            yield row


def _tolerant(pictures: Iterator[Picture | None]) -> Generator[Picture | None]:
    """The same pictures, with None for one that cannot be read: its card says so, and the others are still shown."""
    try:
        while True:
            try:
                yield next(pictures)
            except StopIteration:
                return
            except EvalLensError:
                yield None
    finally:
        close = getattr(pictures, "close", None)
        if close is not None:
            close()
