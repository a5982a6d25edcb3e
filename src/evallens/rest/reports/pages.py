"""Reads all pages of the image predictions: the first alone, then several at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...contract import ReadImagePage
from ...contract.limits import MAX_PAGE
from ...errors import ReportNotStoredError, ResponseError
from ...evaluation.columns.tables import ALL
from ...evaluation.protocols import Cancelled
from ...progress import Progress
from ..client import Client
from ..http.parallel import in_order
from ..http.session import WORKERS
from .confidence import percent
from .records import Records, concatenated, records_of

_STALE_PAGES = 3
"""Pages in a row without a new image that mean: this list never ends."""


class Page(NamedTuple):
    """A page: the offset, limit and total in its answer, and its records as columns."""

    offset: int
    limit: int
    total: int
    records: Records


class Listing(NamedTuple):
    """Every record of a split at one threshold."""

    records: Records
    total: int
    """How many the service announced."""
    distinct: int
    """Number of distinct images among the records."""


class _ChangedError(Exception):
    """The list changed while it was read."""


@dataclass(frozen=True, kw_only=True)
class PageReader:
    """Reads one split (or "all") at one integer percent, in the largest pages that the service gives."""

    client: Client
    eval_id: str
    split: str
    confidence: int
    canonical: float | None = None
    """Ask for the canonical report, which has to be the one at this threshold as the service writes it."""
    progress: Progress | None = None
    cancelled: Cancelled | None = None
    """Set by the caller once the answer is not wanted any more."""

    def read(self) -> Listing:
        """Every record, once each unless the service itself lists it twice.

        Raises ResponseError when the list keeps changing while it is read, CancelledError
        once ``cancelled`` is set, any other ServiceError as the client does.
        """
        try:
            listing = self._read_once()
            if _is_whole(listing):
                return listing
            again = self._read_once()
        except _ChangedError:
            return self._read_again()
        # Both readings are alike: the repeats are in the service's own list.
        is_stable = again.records.id == listing.records.id
        if _is_whole(again) or (is_stable and (self.split != ALL or len(again.records) == again.total)):
            return again
        raise self._unstable()

    def _read_again(self) -> Listing:
        try:
            listing = self._read_once()
        except _ChangedError:
            raise self._unstable() from None
        if not _is_whole(listing):
            raise self._unstable()
        return listing

    def _read_once(self) -> Listing:
        own = threading.Event()
        cancelled = self.cancelled or own
        try:
            first = self._page(0, cancelled)
            step = first.limit if 0 < first.limit <= MAX_PAGE else max(len(first.records), 1)
            seen = _Seen(first.records)
            parts = list(self._parts(first, step, seen, lambda offset: self._page(offset, cancelled)))
        finally:
            # An event that was given is for its owner alone to set.
            own.set()
        return Listing(concatenated(parts), first.total, seen.distinct)

    def _parts(self, first: Page, step: int, seen: _Seen, fetch: Callable[[int], Page]) -> Iterator[Records]:
        yield first.records
        at, total = len(first.records), first.total
        self._report(at, total)
        if _is_end(first, step, at):
            return
        width = WORKERS if len(first.records) == step else 1
        while True:
            for page in in_order(fetch, _offsets(at, step, total), width):
                if page.total != total or page.offset != at or seen.is_stuck(page.records):
                    raise _ChangedError
                yield page.records
                at += len(page.records)
                self._report(at, total)
                if _is_end(page, step, at):
                    return
                if len(page.records) != step:
                    # The pages asked for ahead begin at wrong offsets. The end is near: one by one from here.
                    width = 1
                    break

    def _page(self, offset: int, cancelled: Cancelled) -> Page:
        page = self.client.image_predictions(
            self.eval_id,
            split=self.split,
            confidence=self.confidence if self.canonical is None else None,
            offset=offset,
            cancelled=cancelled,
        )
        self._check(page)
        return Page(page.offset, page.limit, page.total_images, records_of(page))

    def _check(self, page: ReadImagePage) -> None:
        used = percent(page.confidence_threshold, asked=self.confidence)
        if used != self.confidence or self.canonical not in (None, page.confidence_threshold):
            raise ReportNotStoredError(
                f"No report stored at {self.confidence} %; the service answered with the one at {used} %."
            )
        if page.split != self.split:
            raise ResponseError(f"Asked for the images of split {self.split!r}, got those of {page.split!r}.")

    def _report(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, max(total, done))

    def _unstable(self) -> ResponseError:
        return ResponseError(
            f"The list of images of {self.eval_id!r} changed while it was read, twice: pages overlap, shrink or "
            "repeat. Try again when the evaluation is at rest."
        )


class _Seen:
    """Which images have been listed so far."""

    def __init__(self, records: Records) -> None:
        self._keys = set(_keys(records))
        self._stale = 0

    @property
    def distinct(self) -> int:
        """How many there are."""
        return len(self._keys)

    def is_stuck(self, records: Records) -> bool:
        """Remember ``records``; have several pages in a row brought no new image?"""
        before = len(self._keys)
        self._keys.update(_keys(records))
        is_stale = len(records) > 0 and len(self._keys) == before
        self._stale = self._stale + 1 if is_stale else 0
        return self._stale >= _STALE_PAGES


def _keys(records: Records) -> Iterator[tuple[int, str]]:
    return zip(records.split.tolist(), records.id, strict=True)


def _is_end(page: Page, step: int, at: int) -> bool:
    """An empty page is the last; so is one shorter than the step, unless more images were announced."""
    size = len(page.records)
    return size == 0 or (size < step and at >= page.total)


def _offsets(start: int, step: int, total: int) -> Iterator[int]:
    """Offsets of the pages to come, up to ``total`` itself: the list may be longer than announced."""
    yield start
    yield from range(start + step, total + 1, step)


def _is_whole(listing: Listing) -> bool:
    """Are there no repeats, or as many distinct images as announced in spite of them?"""
    return listing.distinct == len(listing.records) or listing.distinct >= listing.total
