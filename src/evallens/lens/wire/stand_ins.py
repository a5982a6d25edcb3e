"""What stands for rows that the browser lacks, each with what it was counted for."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct


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
    """The integer percent whose stored errors or F1 sort the page; null: it is sorted as it says."""


class Tallies(_For, frozen=True, kw_only=True):
    """What colours the map: beside it ``columns``, a block of ``tp``, ``fp`` and ``fn`` with one row an image."""


class Left(_For, frozen=True, kw_only=True):
    """What facets leave of an evaluation in tables: beside it ``cube``, a block as those that the header names.

    And ``rated``, where facets of outcomes are set: what those of images and sizes alone leave, which rates count.
    """


class Levels(_For, frozen=True, kw_only=True):
    """What there is to choose of a facet of an evaluation in tables, over every other one.

    Beside it ``columns``, a block: of levels ``values``, ``images``, ``tp``, ``fp`` and ``fn``, a row a level; of a
    range ``edges`` and ``instances``, a histogram.
    """

    is_spread: bool
    """Has the split more than one of them?"""


class Raster(_For, frozen=True, kw_only=True):
    """The map of an evaluation in tables, ``n`` by ``n`` pixels.

    Beside it ``columns``, a block of ``counts`` and ``errors`` row by row, and where the map is coloured by it the
    ``cluster`` of most images in each; or, where ``n`` is 0, of points: ``row``, ``x``, ``y``, ``cluster``, ``split``,
    ``tp``, ``fp``, ``fn``. ``dust`` is the same over no facets, with ``counts`` alone, or ``row``,
    ``x``, ``y`` and ``split``.
    """

    box: tuple[float, float, float, float]
    """What it shows: x0, y0, x1, y1; of no width where no image of the split has a place."""
    n: int
    confidence: int
    """The threshold of its errors, the nearest that is stored, integer percent."""
    filtered: bool
    """Do filters hide any image? ``dust`` is then what they hide."""


class Hovered(_For, frozen=True, kw_only=True):
    """The image under the pointer on the map; beside it a block with its picture, as ``page_assets`` has them."""

    name: str
