"""The threshold at which a rate is best: one rule for every curve, of all classes or of one."""

from __future__ import annotations

import numpy as np

from .cells import Mask
from .counts import Rates, Tallies


def peak(rate: Rates, tallies: Tallies, known: Mask) -> int | None:
    """The integer percent at which ``rate`` is highest among the ``known`` thresholds; all are (101,).

    Of equal ones it is the lowest. Where that is the lowest known one it is, instead, the highest up to which no
    count changes: below it lies no prediction, so "0 %" would say nothing. A class whose predictions all have a
    score of .25 or more and which is best with all of them has its peak at 25; one whose counts never change, at the
    lowest known. ``None``: above 0 nowhere.
    """
    percents = np.flatnonzero(known)
    among = np.nan_to_num(rate[percents])
    if not among.any():
        return None
    best = int(among.argmax())
    if best == 0:
        counted = np.stack([tallies.tp, tallies.fp, tallies.fn])[:, percents]
        is_changed = (counted != counted[:, :1]).any(axis=0)
        best = max(0, int(is_changed.argmax()) - 1)
    return int(percents[best])
