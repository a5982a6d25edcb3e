"""The segmentations that a Lens sends: some ahead of need, those of the page on show, and that of the open image."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..evaluation import Evaluation, ImageTable
from ..evaluation.columns import codec
from ..evaluation.where import Where
from ..pictures import Picture
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
        self._put(segmentations=block_of(gallery.evaluation, found))
        return sum(len(one.data) for one in found.values())

    def send(self, gallery: Gallery, opened: int | None, cancelled: Callable[[], bool]) -> None:
        """Send those of the page on show and of the image ``opened``; none once ``cancelled`` says so."""
        store = gallery.evaluation.segmentations
        if store is None:
            return
        start = start_of(gallery.evaluation)
        if opened is not None and [start + opened] != pictures.rows_of(self._lens.open_segmentation):
            self._put(open_segmentation=pictures.large_of(store, gallery.evaluation.image(opened), start))
        ahead = set(pictures.rows_of(self._lens.segmentations))
        page = gallery.page_rows(self._lens.page, self._lens.page_size)
        rows = [row for row in page if start + row not in ahead]
        if (wanted := [start + row for row in rows]) == self._page_rows:
            return
        found = dict(self._cache.read(gallery.evaluation, rows, cancelled=cancelled))
        if not cancelled():
            self._page_rows = wanted
            self._put(page_segmentations=block_of(gallery.evaluation, found))


def start_of(evaluation: Evaluation) -> int:
    """The number from which on the segmentations of the model on show count; each model has its own."""
    return evaluation.place << 30


def block_of(evaluation: Evaluation, found: Mapping[int, Picture]) -> codec.Block:
    """Segmentations by image row, as they travel."""
    return pictures.block({start_of(evaluation) + row: picture for row, picture in found.items()})
