"""What a caller may hand in, checked: every refusal says in words what is taken."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from reprlib import repr as shortened
from typing import Any

from .errors import InputError


def listed(given: Any, what: str, meaning: str) -> list[Any]:
    """What is in a list or anything like one; raises InputError for a text, and for what has no order."""
    try:
        if not isinstance(given, str | bytes | Mapping | AbstractSet):
            return list(given)
    except TypeError:
        pass
    raise InputError(f"{what} is {meaning}, not {shortened(given)}")
