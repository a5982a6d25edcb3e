"""Which traits there are, who writes them, and the header, which says all of an evaluation but its columns.

With ``settings.py``, ``said.py`` and ``stand_ins.py`` the one description of what crosses to the browser, which
scripts/generate_types.py writes as js/src/data/wire.ts: every struct becomes a TypeScript interface, and every constant
in capitals a constant. A trait holds a struct as plain JSON values, made by ``plain``.
"""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from ...evaluation import facets as _facets
from ...evaluation.columns.header import Mixups, Task, Unit

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

STAND_INS = ("counted", "page_rows", "tallies", "left", "raster", "dust", "hovered", "levels")
"""The traits that stand for rows which the browser lacks; empty where it has them all."""

PYTHON_WRITES = (
    *("header", "status", "reported", "precisions"),
    *("assets", "page_assets", "open_assets", "crops", "page_crops"),
    *("segmentations", "page_segmentations", "open_segmentation"),
    *STAND_INS,
    *("report", "uid"),
)
"""The traits that only Python writes, besides those that ``header.blocks`` names."""

BROWSER_WRITES = ("report_asked", "map_box", "map_row", "levels_asked")
"""The traits that only the browser writes."""

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
