"""The view, what is marked and what is judged, which both sides write; and the limits of what they write."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from ...evaluation.arranged import Arrangement, Colour
from ...evaluation.facets.marked import MAX_MARKS as _MAX_MARKS
from ...evaluation.facets.picked import MAX_PICKED as _MAX_PICKED
from ...evaluation.metrics.class_order import ClassOrder
from ...evaluation.metrics.order import InstanceSort, Sort
from ...evaluation.polygon import MAX_VERTICES as _MAX_VERTICES
from ...evaluation.results import Shares
from ...evaluation.verdicts import MAX_VERDICTS as _MAX_VERDICTS
from .plain import plain

MAX_PICKED = _MAX_PICKED
"""Images that can be picked."""

MAX_MARKS = _MAX_MARKS
"""Images and objects that can be marked, together."""

MAX_FILE_ROWS = 10_000
"""Images, or instances, in a table that the browser asks Python for."""

MAX_VERDICTS = _MAX_VERDICTS
"""Objects that can be judged."""

MAX_VERTICES = _MAX_VERTICES
"""Vertices that a lasso may have."""

DEFAULT_PAGE_SIZE = 24
"""Images on a page of the gallery, where nothing else is asked for."""

MAX_PAGE_SIZE = 500
"""Images on a page of the gallery, at most."""

ORDERING = ("face", "sort", "instance_sort")
"""The settings of the view that decide what stands on a page: a change of one returns to the first."""

_Share = Annotated[float, Meta(ge=0.25, le=0.75)]
"""A pane is never dragged so small that nothing of it can be seen."""


class View(Struct, frozen=True, kw_only=True):
    """How things look; never changes which images are shown."""

    sort: Sort = Arrangement.sort
    """Of the images in the gallery."""
    face: Literal["images", "instances"] = "images"
    """What the gallery shows: an image a card, or an instance."""
    instance_sort: InstanceSort = "score"
    """Of the instances in the gallery: high first, what has no value last."""
    colour: Colour = Arrangement.colour
    """Of the points of the map."""
    normalize: Literal["count"] | Shares = Arrangement.normalize
    """What the cells of the matrix are shares of."""
    diagonal: bool = Arrangement.diagonal
    """Is the diagonal of the matrix drawn?"""
    order: ClassOrder = Arrangement.order
    """Of the classes in the matrix."""
    matrix_share: _Share = 0.44
    """Of the width, for the matrix and the panels below it, where the gallery stands beside them."""
    map_share: _Share = 0.32
    """Of the height of the gallery's column, for the map below it; that is taken as 0.62 of the widget's width."""
    overlay: Literal["errors", "truth", "prediction", "none"] = "errors"
    """What lies over pictures whose pixels are counted."""
    panel: Literal["changes", "confused", "classes", "thresholds", "clusters", "types", "suspects", "service"] = (
        "confused"
    )
    """The tab of numbers on show."""
    map: bool = True
    """Is the map unfolded?"""


class Marks(Struct, frozen=True, kw_only=True):
    """What a user has marked. An instance is marked when one of its objects is; in classification when its image is."""

    images: list[int] = []
    """Rows of images, ascending."""
    objects: list[int] = []
    """Rows of objects, ascending."""


class Verdicts(Struct, frozen=True, kw_only=True):
    """Of which objects a user said that the label is wrong, and of which the model; none is in both."""

    label: list[int] = []
    """Rows of objects, ascending."""
    model: list[int] = []
    """Rows of objects, ascending."""
    label_times: list[int] = []
    """When each of ``label`` was said, seconds since 1970, UTC."""
    model_times: list[int] = []
    """When each of ``model`` was said."""


class Elsewhere(Verdicts, frozen=True, kw_only=True):
    """The same of the model that is not on show: its own objects, for truths that both have stay with the other."""

    marks: list[int] = []
    """Rows of its objects, ascending."""


def _choices(hint: Any) -> tuple[Any, ...]:
    if hint is bool:
        return (True, False)
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(choice for part in get_args(hint) for choice in _choices(part))


def _range(hint: Any) -> tuple[float, float] | None:
    """The least and the most of a number, where its type says so."""
    bounds = [note for note in get_args(hint) if isinstance(note, Meta)]
    return (bounds[0].ge, bounds[0].le) if bounds else None  # type: ignore[return-value]


_hints = get_type_hints(View, include_extras=True)

VIEW_CHOICES: dict[str, tuple[Any, ...]] = {
    name: _choices(hint) for name, hint in _hints.items() if _range(hint) is None
}
"""What each setting of the view may be."""

VIEW_RANGES: dict[str, tuple[float, float]] = {
    name: bounds for name, hint in _hints.items() if (bounds := _range(hint))
}
"""The settings of the view that are numbers: the least and the most of each."""

VIEW_DEFAULT = plain(View())

MARKS_DEFAULT = plain(Marks())
"""Nothing marked."""

VERDICTS_DEFAULT = plain(Verdicts())
"""Nothing judged."""

ELSEWHERE_DEFAULT = plain(Elsewhere())
"""Nothing marked or judged of the other model."""
