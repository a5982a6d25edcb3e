"""What an export is made of: the trait values of a Lens at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from ..evaluation import Evaluation, facets
from ..evaluation.arranged import Arrangement
from ..evaluation.where import Where

ABOUT_TABLES = (
    "The rows of this evaluation are in tables. Here are matrix, rates and curves at every threshold, the map, and the "
    "first pages; other pages and filters of images need Python."
)
"""What a reader without a kernel has of an evaluation in tables, and what not."""

Lack = Literal["", "room", "time"]
"""Why a display holds no more pictures: there are no more, there was no room for them, or they came too late."""


class Pictures(NamedTuple):
    """A block of pictures as the trait ``assets`` carries it, and how many pictures that is."""

    block: dict[str, Any]
    images: int
    is_all: bool = False
    """There are no others."""
    missing: int = 0
    """Images whose pictures were wanted and are not in it."""
    lack: Lack = ""
    crops: dict[str, Any] | None = None
    """Crops around instances, as the trait of that name carries them."""
    segmentations: dict[str, Any] | None = None
    """The same of segmentations."""

    @property
    def traits(self) -> dict[str, Any]:
        """Trait name -> value."""
        return {"assets": self.block, "crops": self.crops or {}, "segmentations": self.segmentations or {}}


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapshot:
    """One moment of a Lens, complete but for its pictures."""

    evaluation: Evaluation
    shown: Where
    state: dict[str, Any]
    """Trait name -> value for all that the front end reads; bytes stand where the traits have them."""
    pictures: Callable[[int], Pictures]
    """The most wanted pictures, in at most so many bytes."""
    is_whole: bool = True
    """If not, it is larger than what was asked for, and its state lacks header and columns."""

    @property
    def arrangement(self) -> Arrangement:
        """What its view decides about numbers."""
        return Arrangement.of(self.state["view"])

    def without_objects(self) -> Snapshot:
        """The same moment without boxes: numbers stay, outlines on pictures and facets of boxes go."""
        without = _without(self.without_masks(), "objects")
        header = without.state["header"]
        header = {**header, "facets": [name for name in header["facets"] if name not in facets.of_objects()]}
        outcomes = {
            name: {key: column for key, column in without.state[name].items() if key not in _OF_OBJECTS}
            for name in without.state["header"]["blocks"]["outcomes"]
        }
        marks = {**without.state["marks"], "objects": []}
        verdicts: dict[str, list[int]] = {name: [] for name in without.state["verdicts"]}
        of_objects = {"marks": marks, "verdicts": verdicts}
        return replace(without, state={**without.state, "header": header, **of_objects, **outcomes})

    def without_masks(self) -> Snapshot:
        """The same moment with boxes in place of masks."""
        without = _without(self, "masks")
        opened = {key: column for key, column in self.state["open_assets"].items() if key != "masks"}
        return replace(without, state={**without.state, "open_assets": opened})

    def without_map(self) -> Snapshot:
        """The same moment of an evaluation in tables without its raster."""
        return replace(self, state={**self.state, "raster": {}, "dust": {}})

    @property
    def is_behind(self) -> bool:
        """Are there rows that no export holds, as they are in tables?"""
        return self.evaluation.tables is not None

    @property
    def has_map(self) -> bool:
        """Is there a raster to leave out?"""
        return bool(self.state["raster"])

    @property
    def needs_objects(self) -> bool:
        """Is a facet of boxes set, so that no number could be counted without them?"""
        return any(name in facets.of_objects() for name in self.shown.facets)

    @property
    def has_objects(self) -> bool:
        """Are there boxes to leave out?"""
        return bool(self.state["header"]["blocks"]["objects"])

    @property
    def has_masks(self) -> bool:
        """Are there masks to leave out?"""
        return bool(self.state["header"]["blocks"]["masks"])

    @property
    def lacks_masks(self) -> bool:
        """Would there be more masks to draw than those here?"""
        is_drawn = self.evaluation.has_masks and self.evaluation.pictures is not None
        return is_drawn and not self.has_masks


_OF_OBJECTS = {"truth", "prediction", "iou"}


def _without(snapshot: Snapshot, table: str) -> Snapshot:
    header = snapshot.state["header"]
    gone = header["blocks"][table]
    state = {name: value for name, value in snapshot.state.items() if name not in gone}
    state["header"] = {**header, "blocks": {**header["blocks"], table: []}}
    return replace(snapshot, state=state)
