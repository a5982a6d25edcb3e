"""The golden vectors asked of tables: each question of each query, or of each vector a fixed choice."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import evallens
from evallens.errors import InputError
from evallens.evaluation import Evaluation
from tests.built import evaluation_of, where_of
from tests.oracle import Json
from tests.tables.questions import Question, histogram, questions

FOLDER = Path(__file__).parents[1] / "vectors"
EVERYTHING = "EVALLENS_TEST_ENGINES"
"""The variable of the environment that has every engine asked everything."""


def _names() -> list[str]:
    paths = [*sorted(FOLDER.glob("*.json")), *sorted((FOLDER / "facets").glob("*.json"))]
    names = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in paths]
    return [name for name in names if "queries" in read(name)]


def read(name: str) -> Json:
    vector: Json = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return vector


NAMES = _names()
"""The vectors of one evaluation each."""


def everything(vector: Json, ev: Evaluation) -> Iterator[tuple[int, Question]]:
    """The number of each query, with each question."""
    return ((number, question) for number in range(len(vector["queries"])) for question in questions(ev))


def chosen(vector: Json, ev: Evaluation) -> Iterator[tuple[int, Question]]:
    """For an engine that takes long: every question of the vector, each with another query, or everything.

    The choice is the same every time, and another one of each vector.
    """
    if os.environ.get(EVERYTHING):
        yield from everything(vector, ev)
        return
    rng = random.Random(vector["about"])  # noqa: S311 - repeatable is what is wanted
    numbers: list[int] = []
    for question in questions(ev):
        numbers = numbers or rng.sample(range(len(vector["queries"])), len(vector["queries"]))
        yield numbers.pop(), question


def check(vector: Json, tables: Evaluation, memory: Evaluation, wanted: Iterator[tuple[int, Question]]) -> int:
    """Are the answers of tables those of the vector, or of memory where the vector says nothing? How many were."""
    count = 0
    for number, question in wanted:
        query = vector["queries"][number]
        where, told = where_of(query["asked"]), question.told(query["answer"])
        expected = question.ask(memory, where, number) if told is None else told
        assert question.ask(tables, where, number) == expected, (question.name, query["asked"])
        count += 1
    return count


def check_histograms(opened: Callable[[Evaluation], Evaluation], *, every: bool) -> None:
    """Histograms of each vector of ranges over tables as ``opened`` makes them; some of them or ``every`` one."""
    vector = read("histograms/ranges")
    held: dict[str, Evaluation] = {}
    for number, case in enumerate(vector["cases"]):
        name = case["evaluation"]
        if name not in held:
            held[name] = opened(evaluation_of(read(name)))
        for turn, (value, answer) in enumerate(case["histograms"].items()):
            if every or os.environ.get(EVERYTHING) or (number + turn) % 5 == 0:
                assert histogram(held[name], where_of(case["asked"]), value) == answer, (name, case["asked"], value)


NEEDS_MEMORY: dict[str, Callable[[Evaluation], Any]] = {
    "average precision": lambda ev: ev.map_results(),
    "suspects": lambda ev: ev.suspects(),
    "calibration": lambda ev: ev.calibration(),
    "recommendations": lambda ev: ev.recommendations(),
    "TIDE": lambda ev: ev.error_types(protocol="tide"),
    "a file": lambda ev: ev.save("run.evallens"),
}


def check_refusals(tables: Evaluation) -> None:
    """Is what tables cannot answer refused in words: what needs all rows in memory, and a second model?"""
    for ask in NEEDS_MEMORY.values():
        with pytest.raises(InputError, match=r"in tables.*ev\.to_memory"):
            ask(tables)
    with pytest.raises(InputError, match="in memory"):
        evallens.compare(tables, tables)
    two = replace(tables.where("all"), model="v2", baseline="v1")
    for question in questions(tables):
        with pytest.raises(InputError, match="compare two that are in memory"):
            question.ask(tables, two, 0)
