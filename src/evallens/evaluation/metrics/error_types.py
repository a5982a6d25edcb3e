"""How many errors of each kind there are, and what would be gained without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...matching.kinds import Kind
from ..columns.header import Header
from ..columns.tables import Outcomes
from .cells import Mask
from .counts import Tallies, counted_as, ratio
from .kinds import ERRORS, NAMES, by_kind, kinds_of


@dataclass(frozen=True, kw_only=True)
class ErrorTypes:
    """Errors by kind, at one threshold.

    Kinds are called "class", "localisation", "both", "duplicate", "background", "missed", "covered" (by a poorly placed
    or wrongly called prediction) and "unknown", where there are no boxes to tell why.
    """

    counts: Mapping[str, int]
    """Instances of each kind; a mix-up of two classes is one."""
    by_class: Mapping[str, Mapping[str, int]]
    """The same by class: what was predicted, or what there is where nothing was. Classes without errors are missing."""
    f1: float
    """F1 as it is; NaN for 0/0."""
    f1_without: Mapping[str, float]
    """F1 with all errors of one kind left out; "covered" is none of its own, for another kind covers it."""
    map50: float | None = None
    """Mean average precision in points, 0..100, by the protocol "tide"; ``None`` without one."""
    dap: Mapping[str, float] | None = None
    """What it would gain without the errors of each kind, in points."""


def error_types(outcomes: Outcomes, rows: Mask, header: Header, rates: Tallies | None = None) -> ErrorTypes:
    """Count the kinds of the outcomes ``rows``, a mask of all, and what F1 would be without these.

    F1 counts over the same outcomes, or is that of ``rates`` (0-d), whose outcomes hold these.
    """
    counted = by_kind(outcomes, rows, header)
    shown = [kind for kind in ERRORS if kind != Kind.UNKNOWN or counted[:, kind].any()]
    f1, without = _f1(outcomes, rows, header, rates)
    return ErrorTypes(
        counts={NAMES[kind]: int(counted[:, kind].sum()) for kind in shown},
        by_class={
            header.classes[label]: {NAMES[kind]: int(counted[label, kind]) for kind in shown if counted[label, kind]}
            for label in header.display_order
            if counted[label, shown].any()
        },
        f1=f1,
        f1_without={NAMES[kind]: without[kind] for kind in shown if kind != Kind.COVERED},
    )


def _f1(outcomes: Outcomes, rows: Mask, header: Header, rates: Tallies | None) -> tuple[float, list[float]]:
    """F1, and F1 without each kind by its number."""
    index = np.flatnonzero(rows)
    kinds, count = kinds_of(outcomes, header, index), outcomes.count[index]
    flags = counted_as(outcomes.actual[index], outcomes.predicted[index], header)
    tp, fp, fn = (_summed(kinds[flag], count[flag]) for flag in flags)
    of = (tp, fp, fn) if rates is None else (rates.tp, rates.fp, rates.fn)
    hits, every = 2 * int(of[0].sum()), int(of[1].sum()) + int(of[2].sum())

    def rate(wrong: Any) -> NDArray[np.float64]:
        return ratio(np.broadcast_to(hits, np.shape(wrong)), hits + np.asarray(wrong))

    return float(rate(every)), rate(every - fp - fn).tolist()


def _summed(kinds: NDArray[np.uint8], count: NDArray[np.int64]) -> NDArray[np.int64]:
    total = np.zeros(len(Kind), np.int64)
    np.add.at(total, kinds, count)
    return total
