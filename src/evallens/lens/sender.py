"""The pictures that a Lens sends: some ahead of need, those of the page on show, and the one that is open."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..evaluation import ImageTable
from ..evaluation.where import Where
from ..pictures import Picture, Pictures
from .caches import Caches
from .crop_sender import CROPS_PART, CropSender
from .gallery import Gallery
from .segmentation_sender import SEGMENTATIONS_PART, SegmentationSender
from .synced import Synced
from .thumbnails import thumbnail_priority, within
from .wire import pictures
from .wire.masks import masks_of_image
from .wire.plain import plain
from .wire.stand_ins import Hovered


class PictureSender:
    """Sends pictures by ``put``, which sets traits from any thread."""

    def __init__(self, lens: Synced, caches: Caches, put: Callable[..., None]) -> None:
        self._lens = lens
        self._thumbnails = caches.thumbnails
        self._crops = CropSender(lens, caches.crops, put)
        self._segmentations = SegmentationSender(lens, caches.segmentations, put)
        self._put = put
        self._page_rows: list[int] = []

    def send_ahead(self, gallery: Gallery, cancelled: Callable[[], bool]) -> None:
        """Send pictures before anyone asks, the most wanted first; stop early once ``cancelled`` says so."""

        def select(wanted: Where) -> ImageTable:
            # Those on show are not selected again.
            is_on_show = wanted == gallery.shown and gallery.sort == "errors"
            return gallery.selected if is_on_show else gallery.evaluation.select(wanted)

        budget = self._lens.thumbnail_budget
        part = self._segmentations.send_ahead(gallery, budget // SEGMENTATIONS_PART, select, cancelled)
        budget -= part + self._crops.send_ahead(gallery, budget // CROPS_PART, cancelled)
        if budget <= 0:
            # Some would be fetched before the first of them is found to be too large.
            self._put(assets=pictures.block({}))
            return
        wanted = thumbnail_priority(gallery.evaluation, gallery.shown, self._lens.page_size, select)
        found = self._thumbnails.read(gallery.evaluation, wanted, cancelled=cancelled)
        self._put(assets=pictures.block(within(found, budget)))

    def send(
        self, gallery: Gallery, opened: int | None, cancelled: Callable[[], bool], until: float = math.inf
    ) -> bool:
        """Send the pictures of the page on show and of the image ``opened``; none once ``cancelled`` says so.

        Crops that are not cut at the time ``until``, in seconds of ``time.monotonic``, are left: False then.
        """
        self._send_hovered(gallery, cancelled)
        self._segmentations.send(gallery, opened, cancelled)
        store = gallery.evaluation.pictures
        if store is None:
            return True
        # First what is looked at.
        self._send_opened(gallery, opened)
        if not self._crops.send(gallery, cancelled, until):
            return False
        self._send_thumbnails(gallery, store, cancelled)
        return True

    def _send_thumbnails(self, gallery: Gallery, store: Pictures, cancelled: Callable[[], bool]) -> None:
        missing = self._missing(gallery)
        if missing != self._page_rows:
            found = dict(self._thumbnails.read(gallery.evaluation, missing, cancelled=cancelled))
            # Python may have turned the page meanwhile.
            if cancelled() or missing != self._missing(gallery):
                return
            # A page that came short is asked for again: what was not there may have failed in passing.
            self._page_rows = missing if store.is_at_hand or len(found) == len(missing) else []
            self._put_page(found)

    def _send_opened(self, gallery: Gallery, opened: int | None) -> None:
        """Send the picture of the image shown large, unless it is there in the size that is wanted."""
        held, wanted = self._lens.open_assets, self._lens.open_pixels
        if opened is None:
            # What it cost to look closely is not kept in the notebook.
            if pictures.wanted_of(held):
                self._put(open_assets={})
        elif [opened] != pictures.rows_of(held) or (wanted and not pictures.wanted_of(held)):
            found = self._large(gallery, opened, wanted)
            # Loading takes a while, in which another may have been opened.
            if self._lens.opened == opened:
                self._put(open_assets=found)

    def _send_hovered(self, gallery: Gallery, cancelled: Callable[[], bool]) -> None:
        """Send name and picture of the image under the pointer on the map, which the browser has no rows of."""
        row = self._lens.map_row
        asked = {"map_row": row}
        if row is None or self._lens.hovered.get("for") == asked:
            return
        said = plain(Hovered(asked=asked, name=gallery.evaluation.image(row).name))
        found = dict(self._thumbnails.read(gallery.evaluation, [row], cancelled=cancelled))
        # What is wanted by now comes before it.
        if not cancelled():
            self._put(hovered=said | pictures.block(found))

    def send_known(self, gallery: Gallery) -> None:
        """Send those pictures of the page on show that are here already, unless the page was sent."""
        self._crops.send_known(gallery)
        missing = self._missing(gallery)
        if missing != self._page_rows:
            self._put_page(dict(self._thumbnails.known(gallery.evaluation, missing)))

    def _missing(self, gallery: Gallery) -> list[int]:
        """Rows of the page on show whose pictures were not sent ahead; of instances, of those without a crop."""
        ahead = set(pictures.rows_of(self._lens.assets))
        is_of_images = gallery.face == "images"
        rows = (
            gallery.page_rows(self._lens.page, self._lens.page_size)
            if is_of_images
            else self._crops.rows_without(gallery)
        )
        return [row for row in rows if row not in ahead]

    def _put_page(self, found: dict[int, Picture]) -> None:
        if not self._lens.page_assets or list(found) != pictures.rows_of(self._lens.page_assets):
            self._put(page_assets=pictures.block(found))

    def _large(self, gallery: Gallery, row: int, wanted: int | None) -> dict[str, Any]:
        packed: dict[str, Any] = pictures.large(gallery.evaluation, row, wanted)
        header = self._lens.header
        for place, part in enumerate(gallery.evaluation.parts):
            are_sent = (header["models"] or [header])[place]["blocks"]["masks"]
            masks = None if are_sent else masks_of_image(part, row)
            if masks is not None:
                packed[f"masks{place or ''}"] = masks
        return packed
