"""How a service counts a mix-up of two classes, found from its own per-image stats."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ..evaluation import counts
from ..evaluation.header import Header, Mixups
from ..evaluation.tables import Outcomes

Counts = NDArray[np.int64]


def convention(outcomes: Outcomes, stats: Counts, header: Header, confidence: int) -> Mixups:
    """The convention that explains every image's ``stats`` (n, 3); ``both`` when none or several do."""
    fitting = [name for name in get_args(Mixups) if not _differing(outcomes, stats, header, name, confidence).any()]
    return fitting[0] if len(fitting) == 1 else "both"


def unexplained(outcomes: Outcomes, stats: Counts, header: Header, confidence: int) -> str | None:
    """A notice with both totals when the service's ``stats`` are not what the records sum to."""
    differing = _differing(outcomes, stats, header, header.mixups, confidence)
    if not differing.any():
        return None
    own = counts.per_image(outcomes, confidence, len(stats), header)
    sums = f"TP {own.tp.sum()}, FP {own.fp.sum()}, FN {own.fn.sum()}"
    theirs = "TP {}, FP {}, FN {}".format(*stats.sum(axis=0).tolist())
    return (
        f"At {confidence} % the service's own stats of {int(differing.sum())} of {len(stats)} images are not what "
        f"their records sum to: {theirs} by the service, {sums} by the records. Shown are the sums of the records."
    )


def _differing(outcomes: Outcomes, stats: Counts, header: Header, mixups: Mixups, confidence: int) -> NDArray[np.bool_]:
    tallies = counts.per_image(outcomes, confidence, len(stats), replace(header, mixups=mixups))
    own: Counts = np.stack([tallies.tp, tallies.fp, tallies.fn], axis=1)
    differing: NDArray[np.bool_] = (own != stats).any(axis=1)
    return differing
