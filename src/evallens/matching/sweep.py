"""The matching at all 101 confidence thresholds in one pass.

Taking pairs greedily in a fixed order gives the only *stable* matching: no left-out pair ranks
before what both of its objects have. So it need not be recomputed at every threshold. Going down
from 100 to 0, a prediction that enters proposes to its ground truths in their order, a ground truth
keeps the pair that ranks first, and whoever is turned away proposes on (Gale and Shapley 1962). A
ground truth never loses a partner but for a better one, so no proposal is ever made twice: the whole
sweep costs one look at each pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]
Percent = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class MatchIntervals:
    """Which pairs are matched at which thresholds, and from which on a ground truth or prediction has no partner."""

    pair: Index
    """Rows of matched pairs, (matches,), by ground truth and from high thresholds to low; a pair may stand twice."""
    first: Percent
    last: Percent
    """The pair is matched at the thresholds ``first..last``, integer percents, each (matches,)."""
    found: Percent
    """For each ground truth, the highest threshold at which it has a partner; -1: never."""
    alone: Percent
    """For each prediction, the highest threshold at which it has none; -1: always has one or never enters."""


def sweep(truth: Index, prediction: Index, *, truths: int, enters: NDArray[np.integer]) -> MatchIntervals:
    """Match at every threshold from 100 to 0.

    Args:
        truth: The ground truth of each pair, (P,), in the order in which a rule takes pairs.
        prediction: The prediction of each pair, (P,).
        truths: Number of ground truths.
        enters: For each prediction the highest threshold that keeps it, integer percent; -1: none does.
    """
    proposals = _Proposals(truth, prediction, truths, enters)
    order = np.flatnonzero(proposals.has_choice & (enters >= 0))
    order = order[np.argsort(enters[order], kind="stable")]
    bounds = np.searchsorted(enters[order], np.arange(102))
    for level in np.flatnonzero(np.diff(bounds))[::-1].tolist():
        proposals.settle(order[bounds[level] : bounds[level + 1]], level)
    return proposals.intervals()


class _Proposals:
    """The state of the sweep: the pair each ground truth has, and which ground truth each prediction asks next."""

    def __init__(self, truth: Index, prediction: Index, truths: int, enters: NDArray[np.integer]) -> None:
        self._truth, self._prediction = truth, prediction
        self._nobody = len(truth)
        self._list = np.argsort(prediction, kind="stable")
        ends = np.cumsum(np.bincount(prediction, minlength=len(enters)))
        self._next = np.concatenate([[0], ends[:-1]]).astype(np.intp)[: len(enters)]
        self._stop = ends
        self.has_choice = self._next < self._stop
        # A pair's row is its rank, so "keeps the better pair" is a minimum.
        self._held = np.full(truths, self._nobody, np.intp)
        self._noted = self._held.copy()
        self._alone = np.where(self.has_choice, -1, enters).astype(np.int64)
        self._notes: list[tuple[Index, Index, int]] = []

    def settle(self, free: Index, level: int) -> None:
        """Let the ``free`` predictions propose until each has a partner or has asked all its ground truths."""
        asked = [np.zeros(0, np.intp)]
        while len(free):
            pair = self._list[self._next[free]]
            self._next[free] += 1
            truth = self._truth[pair]
            before = self._held[truth]
            np.minimum.at(self._held, truth, pair)
            after = self._held[truth]
            left = before[(after == pair) & (before != self._nobody)]
            free = np.concatenate([free[after != pair], self._prediction[left]])
            spent = self._next[free] == self._stop[free]
            self._alone[free[spent]] = level
            free = free[~spent]
            asked.append(truth)
        self._note(np.unique(np.concatenate(asked)), level)

    def _note(self, truths: Index, level: int) -> None:
        changed = truths[self._held[truths] != self._noted[truths]]
        self._noted[changed] = self._held[changed]
        self._notes.append((changed, self._held[changed], level))

    def intervals(self) -> MatchIntervals:
        """Turn the notes, one for every change of partner, into runs of thresholds."""
        truth = np.concatenate([np.zeros(0, np.intp), *(t for t, _, _ in self._notes)])
        pair = np.concatenate([np.zeros(0, np.intp), *(p for _, p, _ in self._notes)])
        level = np.repeat([v for _, _, v in self._notes], [len(t) for t, _, _ in self._notes]).astype(np.int64)
        # Notes come from high thresholds to low; a stable sort keeps that within a ground truth.
        order = np.argsort(truth, kind="stable")
        truth, pair, level = truth[order], pair[order], level[order]
        goes_on = np.append(truth[1:] == truth[:-1], False) if len(truth) else np.zeros(0, np.bool_)
        first = np.where(goes_on, np.append(level[1:], 0) + 1, 0) if len(truth) else level
        found = np.full(len(self._held), -1, np.int64)
        found[truth[::-1]] = level[::-1]
        return MatchIntervals(pair, first, level, found, self._alone)
