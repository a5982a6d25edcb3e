"""The numbers that rules are about, of one model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...evaluation import Evaluation
from ...evaluation.metrics.average_precision import SIZES
from ...evaluation.panels import Precisions, SplitPrecisions
from ...evaluation.where import Where
from .findings import Level

_RATES = ("precision", "recall", "f1")


class Asked(NamedTuple):
    """What a number is asked of."""

    metric: str
    label: int | None
    """A class index; ``None``: all classes together."""
    split: str
    size: str | None
    """small, medium or large; ``None``: objects of any size."""


@dataclass(frozen=True, eq=False)
class OfModel:
    """The numbers of one model."""

    evaluation: Evaluation
    confidence: int
    """Integer percent; average precision has none."""

    def level(self, asked: Asked) -> Level:
        """The number with its interval, where it has one; raises InputError where it cannot be counted."""
        return self._rate(asked) if asked.metric in _RATES else Level(value=self._precision(asked))

    def _rate(self, asked: Asked) -> Level:
        where = self.where(asked)
        queries = self.evaluation.fetched(where.split, where.confidence).queries
        if asked.label is None:
            tallies, row = queries.rates(where), None
        else:
            found = queries.by_class(where)
            tallies, row = found.tallies, int(np.flatnonzero(found.index == asked.label)[0])
        value = _one(getattr(tallies, asked.metric), row)
        if asked.metric == "f1" or self.evaluation.header.unit == "pixels":
            return Level(value=value)
        low, high = tallies.interval("precision" if asked.metric == "precision" else "recall")
        return Level(value=value, low=_one(low, row), high=_one(high, row))

    def where(self, asked: Asked) -> Where:
        """The split, threshold and sizes asked of."""
        sizes = {} if asked.size is None else {"where": {"area": SIZES[asked.size]}}
        return self.evaluation.where(asked.split, self.confidence, **sizes)  # type: ignore[arg-type]

    def _precision(self, asked: Asked) -> float:
        split = self._precisions.get(asked.split)
        if split is None:
            raise InputError(f"average precision is counted split by split, and not over {asked.split!r}.")
        name = None if asked.label is None else self.evaluation.classes[asked.label]
        whole = split if name is None else split.per_class.get(name)
        sized: Precisions | None = whole
        if asked.size is not None and whole is not None:
            sized = None if whole.by_object_size is None else getattr(whole.by_object_size, asked.size)
        if sized is None:
            return nan
        found = sized.map50 if asked.metric == "ap50" else sized.map50_95
        return nan if found is None else found

    @cached_property
    def _precisions(self) -> dict[str, SplitPrecisions]:
        return dict(self.evaluation.map_results().splits)


def _one(values: NDArray[np.float64], row: int | None) -> float:
    return float(values if row is None else values[row])
