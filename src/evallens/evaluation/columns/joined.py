"""The outcomes and objects of two models in one table each: those of the model on show, then those of the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .masks import Masks
from .schema import ABSENT
from .tables import NONE, TRUTH, Columns, Objects, Outcomes

_OF_ONE = ("same_truth", "other_truth", "twin")
"""Columns that name rows of one model's table."""


def joined(shown: Columns, baseline: Columns, is_alike: NDArray[np.bool_] | None) -> Columns:
    """One run of rows of both, in which the truths that both have are those of the model on show.

    Row r of the baseline's outcomes is row ``len(shown.outcomes) + r``, and so with its objects. ``is_alike`` says of
    which images, (images,), both have the same truths; ``None``: of all.
    """
    mine, theirs = shown.objects, baseline.objects
    if mine is None or theirs is None:
        nothing: dict[str, Any] = dict.fromkeys(("truth", "prediction"), np.full(len(baseline.outcomes), NONE))
        after = replace(baseline.outcomes, **nothing)
        return replace(shown, outcomes=shown.outcomes.extended(after))
    is_common = common(theirs, mine, is_alike)
    place = np.where(is_common, np.arange(len(theirs)), len(mine) + np.arange(len(theirs)))
    masks = None
    if shown.masks is not None and baseline.masks is not None:
        masks = Masks.stacked([shown.masks, baseline.masks])
    return replace(
        shown,
        outcomes=shown.outcomes.extended(_moved(baseline.outcomes, place)),
        objects=_alone(mine).extended(_alone(theirs)),
        masks=masks,
    )


def common(objects: Objects, others: Objects, is_alike: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Which of the ``objects``, (n,), are truths that another model has at the same row."""
    size = min(len(objects), len(others))
    found = np.zeros(len(objects), np.bool_)
    found[:size] = (objects.side[:size] == TRUTH) & (others.side[:size] == TRUTH)
    found[:size] &= objects.image[:size] == others.image[:size]
    return found if is_alike is None else found & is_alike[objects.image]


def _moved(outcomes: Outcomes, place: NDArray[np.intp]) -> Outcomes:
    there = np.append(place, NONE)
    moved = {
        name: there[np.minimum(getattr(outcomes, name), len(place))].astype(np.uint32)
        for name in ("truth", "prediction")
    }
    return replace(outcomes, **moved)


def _alone(objects: Objects) -> Objects:
    """Without the columns that name rows of their own table."""
    return replace(objects, **dict.fromkeys(_OF_ONE, ABSENT))
