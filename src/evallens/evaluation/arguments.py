"""Checks of arguments that are common to several questions; each facet checks its own with them.

All raise InputError in words.
"""

from __future__ import annotations

from operator import index
from reprlib import repr as shortened
from typing import Any

import numpy as np

from ..errors import InputError
from ..matching.percent import PERCENTS
from .metrics.cells import Mask
from .metrics.counts import mask_of


def percent(value: int) -> int:
    """A whole percent 0..100 of any type of number; raises InputError for anything else."""
    try:
        found = None if isinstance(value, bool) else next((t for t in range(PERCENTS) if bool(t == value)), None)
    except ValueError:  # Several numbers are compared to several answers.
        found = None
    if found is None:
        raise InputError(f"confidence is an integer percent 0..100, not {value!r}")
    return found


def text(value: Any, meaning: str) -> str:
    """A string; raises InputError, which begins with ``meaning``, for anything else."""
    if not isinstance(value, str):
        raise InputError(f"{meaning}, not {value!r}")
    return value


def whole(value: Any, meaning: str) -> int:
    """A whole number of any type; raises InputError for anything else, for True and False and for 3.7."""
    try:
        if not isinstance(value, bool):
            return index(value)
    except TypeError:
        pass
    raise InputError(f"{meaning}, not {value!r}")


def pair(given: Any, meaning: str) -> tuple[Any, Any]:
    """Two things; raises InputError for anything else. A string of two letters is one thing."""
    try:
        first, second = [given] if isinstance(given, str) else given
    except (TypeError, ValueError):
        raise InputError(f"{meaning}, not {given!r}") from None
    return first, second


def row(value: Any, images: int, meaning: str) -> int:
    """The row of one of ``images`` images; raises InputError for one that is not there."""
    found = whole(value, meaning)
    if not 0 <= found < images:
        raise InputError(f"No image in row {found}: there are {images} images.")
    return found


def among(rows: Any, images: int) -> Mask:
    """One boolean an image, (images,), from such a mask or from image rows; raises InputError for anything else."""
    try:
        return mask_of(np.asarray(rows, None if len(rows) else np.intp), images)
    except (IndexError, TypeError, ValueError) as error:
        raise InputError(f"images is a mask over all {images} images, or rows of them: {error}") from None


def listed(given: Any, meaning: str) -> list[Any]:
    """The entries of a list or anything like one; ``None`` is an empty one.

    Raises InputError, which begins with ``meaning``, for anything else, and for a string.
    """
    try:
        if not isinstance(given, str):
            return [] if given is None else list(given)
    except TypeError:
        pass
    raise InputError(f"{meaning}, not {shortened(given)}")
