"""What Python answers in place of a browser that has no rows to count: counts, the page on show, tallies.

Any ``Queries`` answers: columns in memory, whose rows are still on their way, and tables, whose rows stay behind. Each
answer says in its ``for`` what it was counted for; one whose ``for`` has not changed is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation import Evaluation
from ..evaluation.columns.codec import Block, block, encode
from ..evaluation.protocols import Queries
from ..evaluation.where import Where
from .gallery import Gallery
from .synced import Synced
from .wire.blocks import found_objects_block
from .wire.counted_for import COUNTED, PAGE, TALLIES, counted_for
from .wire.schema import Counted, PageRows, Tallies, plain

_IMAGES = ("id", "name", "split", "x", "y", "cluster", "attributes")

ASKED = {"counted": COUNTED, "page_rows": PAGE, "tallies": TALLIES}
"""The traits that are answered, and the traits and settings of the view that each is counted for."""


@dataclass(frozen=True, eq=False)
class Answering:
    """A Lens at one moment: what is asked of it, and the answers as traits hold them."""

    gallery: Gallery
    page: int
    page_size: int
    opened: int | None
    """The row of the image shown large."""
    asked: dict[str, dict[str, Any]]
    """Of each trait, what it is to be counted for."""

    @classmethod
    def of(cls, lens: Synced, gallery: Gallery) -> Answering:
        """What the traits of ``lens`` ask now, of which ``gallery`` was made; hold its lock where threads set some."""
        asked = {trait: counted_for(lens, names) for trait, names in ASKED.items()}
        return cls(gallery, lens.page, lens.page_size, lens.opened, asked)

    def is_answered(self, trait: str, held: dict[str, Any]) -> bool:
        """Is what ``trait`` has ``held`` still the answer?"""
        is_same = held.get("for") == self.asked[trait]
        return is_same and (trait != "page_rows" or held["open"] == self.opened)

    def counted(self) -> dict[str, Any]:
        """How many images, instances and cards are visible."""
        images, instances, size = self._queries.count(self.gallery.shown)
        cards = self.gallery.card_count
        return plain(
            Counted(asked=self.asked["counted"], images=images, instances=instances, of_images=size, cards=cards)
        )

    def page_rows(self) -> dict[str, Any]:
        """The rows of the page on show and of the image shown large: images with their tallies, outcomes, objects."""
        page = self.gallery.page_rows(self.page, self.page_size)
        is_of_images = self.gallery.face == "images"
        instances = [] if is_of_images else self.gallery.page_instances(self.page, self.page_size).rows.tolist()
        head = PageRows(
            asked=self.asked["page_rows"],
            rows=page if is_of_images else [],
            instances=instances,
            open=self.opened,
        )
        images = {*page, *(() if self.opened is None else (self.opened,))}
        return {**plain(head), **rows_of(self._evaluation, self.gallery.shown, images)}

    def tallies(self) -> dict[str, Any]:
        """TP, FP and FN of every image, which colour the map: few bytes, as a count is seldom above 255."""
        rows = np.arange(self._evaluation.image_count)
        found = self._queries.tallies(self.gallery.shown, rows)
        columns = block({"tp": found.tp, "fp": found.fp, "fn": found.fn})
        return {**plain(Tallies(asked=self.asked["tallies"])), "columns": columns}

    @property
    def _evaluation(self) -> Evaluation:
        return self.gallery.evaluation

    @property
    def _queries(self) -> Queries:
        return self._evaluation.queries


def rows_of(evaluation: Evaluation, shown: Where, images: Iterable[int]) -> dict[str, Block]:
    """Blocks of the rows ``images``, ascending, of their outcomes at every threshold, and of their objects.

    Each has a column ``row``; the images have their TP, FP and FN as the tallies of cards count them.
    """
    rows = np.array(sorted(images), np.intp)
    queries = evaluation.queries
    tallies = queries.tallies(shown, rows)
    counted: dict[str, NDArray[Any]] = {"tp": tallies.tp, "fp": tallies.fp, "fn": tallies.fn}
    outcomes = queries.outcomes(rows)
    found = {
        "images": block({"row": rows} | encode(queries.images(rows), _IMAGES, is_brief=True) | counted),
        "outcomes": block({"row": outcomes.rows} | encode(outcomes.outcomes, is_brief=True)),
    }
    if evaluation.has_objects:
        found["objects"] = found_objects_block(queries.objects(rows))
    return found
