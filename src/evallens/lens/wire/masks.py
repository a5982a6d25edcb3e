"""Masks as they travel to the browser: run lengths within each mask's own box."""

from __future__ import annotations

import numpy as np

from ...evaluation import Evaluation
from ...evaluation.columns.codec import Block, block, bytes_of
from ...evaluation.columns.masks import Index, Masks

_LEAST_PER_RUN = 2
"""Bytes that a run takes at least: one for the gap before it, one for its length."""


def masks_within(evaluation: Evaluation, budget: int) -> Block | None:
    """The block of all masks; ``None`` without masks, without pictures to draw them on, or beyond ``budget`` bytes."""
    masks = evaluation.columns.masks
    if masks is None or evaluation.pictures is None or _LEAST_PER_RUN * len(masks.start) > budget:
        return None
    whole = masks_block(masks, np.arange(len(masks)))
    return whole if bytes_of(whole) <= budget else None


def masks_of_image(evaluation: Evaluation, image: int) -> Block | None:
    """The block of one image's masks; ``None`` without masks, or without pictures to draw them on."""
    if evaluation.pictures is None:
        return None
    found = evaluation.queries.objects(np.array([image]))
    return None if found.masks is None else masks_block(found.masks, found.rows)


def masks_block(masks: Masks, rows: Index) -> Block:
    """Pack masks of the objects ``rows``; objects without a pixel are left out.

    A mask is cut to its tightest box, whose pixels are counted down the columns; ``gap`` pixels
    outside and ``length`` inside take turns. ``offsets`` counts those pairs and has one entry more
    than ``row``.
    """
    runs = np.diff(masks.offsets)
    filled = runs > 0
    runs, first = runs[filled], masks.offsets[:-1][filled]
    whole = np.repeat(masks.heights[filled], runs)
    x, y = np.divmod(masks.start, whole)
    end_x, end_y = np.divmod(masks.stop - 1, whole)
    # A run that goes on in the next column touches the bottom of one and the top of the other.
    wraps = x != end_x
    top = np.minimum.reduceat(np.where(wraps, 0, y), first)
    bottom = np.maximum.reduceat(np.where(wraps, whole, end_y + 1), first)
    left, height = x[first], bottom - top
    length = masks.stop - masks.start
    start = (x - np.repeat(left, runs)) * np.repeat(height, runs) + y - np.repeat(top, runs)
    before = np.concatenate([[0], start + length])[:-1]
    before[first] = 0
    # Pixels at the bottom of a column and at the top of the next belong to one run.
    begins = start > before
    begins[first] = True
    pairs = np.add.reduceat(begins, first, dtype=np.int64)
    columns = {
        "row": rows[filled],
        "left": left,
        "top": top,
        "height": height,
        "offsets": np.concatenate([[0], np.cumsum(pairs)]),
        "gap": (start - before)[begins],
        "length": np.add.reduceat(length, np.flatnonzero(begins)),
    }
    return block(columns)
