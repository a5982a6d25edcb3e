"""The segmentations that a Lens sends: some ahead of need, those of the page on show, and that of the open image."""

from __future__ import annotations

from collections.abc import Callable

from ..evaluation import ImageTable
from ..evaluation.where import Where
from .gallery import Gallery
from .synced import Synced
from .thumbnails import ThumbnailCache, thumbnail_priority, within
from .wire import pictures

SEGMENTATIONS_PART = 4
"""One in so many bytes of the pictures that are sent, or written, ahead of need is for segmentations."""


class SegmentationSender:
    """Sends segmentations by ``put``, which sets traits from any thread."""

    def __init__(self, lens: Synced, cache: ThumbnailCache, put: Callable[..., None]) -> None:
        self._lens = lens
        self._cache = cache
        self._put = put
        self._page_rows: list[int] = []

    def send_ahead(
        self, gallery: Gallery, budget: int, select: Callable[[Where], ImageTable], cancelled: Callable[[], bool]
    ) -> int:
        """Send segmentations before anyone asks, in at most ``budget`` bytes, and say how many those took."""
        if gallery.evaluation.segmentations is None:
            return 0
        wanted = thumbnail_priority(gallery.evaluation, gallery.shown, self._lens.page_size, select)
        found = within(self._cache.read(gallery.evaluation, wanted, cancelled=cancelled), budget)
        self._put(segmentations=pictures.block(found))
        return sum(len(one.data) for one in found.values())

    def send(self, gallery: Gallery, opened: int | None, cancelled: Callable[[], bool]) -> None:
        """Send those of the page on show and of the image ``opened``; none once ``cancelled`` says so."""
        store = gallery.evaluation.segmentations
        if store is None:
            return
        if opened is not None and [opened] != pictures.rows_of(self._lens.open_segmentation):
            self._put(open_segmentation=pictures.large_of(store, gallery.evaluation.image(opened)))
        ahead = set(pictures.rows_of(self._lens.segmentations))
        rows = [row for row in gallery.page_rows(self._lens.page, self._lens.page_size) if row not in ahead]
        if rows == self._page_rows:
            return
        found = dict(self._cache.read(gallery.evaluation, rows, cancelled=cancelled))
        if not cancelled():
            self._page_rows = rows
            self._put(page_segmentations=pictures.block(found))
