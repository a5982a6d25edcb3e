"""The one description of what crosses to the browser; scripts/generate_types.py writes it as js/src/data/wire.ts.

Every struct here becomes a TypeScript interface, and every constant in capitals a constant. A trait holds
a struct as plain JSON values, made by ``plain``.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from ...evaluation import facets as _facets
from ...evaluation.arranged import Arrangement, Colour
from ...evaluation.columns.header import Mixups, Task, Unit
from ...evaluation.facets.marked import MAX_MARKS as _MAX_MARKS
from ...evaluation.facets.picked import MAX_PICKED as _MAX_PICKED
from ...evaluation.metrics.class_order import ClassOrder
from ...evaluation.metrics.order import InstanceSort, Sort
from ...evaluation.polygon import MAX_VERTICES as _MAX_VERTICES
from ...evaluation.results import Shares
from ...evaluation.verdicts import MAX_VERDICTS as _MAX_VERDICTS

SCHEMA_VERSION = 2
"""Goes up when older front ends would misread what is sent: they then say so instead of drawing."""

FACETS = tuple(facet.name for facet in _facets.FACETS)
"""Every facet there is. A header names those that its evaluation has."""

FACET_TRAITS = _facets.arguments()
"""The traits that hold the facets: one each, but for those that are entries of ``where``."""

BOTH_WRITE = (
    "split",
    "confidence",
    *("model", "baseline", "baseline_confidence", "compared"),
    *FACET_TRAITS,
    "page",
    "page_size",
    "view",
    "marks",
    "verdicts",
    "elsewhere",
    "open",
    "open_pixels",
)
"""The traits that both sides write."""

STAND_INS = ("counted", "page_rows", "tallies", "left", "raster")
"""The traits that stand for rows which the browser lacks; empty where it has them all."""

PYTHON_WRITES = (
    *("header", "status", "reported", "precisions"),
    *("assets", "page_assets", "open_assets", "crops", "page_crops"),
    *("segmentations", "page_segmentations", "open_segmentation"),
    *STAND_INS,
    *("report", "uid"),
)
"""The traits that only Python writes, besides those that ``header.blocks`` names."""

BROWSER_WRITES = ("report_asked", "map_box")
"""The traits that only the browser writes."""

MAX_PICKED = _MAX_PICKED
"""Images that can be picked."""

MAX_MARKS = _MAX_MARKS
"""Images and objects that can be marked, together."""

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


class Status(Struct, frozen=True, kw_only=True):
    """What the status line says."""

    state: Literal["idle", "loading", "error"]
    message: str = ""
    done: int = 0
    total: int = 0
    """0: unknown."""


class Note(Struct, frozen=True, kw_only=True):
    """A remark of the service."""

    title: str
    text: str


class Table(Struct, frozen=True, kw_only=True):
    """Numbers of the service, as text."""

    title: str
    rows: list[list[str]]
    """The first row names the columns."""


class Reported(Struct, frozen=True, kw_only=True):
    """What a service says in its own words and numbers; texts as they are shown."""

    url: str = ""
    """The evaluation's page at the service; empty: none."""
    notes: list[Note] = []
    tables: list[Table] = []


class Precisions(Struct, frozen=True, kw_only=True):
    """Average precision over a whole split, whatever is filtered; COCO's rules. ``None``: no such objects."""

    map50: float | None
    """The mean over the classes that occur, at an IoU of .5."""
    map50_95: float | None
    """The mean of the means at .5, .55 .. .95."""
    lowest: float | None
    """The lowest score of a prediction: average precision lacks what lay below it."""
    ap50: list[float | None]
    """Of each class, by class index, at an IoU of .5."""


class Report(Struct, frozen=True, kw_only=True):
    """A report that the browser asked for; its bytes come with it, as ``data``, and are taken back at once."""

    asked: str = ""
    """The value of ``report_asked`` that this answers."""
    name: str = ""
    """Of the file; empty: it could not be written, and the status says why."""


class _For(Struct, frozen=True, kw_only=True):
    asked: dict[str, Any] = msgspec.field(name="for")
    """What it was counted for: traits and settings of the view, by name. Where one of them is another by now, it is
    out of date."""


class Counted(_For, frozen=True, kw_only=True):
    """How many are visible; the browser counts itself once it has all rows."""

    images: int
    instances: int
    """The sum of their counts, which pixels may be."""
    of_images: int
    """Images of the split."""
    cards: int
    """What the gallery has cards of: images, or instances one by one."""


class PageRows(_For, frozen=True, kw_only=True):
    """Rows that are looked at: the browser looks here for what it has no rows of.

    Beside it ``images`` (names, ids, places, tallies), ``outcomes`` and ``objects`` of these: blocks with a column
    ``row`` each.
    """

    rows: list[int]
    """Of the images that are the cards of the page, and of pages after it, in their order; empty where cards are
    instances."""
    instances: list[int]
    """Of the outcomes that are the cards of these pages, in their order; empty where cards are images."""
    open: int | None = None
    """Of the image shown large, which is among them."""
    sorted_at: int | None = None
    """The integer percent whose stored errors sort the page; null: it is sorted as it says."""


class Tallies(_For, frozen=True, kw_only=True):
    """What colours the map: beside it ``columns``, a block of ``tp``, ``fp`` and ``fn`` with one row an image."""


class Left(_For, frozen=True, kw_only=True):
    """What facets leave of an evaluation in tables: beside it ``cube``, a block as those that the header names.

    And ``rated``, where facets of outcomes are set: what those of images and sizes alone leave, which rates count.
    """


class Raster(_For, frozen=True, kw_only=True):
    """The map of an evaluation in tables, ``n`` by ``n`` pixels.

    Beside it ``columns``, a block of ``counts`` and ``errors`` row by row; or, where ``n`` is 0, of points: ``row``,
    ``x``, ``y``, ``cluster``, ``split``, ``tp``, ``fp``, ``fn``.
    """

    box: tuple[float, float, float, float]
    """What it shows: x0, y0, x1, y1; of no width where no image of the split has a place."""
    n: int
    confidence: int
    """The threshold of its errors, the nearest that is stored, integer percent."""


Rows = Literal["here", "coming", "behind"]


class Blocks(Struct, frozen=True, kw_only=True):
    """For each table the traits that carry its blocks, in the order of their rows."""

    places: list[str]
    """The columns of images that the map needs; a state saved before they were blocks of their own has none here, and
    its blocks of images hold them."""
    images: list[str]
    """The other columns of images."""
    cubes: list[str]
    """One for each block of outcomes: see ``evaluation/columns/cube.py``."""
    outcomes: list[str]
    objects: list[str]
    masks: list[str]


class ModelBlocks(Struct, frozen=True, kw_only=True):
    """For each table of a model the traits that carry its blocks, in the order of their rows."""

    cubes: list[str]
    outcomes: list[str]
    objects: list[str]
    masks: list[str]


class Model(Struct, frozen=True, kw_only=True):
    """What a header says of one of several models, in place of what it says of the evaluation."""

    name: str
    """By which the traits ``model`` and ``baseline`` know it."""
    title: str
    scored: bool
    """Have its predictions a confidence? If not, its numbers are the same at every threshold."""
    thresholds: list[int]
    coverage: dict[str, list[tuple[int, int]]]
    mixups: Mixups
    matching: str | None
    iou: float | None
    tb: float | None
    facets: list[str]
    blocks: ModelBlocks


class Header(Struct, frozen=True, kw_only=True, rename="camel"):
    """Everything about an evaluation but its columns; of two models what is said here of one is said of the last."""

    version: int = SCHEMA_VERSION
    """The ``SCHEMA_VERSION`` of the Python that wrote it."""
    title: str
    task: Task
    classes: list[str]
    background: int | None
    """The class that stands for "nothing there"; null: there is none."""
    order: list[int]
    """Class indices in the order views draw them: background last."""
    splits: dict[str, int]
    """Images in each split that has any."""
    unsplit: int
    """Images in no split: they count under "all" alone."""
    thresholds: list[int]
    """Thresholds known to be stored, integer percent; empty without scores."""
    coverage: dict[str, list[tuple[int, int]]]
    """Thresholds that the columns answer: inclusive [first, last] ranges for each split."""
    mixups: Mixups
    unit: Unit
    matching: str | None
    """The rule by which predictions were given to ground truths; null: nobody says."""
    iou: float | None
    """The level that the IoU of a pair had to pass."""
    tb: float | None
    """The IoU up to which a prediction lies on nothing."""
    projection: str
    notices: list[str]
    facets: list[str]
    """The facets that may be set. A front end that lacks one says so: it would show too many images."""
    blocks: Blocks
    rows: Rows = "here"
    """All that ``blocks`` names is all there is; Python sends the rest at once, unasked; or rows stay with Python."""
    models: list[Model] = []
    """Of several models each, in order; empty where there is one."""
    saved_in: str | UnsetType = UNSET
    """Where the state was saved, such as "report"; left out: in a notebook."""


def plain(struct: Struct) -> dict[str, Any]:
    """``struct`` as the JSON values that a trait holds."""
    values: dict[str, Any] = json.loads(json.dumps(msgspec.to_builtins(struct)))
    return values


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
