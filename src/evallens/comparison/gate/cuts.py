"""What a rule is about, found in the evaluation that it is asked of: classes, a split and a size of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from ...errors import InputError, unknown_name
from ...evaluation import Evaluation
from ...evaluation.columns.tables import ALL
from .rules import EACH, Rule

SIZES = ("small", "medium", "large")


class Cut(NamedTuple):
    """The part of an evaluation that a rule is about."""

    split: str
    size: str | None
    """small, medium or large; ``None``: objects of any size."""

    @property
    def words(self) -> str:
        """In words: "small objects of test"."""
        where = "all splits" if self.split == ALL else self.split
        return f"{self.size} objects of {where}" if self.size else where


def cut(rule: Rule, evaluation: Evaluation, split: str) -> Cut:
    """The slice of a rule; ``split`` is that of rules that name none. Raises InputError for one that is not there."""
    name = rule.slice
    if name is None or name in SIZES:
        return Cut(split, name)
    splits = [*evaluation.splits, ALL]
    if name in (*splits, evaluation.default_split):
        return Cut(name, None)
    raise unknown_name("slice", name, [*splits, *SIZES])


def labels(rule: Rule, evaluation: Evaluation, occurring: Iterable[str]) -> list[str | None]:
    """The classes of a rule, of those that occur where it stands for each; ``None``: all of them together.

    Raises UnknownNameError for a class that is not there.
    """
    if rule.label is None:
        return [None]
    background = evaluation.header.background
    named = [name for i, name in enumerate(evaluation.classes) if i != background]
    if rule.label in named:
        return [rule.label]
    if rule.label != EACH:
        raise unknown_name("class", rule.label, named)
    among = set(occurring)
    return [name for name in named if name in among]


@contextmanager
def placed(rule: Rule) -> Iterator[None]:
    """Say of an InputError within which rule it is about."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{rule.place}: {error}") from error
