"""What average precision would gain without one kind of error: TIDE's dAP.

Source: tidecv 1.0.1, ``quantify.py`` and ``ap.py``; AP at one level of IoU, precision read off at 101 recalls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...matching.kinds import Kind, Kinds
from ..columns.tables import NONE, Objects, Outcomes
from .cells import Mask

_RECALLS = np.arange(101) / 100
_POINTS = 100
"""AP as TIDE prints it, in hundredths."""

Index = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Ranked:
    """Predictions that count, by score from high to low, and how many truths each class has."""

    score: NDArray[np.float64]
    label: Index
    is_hit: Mask
    wanted: Index
    """(classes,)."""
    kind: Kinds
    truth: Index
    """The truth that each one would have found, had it been placed or called right; -1: none, or it is taken."""
    truth_label: Index

    def take(self, rows: Index) -> _Ranked:
        """The predictions of ``rows``."""
        names = ("score", "label", "is_hit", "kind", "truth", "truth_label")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


def delta_ap(outcomes: Outcomes, objects: Objects, rows: Mask, classes: int) -> dict[Kind, float]:
    """The gain in mean average precision without each kind of error, in points, 0..100.

    Args:
        outcomes: Outcomes that were matched within a class, by score.
        objects: The objects behind them.
        rows: The outcomes that hold, (outcomes,).
        classes: Number of classes.

    A localisation or class error is mended where it is the best-scored one that points to a truth which is still free,
    and goes where it is not; a missed truth goes. Classes without a truth have no AP and are left out of the mean.
    """
    held = outcomes.take(rows)
    ranked = _ranked(held, objects, classes)
    before = _mean(ranked)
    ranked = _errors_first(ranked)
    gains = {kind: max(_mean(mended) - before, 0.0) for kind, mended in _without_each(ranked)}
    lost = held.take(held.kind == Kind.MISSED)
    fewer = ranked.wanted - np.bincount(lost.actual, minlength=classes)
    return {**gains, Kind.MISSED: max(_mean(replace(ranked, wanted=fewer)) - before, 0.0)}


def mean_ap(outcomes: Outcomes, objects: Objects, rows: Mask, classes: int) -> float:
    """The mean average precision that ``delta_ap`` starts from, in points."""
    return _mean(_ranked(outcomes.take(rows), objects, classes))


def _ranked(held: Outcomes, objects: Objects, classes: int) -> _Ranked:
    named = held.take(held.prediction != NONE)
    score = objects.score[named.prediction].astype(np.float64)
    order = np.lexsort((named.prediction, named.image, -score))
    named, score = named.take(order), score[order]
    is_hit = named.kind == Kind.CORRECT
    own = named.prediction.astype(np.int64)
    candidate = np.where(named.kind == Kind.LOCALISATION, objects.same_truth[own], objects.other_truth[own])
    is_pointing = (named.kind == Kind.LOCALISATION) | (named.kind == Kind.CLASS)
    is_free = np.ones(len(objects) + 1, np.bool_)
    is_free[named.truth[is_hit]] = False
    truth = np.where(is_pointing, candidate, NONE).astype(np.int64)
    truth = np.where((truth != NONE) & is_free[np.minimum(truth, len(objects))], truth, -1)
    wanted = np.bincount(held.actual[held.truth != NONE], minlength=classes)
    labels = np.append(objects.label, 0).astype(np.int64)
    return _Ranked(
        score, named.predicted.astype(np.int64), is_hit, wanted.astype(np.int64), named.kind, truth, labels[truth]
    )


def _without_each(ranked: _Ranked) -> Iterator[tuple[Kind, _Ranked]]:
    """The predictions as they would be without each kind."""
    is_best = _best_of_their_truths(ranked.truth)
    for kind in (Kind.CLASS, Kind.LOCALISATION, Kind.BOTH, Kind.DUPLICATE, Kind.BACKGROUND):
        is_kind = ranked.kind == kind
        is_mended = is_kind & is_best
        kept = ~is_kind | is_mended
        label = np.where(is_mended, ranked.truth_label, ranked.label)
        yield (
            kind,
            replace(ranked, label=label, is_hit=ranked.is_hit | is_mended).take(np.flatnonzero(kept)),
        )


def _errors_first(ranked: _Ranked) -> _Ranked:
    """The same with errors before what is right among equal scores, as tidecv ranks what it mends."""
    return ranked.take(np.lexsort((ranked.is_hit, -ranked.score)))


def _best_of_their_truths(truth: Index) -> Mask:
    """Which predictions, by score, are the first that point to their truth."""
    is_best = np.zeros(len(truth), np.bool_)
    _, first = np.unique(truth, return_index=True)
    is_best[first] = True
    return is_best & (truth >= 0)


def _mean(ranked: _Ranked) -> float:
    """Mean over the classes that have truths, in points; 0 where none has."""
    known = np.flatnonzero(ranked.wanted > 0)
    by_class = np.argsort(ranked.label, kind="stable")
    bounds = np.searchsorted(ranked.label[by_class], np.stack([known, known + 1]))
    found = [
        _average(ranked.is_hit[by_class[start:stop]], int(ranked.wanted[label]))
        for label, start, stop in zip(known.tolist(), *bounds.tolist(), strict=True)
    ]
    return _POINTS * float(np.mean(found)) if found else 0.0


def _average(is_hit: Mask, wanted: int) -> float:
    """Average precision of one class whose predictions stand by score."""
    hits = np.cumsum(is_hit)
    precision = hits / np.arange(1, len(is_hit) + 1)
    envelope = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
    return float(envelope[np.searchsorted(hits / wanted, _RECALLS, side="left")].mean())
