"""What a caller asked for, checked: every filter says in words what it takes."""

from __future__ import annotations

import math
from operator import index
from reprlib import repr as shortened
from typing import Any

import numpy as np

from ..errors import InputError, unknown_name
from ..matching.percent import PERCENTS
from .columns.tables import Images
from .metrics.counts import Mask

_CELLS = 'cells is a list of (actual, predicted) pairs such as [("cat", "dog")]'
_CLUSTERS = "clusters is a list of cluster ids such as [0, 3]"
_PICKED = "picked is a list of image rows, or an ImageTable"
_LASSO = "lasso is a polygon [(x, y), ...] of finite numbers and at least 3 vertices"
_FEWEST_VERTICES = 3


def percent(value: int) -> int:
    """A whole percent, whatever type of number it comes as."""
    try:
        found = None if isinstance(value, bool) else next((t for t in range(PERCENTS) if bool(t == value)), None)
    except ValueError:  # Several numbers are compared to several answers.
        found = None
    if found is None:
        raise InputError(f"confidence is an integer percent 0..100, not {value!r}")
    return found


def text(value: Any, meaning: str) -> str:
    """A string; ``meaning`` says what it is."""
    if not isinstance(value, str):
        raise InputError(f"{meaning}, not {value!r}")
    return value


def whole(value: Any, meaning: str) -> int:
    """A whole number, whatever type of it; True and False are the entries of a mask, and 3.7 is no index."""
    try:
        if not isinstance(value, bool):
            return index(value)
    except TypeError:
        pass
    raise InputError(f"{meaning}, not {value!r}")


def pair(given: Any, meaning: str) -> tuple[Any, Any]:
    """Unpack two things; a string of two letters is one thing."""
    try:
        first, second = [given] if isinstance(given, str) else given
    except (TypeError, ValueError):
        raise InputError(f"{meaning}, not {given!r}") from None
    return first, second


def cells(given: Any) -> list[tuple[Any, Any]]:
    """Pairs of class names or indices, which are not looked up here."""
    return [pair(cell, "a cell is (actual, predicted)") for cell in _listed(given, _CELLS)]


def clusters(given: Any, images: Images) -> tuple[int, ...]:
    """Cluster ids, each once; raises UnknownNameError for one that no image is in."""
    ids = tuple(dict.fromkeys(whole(one, _CLUSTERS) for one in _listed(given, _CLUSTERS)))
    for one in ids:
        if one not in images.clusters:
            raise unknown_name("cluster", one, map(str, images.clusters))
    return ids


def picked(given: Any, images: int) -> tuple[int, ...]:
    """Image rows; raises InputError for one that is not there."""
    return tuple(row(one, images, _PICKED) for one in _listed(getattr(given, "rows", given), _PICKED))


def row(value: Any, images: int, meaning: str) -> int:
    """One image row."""
    found = whole(value, meaning)
    if not 0 <= found < images:
        raise InputError(f"No image in row {found}: there are {images} images.")
    return found


def vertices(given: Any) -> tuple[tuple[float, float], ...]:
    """A polygon in embedding space; empty: none."""
    corners = [pair(corner, "a vertex is (x, y)") for corner in _listed(given, _LASSO)]
    try:
        polygon = tuple((float(x), float(y)) for x, y in corners)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{_LASSO}, not {shortened(given)}") from None
    # Numbers that are not finite do not travel as JSON: a Lens could not be displayed any more.
    is_finite = all(map(math.isfinite, (number for corner in polygon for number in corner)))
    if not is_finite or 0 < len(polygon) < _FEWEST_VERTICES:
        raise InputError(f"{_LASSO}, not {shortened(given)}")
    return polygon


def among(rows: Any, images: int) -> Mask:
    """One boolean an image from a mask or rows."""
    mask = np.zeros(images, np.bool_)
    try:
        mask[np.asarray(rows, None if len(rows) else np.intp)] = True
    except (IndexError, TypeError, ValueError) as error:
        raise InputError(f"images is a mask over all {images} images, or rows of them: {error}") from None
    return mask


def _listed(given: Any, meaning: str) -> list[Any]:
    """What is in a list or anything like one; ``None`` is an empty one, and a string is no list."""
    try:
        if not isinstance(given, str):
            return [] if given is None else list(given)
    except TypeError:
        pass
    raise InputError(f"{meaning}, not {shortened(given)}")
