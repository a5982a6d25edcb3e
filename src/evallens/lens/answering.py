"""What Python answers in place of a browser that has no rows to count: counts, the page on show, tallies, the map.

Any ``Queries`` answers: columns in memory, whose rows are still on their way, and tables, whose rows stay behind. Each
answer says in its ``for`` what it was counted for; one whose ``for`` has not changed is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation import Evaluation, ImageTable
from ..evaluation.columns.codec import Block, block, encode
from ..evaluation.facets import ImageFacet, facet
from ..evaluation.metrics.raster import Box, Raster
from ..evaluation.metrics.stored_errors import nearest
from ..evaluation.protocols import Queries
from ..evaluation.where import Where
from .gallery import Gallery
from .synced import Synced
from .wire.blocks import cube_block, found_objects_block
from .wire.counted_for import COUNTED, DUST, HELD_BY_CUBES, LEFT, PAGE, RASTER, TALLIES, counted_for, levels_for
from .wire.plain import plain
from .wire.stand_ins import Counted, Left, PageRows, Tallies
from .wire.stand_ins import Levels as LevelsHead
from .wire.stand_ins import Raster as RasterHead

_IMAGES = ("id", "name", "split", "x", "y", "cluster", "attributes")
_PLACES = ("split", "x", "y", "cluster")
_DUST = ("counts", "row", "split", "x", "y")

MOST_POINTS = 200_000
"""Below so many images in view the map is points, from there on a raster."""

_ASKED = {
    "counted": COUNTED,
    "page_rows": PAGE,
    "tallies": TALLIES,
    "left": LEFT,
    "raster": RASTER,
    "dust": DUST,
}
"""The traits that are answered, and the traits and settings of the view that each is counted for."""


@dataclass(frozen=True, eq=False)
class Answering:
    """A Lens at one moment: what is asked of it, and the answers as traits hold them."""

    gallery: Gallery
    page: int
    page_size: int
    opened: int | None
    """The row of the image shown large."""
    box: Box | None
    """What the map shows; ``None``: everything."""
    asked: dict[str, dict[str, Any]]
    """Of each trait, what it is to be counted for; of ``levels``, of each facet."""
    levels_held: dict[str, Any]
    """What was answered of levels."""
    is_by_cluster: bool
    """Is the map coloured by cluster?"""

    @classmethod
    def of(cls, lens: Synced, gallery: Gallery) -> Answering:
        """What the traits of ``lens`` ask now, of which ``gallery`` was made; hold its lock where threads set some."""
        asked = {trait: counted_for(lens, names) for trait, names in _ASKED.items()}
        box = None if lens.map_box is None else tuple(lens.map_box)
        known = gallery.evaluation.facets
        asked["levels"] = {name: levels_for(lens, name) for name in lens.levels_asked if name in known}
        is_by_cluster = lens.view["colour"] == "cluster"
        return cls(gallery, lens.page, lens.page_size, lens.opened, box, asked, lens.levels, is_by_cluster)

    def is_answered(self, trait: str, held: dict[str, Any]) -> bool:
        """Is what ``trait`` has ``held`` still the answer?"""
        asked = self.asked[trait]
        if trait == "levels":
            return self._next_levels is None
        if trait == "left" and not self._is_narrowed:
            return not held
        if trait == "raster" and held and held["n"] and self.is_by_cluster and "cluster" not in held["columns"]:
            return False
        if trait == "dust" and not self.is_filtered:
            # What was sent stays for the next filter.
            return True
        if trait == "raster" and held and "confidence" not in held["for"]:
            asked, is_near = _without_threshold(asked), held["confidence"] == nearest(self._shown.confidence)
            return held["for"] == asked and is_near and not any(self._shown.outcome_facets())
        return held.get("for") == asked and (trait != "page_rows" or held["open"] == self.opened)

    def counted(self) -> dict[str, Any]:
        """How many images, instances and cards are visible."""
        images, instances, size = self.gallery.counted
        cards = images if self.gallery.face == "images" else self.gallery.card_count
        return plain(
            Counted(asked=self.asked["counted"], images=images, instances=instances, of_images=size, cards=cards)
        )

    def page_rows(self, pages: int = 1) -> dict[str, Any]:
        """The rows of the page on show and of the image shown large: images with their tallies, outcomes, objects.

        With the page may come those after it, so many ``pages`` in all.
        """
        on_show = (self.page, self.page_size, pages)
        page = self.gallery.page_rows(*on_show)
        is_of_images = self.gallery.face == "images"
        instances = [] if is_of_images else self.gallery.page_instances(*on_show).rows.tolist()
        head = PageRows(
            asked=self.asked["page_rows"],
            rows=page if is_of_images else [],
            instances=instances,
            open=self.opened,
            sorted_at=self._queries.sorted_at(self._shown, self.gallery.sort) if is_of_images else None,
        )
        images = {*page, *(() if self.opened is None else (self.opened,))}
        known = self.gallery.page_images(*on_show) if is_of_images else None
        return {**plain(head), **rows_of(self._evaluation, self._shown, images, known)}

    def tallies(self) -> dict[str, Any]:
        """TP, FP and FN of every image, which colour the map: few bytes, as a count is seldom above 255."""
        rows = np.arange(self._evaluation.image_count)
        found = self._queries.tallies(self._shown, rows)
        columns = block({"tp": found.tp, "fp": found.fp, "fn": found.fn})
        return {**plain(Tallies(asked=self.asked["tallies"])), "columns": columns}

    def left(self) -> dict[str, Any]:
        """The cube of what facets leave; empty where none is set that a cube does not hold itself."""
        if not self._is_narrowed:
            return {}
        head, rated = plain(Left(asked=self.asked["left"])), self._shown.for_rates()
        cubes = {"cube": self._shown}
        if rated.facets != self._shown.without(*HELD_BY_CUBES).facets:
            # A facet of outcomes narrows the matrix, but no rate.
            cubes["rated"] = rated
        return head | {name: cube_block(self._queries.cube(where)) for name, where in cubes.items()}

    def raster(self) -> dict[str, Any]:
        """The map as a raster, or as points where there are few in view."""
        found = self._queries.raster(self._shown, self.box, by_cluster=self.is_by_cluster)
        if found is None or found.total < MOST_POINTS:
            return self._points(found)
        asked = self.asked["raster"]
        # Nobody asks again for the same errors at a threshold nearby.
        asked = asked if any(self._shown.outcome_facets()) else _without_threshold(asked)
        head = self._head(asked, found.box, len(found.counts), found.confidence)
        columns: dict[str, NDArray[Any]] = {"counts": found.counts, "errors": found.errors}
        if found.clusters is not None:
            columns["cluster"] = found.clusters
        return {**head, "columns": block({name: cells.reshape(-1) for name, cells in columns.items()})}

    def levels(self) -> dict[str, Any]:
        """What there is to choose of one more of the facets that are asked for, beside what was answered."""
        name = self._next_levels
        if name is None:
            return self.levels_held
        asked = self.asked["levels"][name]
        if isinstance(facet(name), ImageFacet):
            found = self._queries.levels(name, self._shown)
            is_spread = len(found.values) > 1
            columns = {"values": found.values, "images": found.images, **vars(found.tallies)}
        else:
            binned = self._queries.histogram(name, self._shown)
            is_spread, columns = binned.is_spread, {"edges": binned.edges, "instances": binned.instances}
        head = plain(LevelsHead(asked=asked, is_spread=is_spread))
        return self.levels_held | {name: head | {"columns": block(columns)}}

    @property
    def _next_levels(self) -> str | None:
        """The first facet whose levels are asked for, and not what was answered."""
        asked, held = self.asked["levels"], self.levels_held
        return next((name for name in asked if held.get(name, {}).get("for") != asked[name]), None)

    def dust(self, known: dict[str, Any] | None = None) -> dict[str, Any]:
        """Where the images lie that filters may hide; ``known``, a raster over no facets, is not asked for again."""
        asked = self.asked["dust"]
        if known is None or any(known["for"][name] != value for name, value in asked.items()):
            gallery = replace(self.gallery, shown=replace(self._shown, facets={}))
            known = replace(self, gallery=gallery).raster()
        columns = {name: column for name, column in known["columns"].items() if name in _DUST}
        return {**known, "for": asked, "columns": columns}

    @property
    def is_filtered(self) -> bool:
        """Is any facet set?"""
        return bool(self._shown.facets)

    def _points(self, found: Raster | None) -> dict[str, Any]:
        queries = self._queries
        rows = np.zeros(0, np.intp) if found is None else queries.sample(self._shown, MOST_POINTS, found.box)
        tallies = queries.tallies(self._shown, rows)
        columns: dict[str, NDArray[Any]] = {"row": rows, **encode(queries.images(rows), _PLACES)}
        columns |= {"tp": tallies.tp, "fp": tallies.fp, "fn": tallies.fn}
        has_places = found is not None and (found.total > 0 or self.box is not None or bool(self._shown.facets))
        box = found.box if found is not None and has_places else (0.0, 0.0, 0.0, 0.0)
        head = self._head(self.asked["raster"], box, 0, self._shown.confidence)
        return {**head, "columns": block(columns)}

    def _head(self, asked: dict[str, Any], box: Box, n: int, confidence: int) -> dict[str, Any]:
        return plain(RasterHead(asked=asked, box=box, n=n, confidence=confidence, filtered=self.is_filtered))

    @property
    def _is_narrowed(self) -> bool:
        """Is a facet set that the cube of all outcomes does not hold?"""
        return bool(self._shown.without(*HELD_BY_CUBES).facets)

    @property
    def _shown(self) -> Where:
        return self.gallery.shown

    @property
    def _evaluation(self) -> Evaluation:
        return self.gallery.evaluation

    @property
    def _queries(self) -> Queries:
        return self._evaluation.queries


def rows_of(
    evaluation: Evaluation, shown: Where, images: Iterable[int], known: ImageTable | None = None
) -> dict[str, Block]:
    """Blocks of the rows ``images``, ascending, of their outcomes at every threshold, and of their objects.

    Each has a column ``row``; the images have their TP, FP and FN as the tallies of cards count them, which ``known``
    may hold.
    """
    rows = np.array(sorted(images), np.intp)
    queries = evaluation.queries
    is_known = known is not None and len(known) == len(rows)
    tallies = known.tallies.take(np.argsort(known.rows)) if known and is_known else queries.tallies(shown, rows)
    counted: dict[str, NDArray[Any]] = {"tp": tallies.tp, "fp": tallies.fp, "fn": tallies.fn}
    outcomes = queries.outcomes(rows)
    found = {
        "images": block({"row": rows} | encode(queries.images(rows), _IMAGES, is_brief=True) | counted),
        "outcomes": block({"row": outcomes.rows} | encode(outcomes.outcomes, is_brief=True)),
    }
    if evaluation.has_objects:
        found["objects"] = found_objects_block(queries.objects(rows))
    return found


def _without_threshold(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name != "confidence"}
