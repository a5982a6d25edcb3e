"""How a service counts a mix-up of two classes, found from its own per-image stats."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from ...evaluation.columns.header import Header, Mixups
from ...evaluation.columns.notices import Notice
from ...evaluation.columns.tables import Outcomes
from ...evaluation.metrics import counts

Counts = NDArray[np.int64]
_Totals = tuple[int, int, int]


class Comparison(NamedTuple):
    """A service's per-image stats beside the sums of its records, under each convention."""

    confidence: int
    """Integer percent."""
    images: int
    """How many images were compared."""
    theirs: _Totals
    """TP, FP, FN by the service."""
    ours: dict[str, tuple[int, _Totals]]
    """By convention: how many images differ, and TP, FP, FN by the records."""

    @property
    def convention(self) -> Mixups:
        """The convention that explains every image; ``both`` when none or several do."""
        names: tuple[Mixups, ...] = get_args(Mixups)
        fitting = [name for name in names if self.ours[name][0] == 0]
        return fitting[0] if len(fitting) == 1 else "both"

    def notices(self, mixups: Mixups) -> tuple[Notice, ...]:
        """A notice with both totals when ``mixups`` does not explain every image."""
        differing, sums = self.ours[mixups]
        if not differing:
            return ()
        words = (
            f"At {self.confidence} % the service's own stats of {differing} of {self.images} images are not what "
            f"their records sum to: {_words(self.theirs)} by the service, {_words(sums)} by the records. "
            "Shown are the sums of the records."
        )
        return (Notice("stats-differ", differing, (), words),)


def compared(outcomes: Outcomes, stats: Counts, header: Header, confidence: int) -> Comparison:
    """Compare ``stats`` (n, 3) of n images with ``outcomes``, whose ``image`` is a row of ``stats``."""
    ours, held = {}, counts.active(outcomes, confidence)
    for mixups in get_args(Mixups):
        tallies = counts.per_image(outcomes, held, len(stats), replace(header, mixups=mixups))
        sums: Counts = np.stack([tallies.tp, tallies.fp, tallies.fn], axis=1)
        ours[mixups] = (int((sums != stats).any(axis=1).sum()), _totals(sums))
    return Comparison(confidence, len(stats), _totals(stats), ours)


def _totals(tallies: Counts) -> _Totals:
    tp, fp, fn = tallies.sum(axis=0).tolist()
    return tp, fp, fn


def _words(totals: _Totals) -> str:
    return "TP {}, FP {}, FN {}".format(*totals)
