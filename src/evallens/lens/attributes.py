"""Checks the names of attributes that are set on a Lens: a misspelt one would be stored and change nothing."""

from __future__ import annotations

from typing import Any

from ..errors import InputError, UnknownNameError, unknown_name
from ..evaluation.facets import FACETS
from .wire.schema import BOTH_WRITE
from .wire.settings import VIEW_DEFAULT

_SET = (*BOTH_WRITE, "thumbnail_budget", "mask_budget", "export_budget")

_MEANT = {
    **{f"{start}{end}": "confidence" for start in ("threshold", "conf", "score") for end in ("", "s", "_threshold")},
    **dict.fromkeys(("search", "name", "filter", "filters", "text"), "query"),
    **dict.fromkeys(("polygon", "selection", "region"), "lasso"),
    **dict.fromkeys(("images", "rows", "indices"), "picked"),
    **{facet.name: f'where = {{"{facet.name}": (low, high)}}' for facet in FACETS if facet.is_in_where},
    **{name: f'view = {{"{name}": ...}}' for name in VIEW_DEFAULT},
    "color": 'view = {"colour": ...}',
}
"""Other words for an attribute, and the attribute that is meant."""


class Declared:
    """Only attributes that a trait or a class declares, by a value or an annotation, and `_names` can be set."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Raise UnknownNameError naming the closest attribute, InputError for one that is read-only."""
        kind = type(self)
        own = getattr(kind, name, None)
        if isinstance(own, property) and own.fset is None:
            raise InputError(f"lens.{name} cannot be set: it follows from the others, which are {', '.join(_SET)}.")
        if not name.startswith("_") and not hasattr(kind, name) and not _is_annotated(kind, name):
            raise _unknown(name)
        super().__setattr__(name, value)


def _is_annotated(kind: type, name: str) -> bool:
    return any(name in getattr(base, "__annotations__", {}) for base in kind.__mro__)


def _unknown(name: str) -> UnknownNameError:
    meant = _MEANT.get(name.lower())
    if meant is None:
        return unknown_name("attribute of a Lens", name, _SET)
    return UnknownNameError(f"No attribute of a Lens named {name!r}. Did you mean {meant!r}?")
