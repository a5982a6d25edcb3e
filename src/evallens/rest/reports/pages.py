"""All pages of the image predictions: the first alone, the rest a few at a time, nothing missed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...contract import ReadImagePage
from ...errors import ReportNotStoredError, ResponseError
from ...evaluation.columns.tables import ALL
from ...evaluation.protocols import Cancelled, Progress
from ..client import MAX_PAGE, Client
from ..http.parallel import in_order
from ..http.session import WORKERS
from .confidence import percent
from .records import Records, joined, of_page

_STALE_PAGES = 3
"""Pages in a row that only repeat images: more than a list with repeats in it would give."""


class Page(NamedTuple):
    """What a page says of itself, and its records as columns."""

    offset: int
    limit: int
    total: int
    records: Records


class Listing(NamedTuple):
    """Every record of a split at one threshold."""

    records: Records
    total: int
    """How many the service announced."""
    different: int
    """How many images they are of."""


class _ChangedError(Exception):
    """The list is not the one that the reading began with."""


@dataclass(frozen=True, kw_only=True)
class PageReader:
    """Reads one split (or "all") at one integer percent, largest pages first asked for."""

    client: Client
    eval_id: str
    split: str
    confidence: int
    canonical: float | None = None
    """Ask for the canonical report, which has to be the one at this threshold as the service writes it."""
    progress: Progress | None = None
    cancelled: Cancelled | None = None
    """Set by whoever asked and no longer wants the answer."""

    def read(self) -> Listing:
        """Every record, each once unless the service lists it twice.

        Raises ResponseError when the list keeps changing while it is read, ServiceError as the client.
        """
        try:
            listing = self._read_once()
            if _is_whole(listing):
                return listing
            again = self._read_once()
        except _ChangedError:
            return self._read_again()
        # The same twice: the service's own list holds repeats.
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
            # One that was given is its owner's to set.
            own.set()
        return Listing(joined(parts), first.total, seen.different)

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
                    # What was asked ahead lies at the wrong offsets, and the end is near.
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
        return Page(page.offset, page.limit, page.total_images, of_page(page))

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
    def different(self) -> int:
        """How many there are."""
        return len(self._keys)

    def is_stuck(self, records: Records) -> bool:
        """Remember ``records``; do the pages keep bringing nothing new?"""
        before = len(self._keys)
        self._keys.update(_keys(records))
        is_stale = len(records) > 0 and len(self._keys) == before
        self._stale = self._stale + 1 if is_stale else 0
        return self._stale >= _STALE_PAGES


def _keys(records: Records) -> Iterator[tuple[int, str]]:
    return zip(records.split.tolist(), records.id, strict=True)


def _is_end(page: Page, step: int, at: int) -> bool:
    """A page shorter than the step is the last, unless it is not empty and more was announced."""
    size = len(page.records)
    return size == 0 or (size < step and at >= page.total)


def _offsets(start: int, step: int, total: int) -> Iterator[int]:
    """Where pages begin: up to ``total`` ahead of need, for one may lie just beyond it."""
    yield start
    yield from range(start + step, total + 1, step)


def _is_whole(listing: Listing) -> bool:
    """No repeats, or as many different images as announced in spite of them."""
    return listing.different == len(listing.records) or listing.different >= listing.total
