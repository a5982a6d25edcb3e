"""The rules by which predictions are given to ground truths. A rule is an order of the pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from .instances import Instances
from .overlaps import Measure, Pairs

Order = Callable[[Pairs, Instances, Instances], NDArray[np.intp]]


@dataclass(frozen=True)
class Rule:
    """At every threshold the kept pairs are taken one after the other, each object at most once.

    Everything that tells one tool's matrix from another's is in these fields.
    """

    name: str
    measure: Measure
    """How the overlap of two boxes is computed."""
    strict: bool
    """True: a pair needs an IoU above the level; False: at least the level."""
    order: Order
    """Rows of the pairs, first taken first. Must be a total order that no threshold changes."""
    is_within_class: bool = False
    """Is a prediction only ever held against truths of its own class?"""

    def ranked(self, pairs: Pairs, level: float, truth: Instances, predictions: Instances) -> Pairs:
        """The pairs that may match, first taken first: those whose IoU is enough, compared in the IoU's own dtype."""
        bound = pairs.iou.dtype.type(level)
        enough = pairs.iou > bound if self.strict else pairs.iou >= bound
        if self.is_within_class:
            enough &= truth.label[pairs.truth] == predictions.label[pairs.prediction]
        admitted = pairs.take(enough)
        return admitted.take(self.order(admitted, truth, predictions))


def _by_overlap(pairs: Pairs, truth: Instances, predictions: Instances) -> NDArray[np.intp]:
    differs = truth.label[pairs.truth] != predictions.label[pairs.prediction]
    # lexsort is stable, so ties stay in file order: by truth, then by prediction.
    return np.lexsort((pairs.prediction, pairs.truth, -pairs.iou, differs))


def _by_score(pairs: Pairs, _truth: Instances, predictions: Instances) -> NDArray[np.intp]:
    place = np.empty(len(predictions), np.intp)
    score = np.zeros(len(predictions)) if predictions.score is None else predictions.score
    place[np.argsort(-score, kind="stable")] = np.arange(len(predictions))
    return np.lexsort((-pairs.truth, -pairs.iou, place[pairs.prediction]))


IOU = Rule("iou", measure="corners", strict=True, order=_by_overlap)
"""supervision's ``ConfusionMatrix`` since 0.28: same-class pairs by IoU, then cross-class pairs by
IoU from what is left; confidence only decides who takes part."""

SCORE = Rule("score", measure="sizes", strict=False, order=_by_score)
"""FiftyOne's ``classwise=False``: predictions by confidence, each takes the free ground truth it
overlaps most, whatever its class; where two overlap it alike, the one later in the file."""

COCO = Rule("coco", measure="sizes", strict=False, order=_by_score, is_within_class=True)
"""``COCOeval``, FiftyOne's default and TIDE: as "score", but only within a class, so there are no mix-ups."""

RULES = {rule.name: rule for rule in (IOU, SCORE, COCO)}
"""Every rule by its name, the default first."""


def rule_named(name: str) -> Rule:
    """The rule called "iou", "score" or "coco"; raises UnknownNameError for another name."""
    if name not in tuple(RULES):
        raise unknown_name("matching rule", name, RULES)
    return RULES[name]


def checked_level(iou: float) -> float:
    """The IoU level as a float; raises InputError outside 0..1 (0 and 1 excluded)."""
    try:
        if 0 < iou < 1:
            return float(iou)
    except (TypeError, ValueError):
        pass  # Of a text, or of several numbers, that cannot be said.
    raise InputError(f"iou must lie above 0 and below 1, such as 0.5, not {iou!r}")
