"""What a user and a Python session do to a gallery of pages, and which page is on show after each of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests import oracle
from tests.oracle import Json

PAGE_SIZE = 10

LASSO = [[0.5, -1], [4, 0.5], [3, 4.5], [0.25, 3]]

STEPS: tuple[Json, ...] = (
    {"page": 99},
    {"page": -4},
    {"page": 2},
    {"cells": [[0, 1], [2, 3], [1, 2], [3, 0]]},
    {"page": 2},
    {"cells": []},
    {"page": 3},
    {"clusters": [-1, 0, 1, 2]},
    {"page": 2},
    {"view": {"colour": "cluster"}},
    {"view": {"normalize": "actual"}},
    {"view": {"sort": "name"}},
    {"page": 2},
    {"view": {"sort": "name"}},
    {"lasso": LASSO},
    {"page": 2},
    {"clusters": []},
    {"lasso": []},
    {"page": 2},
    {"query": "t"},
    {"page": 3},
    {"confidence": 40},
    {"page": 2},
    {"split": "test"},
    {"page": 2},
    {"split": "all"},
    {"query": ""},
    {"page": 3},
    {"picked": list(range(12))},
    {"page": 7},
    {"query": "no such name"},
    {"page": 5},
)
"""Each sets one thing."""


def page_steps(ev: Json) -> Iterator[Json]:
    """Each step with the page on show after it, over the evaluation ``ev``, all of its splits."""
    query: Json = {**oracle.EVERYTHING}
    view: dict[str, Any] = {"sort": "errors"}
    page = 1
    for step in STEPS:
        ((name, value),) = step.items()
        if name == "page":
            page = oracle.page_on_show(value, PAGE_SIZE, len(oracle.visible(ev, query)))
        elif name == "view":
            page = 1 if value.get("sort", view["sort"]) != view["sort"] else page
            view |= value
        else:
            query[name] = value
            page = 1
        yield {"set": step, "page": page}
