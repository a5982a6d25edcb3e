"""Query parameters: defaults, limits, and the refusal that says what was wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..evaluation.columns.tables import ALL, SPLITS

_NUMBER = re.compile(r"[0-9]{1,16}")
LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader holds exactly."""
FILTERS = {"project": "project", "version": "version", "versionId": "version", "model": "model", "modelId": "model"}
"""What the list is filtered by, under every name it may be called."""
_NAMES = frozenset({*FILTERS, "split", "confidence", "limit", "offset", "status", "frontierMetric"})
STATES = ("running", "done", "failed")


class RefusedError(Exception):
    """A request that is answered with ``status`` and the contract's flat error body."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def query_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The query of a request by name; 400 ``invalid_NAME`` for a parameter of the contract that is given twice."""
    query: dict[str, str] = {}
    for name, value in pairs:
        if name in query and name in _NAMES:
            raise RefusedError(400, f"invalid_{name}", f"{name} must be given once.")
        query[name] = value
    return query


def split_of(query: Mapping[str, str], default: str, allowed: tuple[str, ...] = (*SPLITS, ALL)) -> str:
    """The split asked for; 400 ``invalid_split`` for one this endpoint does not know."""
    split = query.get("split", default)
    if split not in allowed:
        raise RefusedError(400, "invalid_split", f"split must be one of {', '.join(allowed)}.")
    return split


def confidence_of(query: Mapping[str, str]) -> int | None:
    """The integer percent asked for, if any; 400 ``invalid_confidence`` outside 0..100."""
    if "confidence" not in query:
        return None
    given = query["confidence"]
    if not _NUMBER.fullmatch(given) or int(given) > 100:
        raise RefusedError(400, "invalid_confidence", "confidence must be an integer in [0, 100].")
    return int(given)


def number_of(query: Mapping[str, str], name: str, default: int, *, least: int, most: int | None = None) -> int:
    """A whole number, capped at ``most``; 400 below ``least`` or when it is none."""
    given = query.get(name)
    if given is None:
        return default
    if not _NUMBER.fullmatch(given) or not least <= int(given) <= LARGEST:
        raise RefusedError(400, f"invalid_{name}", f"{name} must be an integer in [{least}, {LARGEST}].")
    return int(given) if most is None else min(int(given), most)


def filter_of(query: Mapping[str, str]) -> tuple[str, str] | None:
    """Which of project, version and model the list is filtered by; 400 for more than one."""
    given = [(name, query[alias]) for alias, name in FILTERS.items() if alias in query]
    if len(given) > 1:
        raise RefusedError(400, "invalid_filter_combination", "Pass at most one of project, version and model.")
    return given[0] if given else None


def state_of(query: Mapping[str, str]) -> str | None:
    """The status the list is filtered by; 400 ``invalid_status`` for an unknown one."""
    status = query.get("status")
    if status is not None and status not in STATES:
        raise RefusedError(400, "invalid_status", f"status must be one of {', '.join(STATES)}.")
    return status
