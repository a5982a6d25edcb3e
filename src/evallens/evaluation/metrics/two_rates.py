"""Rates of two models by class or by size, as what each image adds to them: what tests of their difference go by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...statistics.ratios import Ratios
from ..columns.header import Header
from ..columns.tables import Outcomes
from .cells import Mask, cell_kinds
from .counts import counted_as

Rate = Literal["accuracy", "precision", "recall", "f1"]


class Counted(NamedTuple):
    """What one model is counted from: the outcomes that hold, and which of them each label stands for."""

    header: Header
    outcomes: Outcomes
    place: NDArray[np.integer]
    """Image of each outcome among those that count, ascending or not, (outcomes,)."""
    groups: Sequence[Mask] | None
    """The outcomes of each label, (outcomes,) each, of which one may be in two; ``None``: labels are classes."""


def ratios(models: tuple[Counted, Counted], rate: Rate, images: int, labels: int) -> Ratios:
    """A rate of both models over ``images`` images, with one of ``labels`` labels for each row."""
    return _joined([_entries(model, rate) for model in models], images, labels)


def truths(models: tuple[Counted, Counted], images: int, labels: int) -> NDArray[np.int64]:
    """In how many images there is anything of a label in the truth of either model, (labels,)."""
    return _joined([_supports(model) for model in models], images, labels).holding


class _Entries(NamedTuple):
    """Counts that are added up by image and label."""

    image: NDArray[np.integer]
    label: NDArray[np.integer]
    part: NDArray[np.int64]
    whole: NDArray[np.int64]


_WEIGHTS: dict[Rate, tuple[int, int, int, int, int]] = {
    "accuracy": (1, 0, 0, 0, 1),
    "precision": (1, 1, 1, 0, 0),
    "recall": (1, 1, 0, 1, 0),
    "f1": (2, 2, 1, 1, 0),
}
"""How often a true positive is a part; and it, a false positive, a false negative and any truth are of the whole."""


def _entries(model: Counted, rate: Rate) -> _Entries:
    outcomes = model.outcomes
    correct, positive, negative = counted_as(outcomes.actual, outcomes.predicted, model.header)
    part, *wholes = _WEIGHTS[rate]
    counted = (
        (correct, outcomes.actual),
        (positive, outcomes.predicted),
        (negative, outcomes.actual),
        (_is_truth(model), outcomes.actual),
    )
    added = zip(counted, (part, 0, 0, 0), wholes, strict=True)
    return _stacked([_of(model, *which, one, whole) for which, one, whole in added if one or whole])


def _supports(model: Counted) -> _Entries:
    return _stacked([_of(model, _is_truth(model), model.outcomes.actual, 0, 1)])


def _is_truth(model: Counted) -> Mask:
    kinds = cell_kinds(model.outcomes.actual, model.outcomes.predicted, model.header.background)
    return kinds.correct | kinds.mixup | kinds.missed


def _of(model: Counted, mask: Mask, classes: NDArray[Any], part: int, whole: int) -> _Entries:
    """The outcomes of ``mask``, each as often as it counts."""

    def entries(rows: NDArray[np.intp], label: int | None) -> _Entries:
        count = model.outcomes.count[rows].astype(np.int64)
        labels = classes[rows].astype(np.intp) if label is None else np.full(len(rows), label, np.intp)
        return _Entries(model.place[rows], labels, part * count, whole * count)

    if model.groups is None:
        return entries(np.flatnonzero(mask), None)
    return _stacked([entries(np.flatnonzero(mask & group), label) for label, group in enumerate(model.groups)])


def _stacked(entries: Sequence[_Entries]) -> _Entries:
    return _Entries(*map(np.concatenate, zip(*entries, strict=True)))


def _joined(models: Sequence[_Entries], images: int, labels: int) -> Ratios:
    keys = [one.image.astype(np.int64) * labels + one.label for one in models]
    rows, place = np.unique(np.concatenate(keys), return_inverse=True)
    part, whole = np.zeros((2, 2, len(rows)), np.int64)
    ends = np.split(place, [len(keys[0])])
    for model, (one, at) in enumerate(zip(models, ends, strict=True)):
        np.add.at(part[model], at, one.part)
        np.add.at(whole[model], at, one.whole)
    return Ratios(rows // labels, rows % labels, part, whole, images, labels)
