"""Traits that hold bytes, of which some may be gone in a later value.

Whoever saves the widgets of a notebook keeps for each of them the last buffer of every place at which he ever saw one,
and puts all of these into the last state: a place that is gone there would leave the reader a blank output.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import traitlets

_GONE = {"data": b""}
"""In the place of a column that was sent once: js/src/data/columns.ts takes it for none."""


def holding_bytes() -> Any:
    """A synced dict of columns and blocks of them: what travels has a place for all that ever had bytes."""
    places: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()

    def completed(value: dict[str, Any], lens: Any) -> dict[str, Any]:
        places[lens] = _merged(places.get(lens, {}), _places_in(value))
        return _merged(places[lens], value)

    return traitlets.Dict().tag(sync=True, to_json=completed)


def _places_in(value: dict[str, Any]) -> dict[str, Any]:
    """The columns in it, each as one that is gone."""
    found: dict[str, Any] = {}
    for name, item in value.items():
        if isinstance(item, dict):
            inner = dict(_GONE) if isinstance(item.get("data"), bytes | memoryview) else _places_in(item)
            if inner:
                found[name] = inner
    return found


def _merged(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """``now``, with what only ``before`` has."""
    nested = {
        name: _merged(before[name], item)
        for name, item in now.items()
        if isinstance(item, dict) and isinstance(before.get(name), dict)
    }
    return before | now | nested
