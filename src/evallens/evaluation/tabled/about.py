"""What a folder of tables says of itself: evallens.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from ...archive.parquet import Part
from ..columns.attributes import Attributes, Category, Number, Origin
from ..columns.notices import Notice

NAME = "evallens.json"
CUBE = "cube.npz"
VERSION = 1
"""What is written, and all that is read."""


class AboutAttribute(msgspec.Struct, omit_defaults=True):
    """One attribute of the images; a number has no levels."""

    name: str
    origin: Origin
    unit: str = ""
    levels: tuple[str, ...] | None = None


class About(msgspec.Struct, omit_defaults=True):
    """Everything that is known of an evaluation without a look at its rows, but for the cube."""

    tables: int
    """The version of the folder."""
    header: dict[str, Any]
    """As a saved file holds it: its notices are texts."""
    splits: dict[str, int]
    """Number of images in each split that has any."""
    unsplit: int
    """Number of images in no split."""
    clusters: tuple[int, ...]
    """Every cluster id there is, ascending."""
    parts: dict[str, tuple[Part, ...]]
    """The files of each table, and the rows in each."""
    covered: dict[str, list[list[int]]]
    """The integer percents of each split that the outcomes answer, as inclusive ranges [first, last]."""
    bounds: tuple[float, float, float, float] | None = None
    """The least and the largest x and y of the map, (x0, y0, x1, y1); ``None``: there is no map."""
    has_masks: bool = False
    has_scores: bool = False
    has_f1: bool = False
    """Do images hold their F1 as they hold their errors? Earlier folders have no such columns."""
    notices: tuple[Notice, ...] = ()
    """Those of the header with their codes."""
    attributes: tuple[AboutAttribute, ...] = ()
    spans: tuple[tuple[int, int, int, int], ...] = ()
    """(split, cluster, start, stop): the images of a split, by its number, and a cluster are these rows, ``stop`` not
    included; empty: they do not stand together."""

    def rows(self, table: str) -> int | None:
        """Number of rows of a table; ``None``: there is no such table."""
        return sum(part.rows for part in self.parts[table]) if table in self.parts else None


def attributes_of(descriptions: Iterable[AboutAttribute]) -> Attributes:
    """The attributes of no images; raises DataError for what none can be."""
    return Attributes(
        0,
        {
            one.name: Number(np.zeros(0, np.float32), one.unit, one.origin)
            if one.levels is None
            else Category(np.zeros(0, np.uint16), one.levels, one.origin)
            for one in descriptions
        },
    )


def described(attributes: Attributes) -> tuple[AboutAttribute, ...]:
    """What the attributes are, without their values."""
    return tuple(
        AboutAttribute(name, one.origin, one.unit)
        if isinstance(one, Number)
        else AboutAttribute(name, one.origin, levels=one.levels)
        for name, one in attributes.items()
    )
