"""Is the one of two models better, or is it luck?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from ..progress import ShowProgress, after, following
from . import arguments
from .apart import OF_BOXES, Asked, By, Part, Size, precisions_apart, rates_apart, stacked
from .columns.tables import ALL
from .fetching import Fetching
from .metrics.two_rates import Rate
from .results.deltas import DeltaTable, judged
from .where import Where

Metric = Literal["accuracy", "precision", "recall", "f1", "ap50", "map"]
Confidence = int | tuple[int, int] | Literal["best"] | None
_RANKED = frozenset(("ap50", "map"))
_RESAMPLES = 2000
_RESAMPLES_RANKED = 200
"""Average precision is ranked anew each time."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Tested(Fetching):
    """Differences between two models, told from luck."""

    def test(
        self,
        metric: Metric = "f1",
        by: By | None = None,
        *,
        split: str | None = None,
        size: Size | None = None,
        confidence: Confidence = None,
        resamples: int | None = None,
        seed: int = 0,
        progress: ShowProgress = "bar",
    ) -> DeltaTable:
        """Is the model on show better than the baseline, or may that be luck?

        Recall is tested by its variance over images (in a classification by McNemar's test, mid-p), precision, F1 and
        average precision by a paired bootstrap over images; see docs/comparing.md for when to trust an interval.

        Args:
            metric: "precision", "recall", "f1", "ap50", "map"; of a classification also "accuracy".
            by: ``None``, "class", "split" or "size" of the objects (COCO's: up to 32 x 32 pixels, up to 96 x 96, more).
            split: A split, or "all".
            size: "small", "medium" or "large": only objects of this size count.
            confidence: Integer percent, or a pair of them in the order of ``models``; "best": of each model the one at
                which its F1 over the split is highest. Average precision has none.
            resamples: How often images are drawn anew, by default 2,000 times, for average precision 200. 0: not at
                all; then the interval is analytic, of average precision by the jackknife over 100 groups of images.
            seed: The same gives the same numbers.
            progress: How average precision is followed: "bar", ``None`` or a callable that is given (done, total).

        Returns:
            A row for each class, split or size, or one: delta with its 95 % interval, p, and q over all rows that can
            be tested. One that is in fewer than 20 images is "cannot tell".

        Raises InputError where one model is held, or it has no boxes or confidences that the question needs, or for
        anything that is not there; ServiceError when fetching fails.
        """
        self.check_two()
        self._check(metric, by, size)
        wanted = self._asked(by, split, confidence)
        usual = _RESAMPLES_RANKED if metric in _RANKED else _RESAMPLES
        draws = usual if resamples is None else _whole(resamples, "resamples")
        inside = [self.columns.images.in_split(one) for one in self._splits(by, wanted)]
        asked = [Asked(one, by, draws, _whole(seed, "seed"), size) for one in inside]
        if metric in _RANKED:
            with following(progress, f"{metric}, images drawn anew", unit="draws") as follow:
                ranked = partial(precisions_apart, _parts(self, wanted), is_first_level=metric == "ap50")
                steps = (after(follow, done, len(asked)) for done in range(len(asked)))
                values = stacked([ranked(asked=one, follow=step) for one, step in zip(asked, steps, strict=True)])
        else:
            ready = self.fetched(wanted.split, wanted.confidence).with_baseline(wanted)
            values = stacked([rates_apart(_parts(ready, wanted), cast("Rate", metric), one) for one in asked])
        rows, names = self._rows(by, wanted)
        values = {name: own[rows] for name, own in values.items()}
        return DeltaTable(
            rows,
            self._behind,
            judged({"of": np.array(names, np.str_), **values}),
            metric,
            names=(cast("str", wanted.baseline), self.shown_model),
            split=wanted.split,
            confidence=None if metric in _RANKED else (wanted.of_baseline, wanted.confidence),
        )

    def _check(self, metric: Any, by: Any, size: Any) -> None:
        known = [one for one in get_args(Metric) if one != "accuracy" or self.header.unit == "images"]
        if metric not in known:
            raise unknown_name("metric", metric, known)
        if by is not None and by not in get_args(By):
            raise unknown_name("way to tell differences apart", by, get_args(By))
        if size is not None and size not in get_args(Size):
            raise unknown_name("size", size, get_args(Size))
        if size is not None and by == "size":
            raise InputError(f'by="size" tests every size: leave out size={size!r}.')

    def _asked(self, by: By | None, split: str | None, confidence: Confidence) -> Where:
        """The question, with both thresholds; of every split where these are told apart."""
        if by == "split":
            if split not in (None, ALL):
                raise InputError(f'by="split" tests every split: leave out split={split!r}.')
            split = ALL
        if confidence != "best":
            return self.where(split, confidence, baseline=self.baseline_model)
        chosen = self.where(split).split
        best = [one.computed.peak(chosen, one.computed.sweep(chosen)) for one in self.parts]
        usual = self.header.confidence
        first, second = (usual if one is None else one for one in best)
        return self.where(split, (first, second))

    def _splits(self, by: By | None, wanted: Where) -> list[str]:
        if by != "split":
            return [wanted.split]
        if not self.splits:
            raise InputError('No image is in a split, so by="split" has nothing to tell apart.')
        return list(self.splits)

    def _rows(self, by: By | None, wanted: Where) -> tuple[NDArray[np.intp], list[str]]:
        """Which of the values are shown, in order, and what each is of."""
        if by == "class":
            shown = [i for i in self.header.display_order if i != self.header.background]
            return np.array(shown, np.intp), [self.classes[i] for i in shown]
        names = {None: [ALL], "size": list(OF_BOXES), "split": self._splits(by, wanted)}[by]
        return np.arange(len(names)), names


def _parts(two: Tested, wanted: Where) -> tuple[Part, Part]:
    """The baseline, and the model on show."""
    baseline = two.model(cast("str", wanted.baseline))
    return (
        Part(baseline.shown_model, baseline.header, baseline.columns, wanted.of_baseline),
        Part(two.shown_model, two.header, two.columns, wanted.confidence),
    )


def _whole(value: Any, name: str) -> int:
    found = arguments.whole(value, meaning := f"{name} is a whole number of at least 0")
    if found < 0:
        raise InputError(f"{meaning}, not {value!r}")
    return found
