"""Images and instances of an evaluation in tables, looked up as far as they are looked at.

Of a result of millions nothing is brought unasked: its length is counted, a part is a page of the engine, and going
through it brings one page after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from ..errors import InputError
from ..evaluation.answers import Index
from ..evaluation.metrics.counts import Tallies
from ..evaluation.results import Behind, ImageTable, InstanceTable

T = TypeVar("T", ImageTable, InstanceTable)

MOST = 1_000_000
"""More rows are not brought into memory at once."""
_AT_ONCE = 2_000
"""Rows that going through all of them brings with each question."""

Page = Callable[[int, int | None, int | None], T]
"""The rows from a place on, so many at most, after a row: ``page(start, size, after)``."""


class _Paged(Generic[T]):
    """A table of results whose rows come when they are asked for."""

    _what: ClassVar[str]
    _count: Callable[[], int]
    _page: Page[T]

    def _hold(self, **values: Any) -> None:
        # The tables are frozen, and so are these.
        vars(self).update(values)

    @cached_property
    def rows(self) -> Index:
        """Every row, in order; raises InputError for more than a million."""
        rows: Index = self._whole.rows
        return rows

    @cached_property
    def _whole(self) -> T:
        size = len(self)
        if size > MOST:
            raise InputError(
                f"These are {size:,} {self._what} in tables: so many rows would be brought into memory. Take a part of "
                "them, as in [:1000], go through them one by one, or filter further."
            )
        return self._page(0, None, None)

    @cached_property
    def _size(self) -> int:
        return self._count()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Any]:
        return (row for part in self._parts() for row in part)

    def __getitem__(self, mask: Any) -> Any:
        if not isinstance(mask, slice) or mask.step not in (None, 1):
            return self._whole[mask]
        start, stop, _ = mask.indices(len(self))
        return self._page(start, max(0, stop - start), None)

    def _parts(self) -> Iterator[T]:
        """One page after another, each after the last row of the one before."""
        part = self._page(0, _AT_ONCE, None)
        while len(part):
            yield part
            if len(part) < _AT_ONCE:
                return
            part = self._page(0, _AT_ONCE, int(part.rows[-1]))


class PagedImages(_Paged[ImageTable], ImageTable):
    """The images of a question, in order."""

    _what: ClassVar[str] = "images"

    def __init__(self, behind: Behind, confidence: int, count: Callable[[], int], page: Page[ImageTable]) -> None:
        self._hold(behind=behind, confidence=confidence, _count=count, _page=page)

    @cached_property
    def tallies(self) -> Tallies:
        """TP, FP and FN of every image; raises InputError for more than a million."""
        return self._whole.tallies


class PagedInstances(_Paged[InstanceTable], InstanceTable):
    """The instances of a question, in order."""

    _what: ClassVar[str] = "instances"

    def __init__(self, behind: Behind, count: Callable[[], int], page: Page[InstanceTable]) -> None:
        self._hold(behind=behind, _count=count, _page=page)
