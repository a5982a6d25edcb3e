"""The crops that a Lens sends: those of the page of instances on show, and some ahead of need."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable

from ..evaluation import InstanceTable
from ..pictures.cutting import Crop
from .crops import CropCache, crop_priority, keys_of
from .gallery import Gallery
from .synced import Synced
from .wire import crops
from .wire.crops import Key

CROPS_PART = 4
"""One in so many bytes of the pictures that are sent, or written, ahead of need is for crops."""


class CropSender:
    """Sends crops by ``put``, which sets traits from any thread."""

    def __init__(self, lens: Synced, cache: CropCache, put: Callable[..., None]) -> None:
        self._lens = lens
        self._cache = cache
        self._put = put
        self._page_keys: list[Key] = []

    def send_ahead(self, gallery: Gallery, budget: int, cancelled: Callable[[], bool]) -> int:
        """Send crops before anyone asks, in at most ``budget`` bytes, and say how many those took."""
        wanted = crop_priority(gallery.evaluation, gallery.shown, self._lens.page_size)
        found = crops_within(self._cache.read(wanted, cancelled=cancelled), budget)
        if found or self._lens.crops:
            self._put(crops=crops.block(found))
        return sum(len(crop.picture.data) for crop in found.values())

    def send(self, gallery: Gallery, cancelled: Callable[[], bool], until: float = math.inf) -> bool:
        """Send the crops of the page of instances on show; none once ``cancelled`` says so.

        What is not cut at the time ``until``, in seconds of ``time.monotonic``, is left: False then.
        """
        missing = self._missing(gallery)
        keys = keys_of(missing)
        if keys == self._page_keys:
            return True
        found = dict(self._cache.read(missing, cancelled=lambda: cancelled() or time.monotonic() > until))
        is_late = time.monotonic() > until
        # Python may have turned the page meanwhile.
        if cancelled() or keys != keys_of(self._missing(gallery)):
            return True
        self._page_keys = keys if len(found) == len(keys) else []
        self._put_page(found)
        return len(found) == len(keys) or not is_late

    def send_known(self, gallery: Gallery) -> None:
        """Send those crops of the page on show that are here already, unless the page was sent."""
        missing = self._missing(gallery)
        if keys_of(missing) != self._page_keys:
            self._put_page(dict(self._cache.known(missing)))

    def rows_without(self, gallery: Gallery) -> list[int]:
        """The rows of the images of which the page of instances on show has no crop: small pictures stand for them."""
        missing = self._missing(gallery)
        sent = set(crops.keys_of(self._lens.page_crops))
        left = missing[[key not in sent for key in keys_of(missing)]]
        return list(dict.fromkeys(left.image_rows.tolist()))

    def _missing(self, gallery: Gallery) -> InstanceTable:
        """The instances of the page on show whose crops were not sent ahead."""
        page = gallery.page_instances(self._lens.page, self._lens.page_size)
        ahead = set(crops.keys_of(self._lens.crops))
        return page[[key not in ahead for key in keys_of(page)]]

    def _put_page(self, found: dict[Key, Crop]) -> None:
        if list(found) != crops.keys_of(self._lens.page_crops):
            self._put(page_crops=crops.block(found))


def crops_within(found: Iterable[tuple[Key, Crop]], budget: int) -> dict[Key, Crop]:
    """The first crops, until they would be more than ``budget`` bytes; without one, none is cut."""
    taken: dict[Key, Crop] = {}
    left = budget
    for key, crop in found if budget > 0 else ():
        left -= len(crop.picture.data)
        if left < 0:
            break
        taken[key] = crop
    return taken
