"""The columns of the tables: those in memory by the same names and types, and what saves engines a join.

Every table has ``row``, unique, by which the others name its rows. What is NaN in memory is null here: the least and
the largest value that a file tells of a column leave NaN out, and DuckDB then takes it that there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...archive.parquet import Ragged, Values
from ..columns import codec
from ..columns.attributes import Attributes, Number
from ..columns.cube import Cube
from ..columns.header import Header
from ..columns.masks import Masks
from ..columns.strings import Strings
from ..columns.tables import NONE, Columns, Images, Objects, Outcomes
from ..facets.ranges import VALUES
from ..metrics.stored_errors import STORED, f1_name, stored_errors, stored_f1, stored_name
from .batches import RowsOf

IMAGES, OUTCOMES, BY_CELL, OBJECTS = "images", "outcomes", "outcomes_by_cell", "objects"
"""The tables; ``BY_CELL`` holds the outcomes once more, in another order."""

CELL_ORDER = ("actual", "predicted", "split", "row")
"""What ``BY_CELL`` is sorted by."""

SCORE, AREA = "prediction_score", "pixel_area"
"""The columns of outcomes by which instances are sorted and kept."""

Rows = NDArray[np.int64]
Table = dict[str, Values]
"""The columns of a table by name."""


def attribute_name(number: int) -> str:
    """What the column of an attribute is called: its name may be any text, which evallens.json holds."""
    return f"attribute_{number}"


def of_nothing(header: Header, attributes: Attributes, *, has_objects: bool, has_masks: bool) -> dict[str, Table]:
    """The columns of every table, without rows: how tables of such an evaluation must look."""
    nothing = RowsOf(*[np.zeros(0, np.int64)] * 3)
    columns = Columns(replace(Images.none(), attributes=attributes), Outcomes.none(), Objects.none())
    outcomes = outcome_columns(columns, nothing)
    masks = Masks.of([], []) if has_masks else None
    objects = {OBJECTS: object_columns(Objects.none(), masks, nothing)} if has_objects else {}
    images = image_columns(columns.images, nothing.images, columns.outcomes, header)
    return {IMAGES: images, OUTCOMES: outcomes, BY_CELL: outcomes, **objects}


def image_columns(images: Images, rows: Rows, outcomes: Outcomes, header: Header) -> Table:
    """Images by their ``rows``, (images,), with their errors and F1 at each of ``STORED``."""
    errors, f1 = stored_errors(outcomes, len(images), header), stored_f1(outcomes, len(images), header)
    stored: Table = {stored_name(percent): errors[:, place] for place, percent in enumerate(STORED)}
    stored |= {f1_name(percent): f1[:, place] for place, percent in enumerate(STORED)}
    return {"row": rows, **_plain(images), **_attributes(images.attributes), **stored}


def outcome_columns(columns: Columns, rows: RowsOf) -> Table:
    """Outcomes; ``rows`` are those of images, outcomes and objects by their place in ``columns``.

    Added are ``split`` and ``cluster`` of the image, and ``prediction_score`` and ``pixel_area``, by which instances
    are sorted and kept: those of their objects, or null.
    """
    outcomes = columns.outcomes
    everything = np.arange(len(outcomes))
    named = {name: _named(getattr(outcomes, name), rows.objects) for name in ("truth", "prediction")}
    values = {SCORE: VALUES["score"](columns, everything), AREA: VALUES["size"](columns, everything)}
    return {
        "row": rows.outcomes,
        **_plain(outcomes),
        "image": rows.images[outcomes.image].astype(np.uint32),
        **named,
        "split": columns.images.split[outcomes.image],
        "cluster": columns.images.cluster[outcomes.image],
        **{name: _known(found) for name, found in values.items()},
    }


def object_columns(objects: Objects, masks: Masks | None, rows: RowsOf) -> Table:
    """Objects, with the runs of their masks where there are any."""
    named = {name: _named(getattr(objects, name), rows.objects) for name in ("same_truth", "other_truth")}
    drawn: Table = {}
    if masks is not None:
        drawn = {f"mask_{end}": Ragged(getattr(masks, end), masks.offsets) for end in ("start", "stop")}
        drawn["mask_height"] = masks.heights
    image = rows.images[objects.image].astype(np.uint32)
    return {"row": rows.objects, **_plain(objects), "image": image, **named, **drawn}


def cube_arrays(cube: Cube) -> dict[str, NDArray[Any]]:
    """The arrays of the cube, whole numbers in the smallest type that holds them."""
    return {name: _narrowed(values) for name, values in codec.encode(cube).items()}


def _narrowed(values: NDArray[Any]) -> NDArray[Any]:
    ends = (values.min(initial=0), values.max(initial=0))
    return values.astype(np.result_type(*map(np.min_scalar_type, ends)))


def _plain(table: Any) -> Table:
    return {
        name: Ragged(values.data, values.offsets) if isinstance(values, Strings) else _known(values)
        for name, values in table.columns().items()
        if not isinstance(values, Attributes)
    }


def _attributes(attributes: Attributes) -> Table:
    return {
        attribute_name(number): _known(one.values) if isinstance(one, Number) else one.codes
        for number, one in enumerate(attributes.values())
    }


def _known(values: NDArray[Any]) -> NDArray[Any]:
    """The values, of which NaN is masked."""
    return np.ma.masked_array(values, np.isnan(values)) if values.dtype.kind == "f" else values


def _named(places: NDArray[np.uint32], rows: Rows) -> NDArray[np.uint32]:
    """The rows of what is named by its place; ``NONE`` stays."""
    found = np.full(len(places), NONE, np.uint32)
    is_there = places != NONE
    found[is_there] = rows[places[is_there]]
    return found
