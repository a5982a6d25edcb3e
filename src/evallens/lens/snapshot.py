"""A Lens as it stands now, without its kernel: for one-file HTML, and for notebooks that keep no widget state."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, Literal

from ..errors import InputError
from ..evaluation import Evaluation, InstanceTable, arguments
from ..export import Pictures, Snapshot
from ..pictures import Picture
from ..pictures.cutting import Crop
from ..progress import Progress
from .answering import Answering
from .asked import Asked
from .caches import Caches
from .crop_sender import CROPS_PART, crops_within
from .crops import crop_priority, keys_of
from .gallery import Gallery
from .segmentation_sender import SEGMENTATIONS_PART, block_of
from .synced import Synced
from .thumbnails import thumbnail_priority
from .wire import crops, pictures
from .wire.crops import Key
from .wire.cursor import BlockCursor, least_bytes
from .wire.header import header_of
from .wire.schema import BOTH_WRITE, STAND_INS
from .wire.status import status

_OF_PAGE = ("page_assets", "page_crops", "page_segmentations")
"""The traits that carry the pictures of the page on show."""

_PATIENCE = 1.0
"""Seconds that a display may take to make thumbnails of pictures on this machine."""


@dataclass(frozen=True, eq=False)
class Moment:
    """A Lens at one moment."""

    lens: Synced
    gallery: Gallery
    evaluation: Evaluation
    """What is written; it may hold other thresholds than the evaluation on show."""
    caches: Caches
    asked: Asked
    """What is shown."""
    pages: int = 1
    """Of an evaluation in tables, pages that go in: the one on show, which is at hand, and some after it."""

    def snapshot(self, most: float = math.inf) -> Snapshot:
        """All trait values that the front end reads; pictures are looked up when an export asks for them.

        Where columns are surely more than ``most`` bytes, none are cut.
        """
        lens, shown = self.lens, self.gallery.shown
        is_whole = least_bytes(self.evaluation) <= most
        columns = self._columns() if is_whole else {"header": {}}
        state: dict[str, Any] = {name: getattr(lens, name) for name in BOTH_WRITE}
        return Snapshot(
            evaluation=self.evaluation,
            shown=shown,
            state={
                **state,
                "verdicts": lens.verdicts.as_trait(),
                **self.asked.traits,
                "status": status("idle"),
                "reported": lens.reported,
                "precisions": lens.precisions,
                **columns,
                **self._stand_ins(),
                "assets": {},
                "page_assets": {},
                "crops": {},
                "page_crops": {},
                "segmentations": {},
                "page_segmentations": {},
                "open_segmentation": lens.open_segmentation,
                # Of what was looked at closely a reader gets the small picture.
                "open_assets": {} if pictures.wanted_of(lens.open_assets) else lens.open_assets,
                "open_pixels": None,
                "map_box": lens.map_box,
                "levels_asked": lens.levels_asked,
            },
            pictures=self._known,
            is_whole=is_whole,
        )

    def at_hand(self, most: float = math.inf) -> Snapshot:
        """The moment of an evaluation in tables without a question to its engine: the page on show as it was sent."""
        snapshot = replace(self, pages=1).snapshot(most)
        sent = {name: getattr(self.lens, name) for name in _OF_PAGE}
        return replace(snapshot, state={**snapshot.state, **sent}, pictures=lambda _most: self._packed({}, {}, {}))

    def _stand_ins(self) -> dict[str, Any]:
        """Of what is all there nothing stands in for rows; of tables what has been answered."""
        if self.evaluation.tables is None:
            return {key: {} for key in STAND_INS}
        answered = {key: getattr(self.lens, key) for key in STAND_INS} | {"hovered": {}}
        if self.pages > 1:
            answered["page_rows"] = Answering.of(self.lens, self.gallery).page_rows(self.pages)
        return answered

    def _columns(self) -> dict[str, Any]:
        cursor = BlockCursor(self.lens.mask_budget)
        blocks = {named.trait: named.block for named in cursor.next_blocks(self.evaluation)}
        return {"header": header_of(self.evaluation, cursor), **blocks}

    def most_wanted(self, most: int | Literal["all"], progress: Progress) -> Pictures:
        """The ``most`` most wanted pictures; raises InputError for anything but "all" or a number of them."""
        images = self.evaluation.image_count
        # Of an evaluation in tables the pages that go in: nobody walks through all of them.
        at_most = images if self.evaluation.tables is None else len(set(self._wanted()))
        total = at_most if isinstance(most, str) and most == "all" else min(_number(most), at_most)
        taken: dict[int, Picture] = {}
        if total:
            for row, picture in self.caches.thumbnails.read(self.evaluation, self._wanted()):
                taken[row] = picture
                progress(len(taken), total)
                if len(taken) == total:
                    break
        missing = 0 if self.evaluation.pictures is None else total - len(taken)
        crops = dict(islice(self._crops(self.caches.crops.read), total))
        segmentations = dict(islice(self.caches.segmentations.read(self.evaluation, self._wanted()), total))
        return self._packed(taken, crops, segmentations)._replace(
            is_all=missing > 0 or total == images, missing=missing
        )

    def _known(self, budget: int) -> Pictures:
        """A display waits for no network, and for the disk a moment."""
        crops = crops_within(self._crops(self.caches.crops.known), budget // CROPS_PART)
        budget -= sum(len(crop.picture.data) for crop in crops.values())
        part = budget // SEGMENTATIONS_PART
        segmentations = self.caches.segmentations.gather(self.evaluation, self._wanted(), part, _PATIENCE).pictures
        budget -= sum(len(one.data) for one in segmentations.values())
        found = self.caches.thumbnails.gather(self.evaluation, self._wanted(), budget, _PATIENCE)
        return self._packed(found.pictures, crops, segmentations)._replace(lack=found.lack)

    def _packed(self, taken: dict[int, Picture], cut: dict[Key, Crop], segmentations: dict[int, Picture]) -> Pictures:
        return Pictures(
            pictures.block(taken),
            len(taken),
            crops=crops.block(cut) if cut else None,
            segmentations=block_of(self.evaluation, segmentations) if segmentations else None,
        )

    def _crops(self, read: Callable[[InstanceTable], Iterator[tuple[Key, Crop]]]) -> Iterator[tuple[Key, Crop]]:
        """Those of the page on show, then what ``crop_priority`` says."""
        size = self.lens.page_size
        # Outcomes of other thresholds have other rows.
        own = (
            self.gallery
            if self.gallery.evaluation is self.evaluation
            else replace(self.gallery, evaluation=self.evaluation)
        )
        page = own.page_instances(self.lens.page, size)
        ahead = crop_priority(self.evaluation, own.shown, size)
        known = set(keys_of(page))
        return chain(read(page), read(ahead[[key not in known for key in keys_of(ahead)]]))

    def _wanted(self) -> Iterator[int]:
        """The page on show, then what ``thumbnail_priority`` says."""
        size = self.lens.page_size
        pages = 1 if self.evaluation.tables is None else self.pages
        on_show = self.gallery.page_rows(self.lens.page, size, pages)
        return chain(on_show, thumbnail_priority(self.evaluation, self.gallery.shown, size))


def _number(most: Any) -> int:
    meaning = 'thumbnails is "all" or a number of images'
    number = arguments.whole(most, meaning)
    if number < 0:
        raise InputError(f"{meaning}, not {most!r}")
    return number
