"""The numbers that rules are about, of one model."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import Any, Unpack

from ...errors import InputError
from ...evaluation import Evaluation
from ...evaluation.facets import FacetArguments
from ...evaluation.metrics import counts
from ...evaluation.metrics.average_precision import SIZES
from ...evaluation.metrics.by_class import ByClass
from ...evaluation.metrics.counts import Tallies
from ...evaluation.metrics.intervals import wilson
from ...evaluation.metrics.order import Sort
from ...evaluation.panels import MapResults, Precisions
from ...evaluation.where import Where
from .cuts import Cut
from .findings import NAMES, Level, Look

RATES = ("accuracy", "precision", "recall", "f1")
_MOST_IMAGES = 20


@dataclass(frozen=True, eq=False)
class OfModel:
    """The numbers of one model at a threshold."""

    evaluation: Evaluation
    confidence: int
    """Integer percent; average precision has none."""
    _counted: dict[Cut, tuple[Tallies, ByClass]] = field(default_factory=dict, init=False, repr=False)
    _precisions: list[MapResults] = field(default_factory=list, init=False, repr=False)

    def level(self, metric: str, cut: Cut, label: str | None) -> Level:
        """A number with its interval, where it has one; ``label`` ``None``: of all classes together.

        Raises InputError where it cannot be counted.
        """
        return self._rate(metric, cut, label) if metric in RATES else Level(value=self._precision(metric, cut, label))

    def occurring(self, cut: Cut) -> list[str]:
        """The classes that there is a truth or a prediction of, at the threshold."""
        found = self._of(cut)[1]
        is_there = (found.support > 0) | (found.predicted > 0)
        return [self.evaluation.classes[i] for i in found.index[is_there].tolist()]

    def images(self, metric: str, cut: Cut, label: str | None) -> Look:
        """The images in which the number is lost, those with the most errors first."""
        return found_images(self.evaluation, self.confidence, metric, cut, label)

    def where(self, cut: Cut) -> Where:
        """The question about a cut."""
        return self.evaluation.where(cut.split, self.confidence, **_sized(cut))

    def _of(self, cut: Cut) -> tuple[Tallies, ByClass]:
        if cut not in self._counted:
            where = self.where(cut)
            queries = self.evaluation.ready(where).queries
            self._counted[cut] = (queries.rates(where), queries.by_class(where))
        return self._counted[cut]

    def _rate(self, metric: str, cut: Cut, label: str | None) -> Level:
        header, (tallies, found) = self.evaluation.header, self._of(cut)
        if metric == "accuracy" and header.unit != "images":
            raise InputError(f"accuracy is of classifications, and this is {self.evaluation.task}.")
        tp, fp, fn = tallies.tp, tallies.fp, tallies.fn
        support = found.support.sum()
        if label is not None:
            row = found.index.tolist().index(self.evaluation.classes.index(label))
            tp, fp, fn = (one[row] for one in (found.tallies.tp, found.tallies.fp, found.tallies.fn))
            support = found.support[row]
        whole = {"accuracy": support, "precision": tp + fp, "recall": tp + fn, "f1": tp + fp + fn}[metric]
        value, low, high = (float(one) for one in (counts.ratio(tp, whole), *wilson(tp, whole)))
        if metric == "f1":
            # It rises with TP / (TP + FP + FN), a proportion, so its interval is that one's.
            value, low, high = (2 * one / (1 + one) for one in (value, low, high))
        # Pixels of one image are too alike to be counted as trials.
        return Level(value=value) if header.unit == "pixels" else Level(value=value, low=low, high=high)

    def _precision(self, metric: str, cut: Cut, label: str | None) -> float:
        if self.evaluation.task not in ("object-detection", "instance-segmentation"):
            raise InputError(f"{NAMES[metric]} is of detections, and this is {self.evaluation.task}.")
        if not self._precisions:
            self._precisions.append(self.evaluation.map_results())
        splits = self._precisions[0].splits
        if cut.split not in splits:
            raise InputError(f"{NAMES[metric]} is counted split by split, and not over {cut.split!r}.")
        whole = splits[cut.split] if label is None else splits[cut.split].per_class.get(label)
        found: Precisions | None = whole
        if cut.size is not None and whole is not None:
            found = None if whole.by_object_size is None else getattr(whole.by_object_size, cut.size)
        value = None if found is None else found.map50 if metric == "ap50" else found.map50_95
        return nan if value is None else value


def found_images(
    evaluation: Evaluation,
    confidence: int | tuple[int, int],
    metric: str,
    cut: Cut,
    label: str | None,
    **facets: Unpack[FacetArguments],
) -> Look:
    """The images in which a class, or all of them, loses a number, those with the most errors first, or new errors."""
    cells = [] if label is None else _errors(metric, evaluation, label)
    sort: Sort = "regressed" if evaluation.peers else "errors"
    found = evaluation.images(cut.split, confidence, cells, sort=sort, **_sized(cut), **facets)
    found = found[found.fp + found.fn > 0]
    return Look(tuple(found[:_MOST_IMAGES].name), len(found))


def _sized(cut: Cut) -> dict[str, Any]:
    return {} if cut.size is None else {"where": {"area": SIZES[cut.size]}}


def _errors(metric: str, evaluation: Evaluation, label: str) -> list[tuple[str, str]]:
    """The cells of the matrix in which a class loses the number: its row, its column, or both."""
    others = [name for name in evaluation.classes if name != label]
    row = [] if metric == "precision" else [(label, other) for other in others]
    column = [] if metric == "recall" else [(other, label) for other in others]
    return row + column
