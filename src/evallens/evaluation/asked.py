"""What a caller asked for, checked."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import InputError
from .counts import Mask
from .coverage import PERCENTS


def percent(value: int) -> int:
    """A whole percent, whatever type of number it comes as."""
    found = next((t for t in range(PERCENTS) if t == value), None)
    if found is None:
        raise InputError(f"confidence is an integer percent 0..100, not {value!r}")
    return found


def pair(given: Any, meaning: str) -> tuple[Any, Any]:
    """Unpack two things; a string of two letters is one thing."""
    try:
        first, second = [given] if isinstance(given, str) else given
    except (TypeError, ValueError):
        raise InputError(f"{meaning}, not {given!r}") from None
    return first, second


def among(rows: Any, images: int) -> Mask:
    """One boolean an image from a mask or rows."""
    mask = np.zeros(images, np.bool_)
    try:
        mask[np.asarray(rows, None if len(rows) else np.intp)] = True
    except IndexError as error:
        raise InputError(f"images is a mask over all {images} images, or rows of them: {error}") from None
    return mask
