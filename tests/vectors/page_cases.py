"""What a user and a Python session do to a gallery of pages, and which page is on show after each of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests import oracle
from tests.oracle import Json

PAGE_SIZE = 10

TASKS = ("object-detection", "classification")

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
    {"query": ""},
    {"picked": []},
    {"page": 3},
    {"view": {"face": "instances"}},
    {"page": 3},
    {"page": 99},
    {"view": {"sort": "errors"}},
    {"page": 4},
    {"view": {"instance_sort": "size"}},
    {"page": 2},
    {"cells": [[0, 1], [2, 3]]},
    {"page": 9},
    {"view": {"face": "images"}},
    {"page": 9},
)
"""Each sets one thing."""


def page_steps(ev: Json) -> Iterator[Json]:
    """Each step with the page on show after it as each task, over the evaluation ``ev``, all of its splits."""
    for each in zip(*(_steps(ev, task) for task in TASKS), strict=True):
        yield {"set": each[0][0], "pages": [page for _, page in each]}


def _steps(ev: Json, task: str) -> Iterator[tuple[Json, int]]:
    query: Json = {**oracle.EVERYTHING}
    view: dict[str, Any] = {"sort": "errors", "face": "images", "instance_sort": "score"}
    page = 1
    for step in STEPS:
        ((name, value),) = step.items()
        if name == "page":
            page = oracle.page_on_show(value, PAGE_SIZE, _cards(ev, query, view["face"], task))
        elif name == "view":
            is_same_order = all(value.get(key, view[key]) == view[key] for key in ("sort", "face", "instance_sort"))
            page = page if is_same_order else 1
            view |= {key: value[key] for key in view if key in value}
        else:
            query[name] = value
            page = 1
        yield step, page


def _cards(ev: Json, query: Json, face: str, task: str) -> int:
    """An image a card, or an outcome that passes everything where each is one."""
    shown = oracle.visible(ev, query)
    if face == "images" or task != "classification":
        return len(shown)
    return sum(out.image in shown and oracle.is_kept(ev, query, out) for out in oracle.outcomes(ev))
