"""What two evaluations must have in common to be compared, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation.columns.notices import Notice
from ..text import counted

_FEW = 3


def checked_names(given: Any) -> tuple[str, str]:
    """The names of two models; raises InputError for any but two different texts."""
    meaning = 'names are two different texts, such as ("v1", "v2")'
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise InputError(f"{meaning}, not {given!r}.")
    if len(given) > 2:
        raise InputError(f"{len(given)} models are named; two are compared at a time.")
    if len(given) < 2 or not all(isinstance(name, str) and name.strip() for name in given) or given[0] == given[1]:
        raise InputError(f"{meaning}, not {given!r}.")
    return given[0], given[1]


def check(one: Any, other: Any, names: tuple[str, str]) -> None:
    """Raise InputError, in words, for what cannot be compared."""
    for given, name in ((one, names[0]), (other, names[1])):
        if not isinstance(given, Evaluation):
            raise InputError(
                f"evallens.compare takes two Evaluations, as evallens.open returns them; {name!r} is {given!r}."
            )
        if given.tables is not None:
            raise InputError(
                f"{name!r} ({given.title or 'untitled'}) is in tables, and a comparison pairs rows that are in memory: "
                'take the images of a split, or of a filter, there with one = one.to_memory(one.images("test")), of '
                "both alike, and compare these."
            )
        if len(given.models) > 1:
            raise InputError(
                f"{name!r} holds {len(given.models)} models; two are compared at a time: take one of it, "
                f"such as ev.model({given.models[-1]!r})."
            )
    _check_same("task", one.task, other.task, names)
    mine, theirs = one.how, other.how
    if mine is None or theirs is None:
        return
    advice = "evaluate one of them again, with the same matching= and iou="
    if mine.rule is not theirs.rule:
        _check_same("rule of matching", mine.rule.name, theirs.rule.name, names, advice)
    _check_same("IoU level", f"{mine.iou:g}", f"{theirs.iou:g}", names, advice)
    _check_same("IoU up to which a prediction lies on nothing", f"{mine.tb:g}", f"{theirs.tb:g}", names, advice)


def _check_same(what: str, mine: str, theirs: str, names: tuple[str, str], advice: str = "") -> None:
    if mine != theirs:
        tail = f": {advice}." if advice else "."
        raise InputError(f"Two models are compared by one {what}; {names[0]!r} has {mine}, {names[1]!r} {theirs}{tail}")


def about_images(names: tuple[str, str], only: tuple[list[str], list[str]]) -> Iterator[Notice]:
    """Images that one side alone has."""
    for name, found in zip(names, only, strict=True):
        if found:
            words = f"{counted(len(found), 'images', 'are')} in {name} alone, such as {found[0]!r}, and left out."
            yield Notice("image-in-one", len(found), tuple(found[:_FEW]), words)


def about_classes(names: tuple[str, str], lacking: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[Notice]:
    """Classes that one side does not know."""
    for name, found in zip(names, lacking, strict=True):
        if found:
            words = f"{name} does not know {counted(len(found), 'classes')} of the other, such as {found[0]!r}."
            yield Notice("class-in-one", len(found), tuple(found[:_FEW]), words)


def about_truths(names: list[str]) -> Iterator[Notice]:
    """Images, by name, whose truths are not the same."""
    if names:
        words = (
            f"{counted(len(names), 'images', 'have')} other truths on each side, such as {names[0]!r}: they stand in "
            "rates and matrices, not in what was fixed or broken."
        )
        yield Notice("truths-differ", len(names), tuple(names[:_FEW]), words)


def about_sizes(names: list[str]) -> Iterator[Notice]:
    """Images, by name, whose pictures have two sizes."""
    if names:
        words = f"{counted(len(names), 'images', 'have')} another size on each side, such as {names[0]!r}."
        yield Notice("sizes-differ", len(names), tuple(names[:_FEW]), words)


def about_numbers(one: Evaluation, other: Evaluation, names: tuple[str, str]) -> Iterator[Notice]:
    """Scores on one side only, thresholds that one does not hold, and mix-ups that are counted in two ways."""
    both = ((names[0], one, other), (names[1], other, one))
    for name, mine, theirs in both:
        if not mine.header.scored and theirs.header.scored:
            yield Notice("scores-in-one", 1, (), f"{name} has no confidences: at every threshold its numbers are one.")
    if one.header.mixups != other.header.mixups:
        words = " and ".join(f"{name} as {part.header.mixups}" for name, part, _ in both)
        yield Notice("mixups-differ", 1, (), f"Mix-ups of two classes are counted by each side's own way: {words}.")
    for name, mine, theirs in both:
        lacks = np.setdiff1d(theirs.thresholds, mine.thresholds)
        if len(lacks) and mine.header.scored and mine.source is None:
            words = (
                f"{name} holds no numbers at {counted(len(lacks), 'thresholds')} of the other, such as {lacks[0]} %."
            )
            yield Notice("thresholds-in-one", len(lacks), tuple(f"{t} %" for t in lacks[:_FEW].tolist()), words)
