"""Verdicts on objects, from whatever names their rows."""

from __future__ import annotations

from collections.abc import Mapping
from time import time
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from .arguments import listed, whole
from .columns.tables import REGION
from .facets.marked import MAX_MARKS
from .results import Behind, VerdictTable
from .results.verdicts import Verdict

MAX_VERDICTS = MAX_MARKS
_DECIDING = ("image", "side", "label", "x", "y", "w", "h")
_LATEST = 1 << 37
"""A time in milliseconds would be beyond it; seconds reach it after the year 6000."""
_MEANING = 'verdicts is a dict such as {"label": [8], "model": [3]} of rows of objects'
_TIMES = {f"{name}_times": name for name in get_args(Verdict)}


def verdicts_of(given: Any, behind: Behind, size: int) -> VerdictTable:
    """The verdicts in a table, or in a dict: {"label": [object rows], "model": [object rows]}, by object row.

    ``size``: so many objects there are.

    ``label_times`` and ``model_times`` in it are when each was said, seconds since 1970; left out: now.
    Raises UnknownNameError for another key, InputError for an object that is not there, is ignored or judged twice, and
    for more than 10,000.
    """
    if isinstance(given, VerdictTable):
        _check_same(given, behind, size)
        given = given.as_trait()
    if not isinstance(given, Mapping):
        raise InputError(f"{_MEANING}, not {given!r}")
    for key in given:
        if key not in get_args(Verdict) and key not in _TIMES:
            raise unknown_name("verdict", str(key), [*get_args(Verdict), *_TIMES])
    found = {name: _rows(given, name, size) for name in get_args(Verdict)}
    times = {name: _times(given, key, len(found[name])) for key, name in _TIMES.items()}
    rows, said = (np.concatenate([part[name] for name in get_args(Verdict)]) for part in (found, times))
    if len(rows) > MAX_VERDICTS:
        raise InputError(f"At most {MAX_VERDICTS:,} objects can be judged, not {len(rows):,}.")
    regions = rows[behind.of_objects("side", rows) == REGION]
    if len(regions):
        raise InputError(f"Object {regions[0]} is a region that is ignored, which is no label.")
    order = np.argsort(rows, kind="stable")
    twice = np.flatnonzero(np.diff(rows[order]) == 0)
    if len(twice):
        raise InputError(f"Object {rows[order][twice[0]]} is judged twice: either its label is wrong or the model.")
    return VerdictTable(rows[order], behind, (np.arange(len(rows)) < len(found["label"]))[order], said[order])


def _check_same(table: VerdictTable, behind: Behind, size: int) -> None:
    """Raise InputError where the rows of a table name other objects here."""
    if table.behind is behind or not len(table):
        return
    is_there = int(table.rows.max()) < size
    mine, theirs = (one.objects(table.rows) for one in (behind, table.behind)) if is_there else (None, None)
    if not is_there or any(not np.array_equal(getattr(mine, name), getattr(theirs, name)) for name in _DECIDING):
        raise InputError(
            "These verdicts are on the objects of another evaluation. lens.save_marks writes them, and load_marks of a "
            "Lens on this evaluation finds what they are on again."
        )


def _rows(given: Mapping[Any, Any], name: str, size: int) -> NDArray[np.intp]:
    rows = [whole(row, _MEANING) for row in listed(given.get(name), _MEANING)]
    for row in rows:
        if not 0 <= row < size:
            raise InputError(f"No object in row {row}: there are {size}.")
    return np.array(rows, np.intp)


def _times(given: Mapping[Any, Any], key: str, size: int) -> NDArray[np.int64]:
    meaning = f"{key} are whole seconds since 1970, one for each row"
    if given.get(key) is None:
        return np.full(size, int(time()), np.int64)
    times = [whole(one, meaning) for one in listed(given[key], meaning)]
    if len(times) != size or not all(0 <= one < _LATEST for one in times):
        raise InputError(f"{meaning}; there are {size} rows.")
    return np.array(times, np.int64)
