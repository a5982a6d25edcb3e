"""Is it the label? The five kinds of suspicion, planted one by one and told by plain loops."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation.columns.header import Header
from evallens.evaluation.columns.tables import CROWD, Columns, Images, Objects
from evallens.evaluation.matched import How, Regions, Side, matched
from evallens.evaluation.metrics.suspects import Suspect
from evallens.evaluation.suspecting import suspected
from evallens.matching.instances import Boxes, Instances
from evallens.matching.kinds import Kind
from evallens.matching.rules import rule_named
from tests.local import brute
from tests.local.scenes import CLASSES, crowded, scattered

RULES = pytest.mark.parametrize("rule", ["iou", "score", "coco"])
SEEDS = st.integers(0, 2**32 - 1)
RIGHT = [[1000.0 + 50 * i, 0, 1040.0 + 50 * i, 40] for i in range(9)]
"""Nine objects that the model finds, so that its class is precise."""


@RULES
def test_a_sure_prediction_where_nothing_is_labelled(rule):
    assert told([], [(0, [0, 0, 40, 40], 0.9)], rule=rule) == {"prediction 0": (Suspect.UNLABELLED, 0.9)}
    # Below the threshold from which on the class is precise nothing is said.
    assert told([], [(0, [0, 0, 40, 40], 0.9), (0, [60, 0, 99, 40], 0.3), (0, [200, 0, 240, 40], 0.3)], rule=rule) == {
        "prediction 0": (Suspect.UNLABELLED, 0.9)
    }


@RULES
def test_a_prediction_on_a_label_of_another_class_that_its_own_class_never_finds(rule):
    found = told([(1, [0, 0, 40, 40])], [(0, [0, 0, 40, 32], 0.9)], rule=rule)
    assert found == {"prediction 0": (Suspect.WRONG_LABEL, pytest.approx(0.72))}
    # The truth's own class finds it, too: then the label is right.
    assert not told([(1, [0, 0, 40, 40])], [(0, [0, 0, 40, 32], 0.9), (1, [0, 0, 40, 38], 0.1)], rule="iou")


@RULES
def test_a_sure_prediction_beside_a_label_that_nothing_finds(rule):
    found = told([(0, [0, 0, 40, 40])], [(0, [0, 0, 40, 12], 0.9)], rule=rule)
    assert found == {"prediction 0": (Suspect.BADLY_DRAWN, pytest.approx(0.9 * 0.2 / 0.4))}


@RULES
def test_a_label_that_no_prediction_comes_near(rule):
    found = told([(0, [0, 0, 40, 40])], [], rule=rule)
    assert found == {"truth 0": (Suspect.NOTHING_THERE, pytest.approx(0.9))}
    # A weak prediction of any class speaks for it, one below .05 does not.
    assert not told([(0, [0, 0, 40, 40])], [(1, [0, 0, 40, 6], 0.06)], rule=rule)
    assert told([(0, [0, 0, 40, 40])], [(1, [0, 0, 40, 6], 0.04)], rule=rule)


@RULES
def test_the_later_of_two_labels_in_one_place(rule):
    twice = [(0, [0, 0, 40, 40]), (0, [0, 0, 40, 39])]
    assert told(twice, [(0, [0, 0, 40, 40], 0.9)], rule=rule) == {"truth 1": (Suspect.LABELLED_TWICE, 1)}
    assert not told([twice[0], (1, twice[1][1])], [(0, [0, 0, 40, 40], 0.9), (1, [0, 0, 40, 39], 0.9)], rule=rule)


@RULES
def test_crowds_make_no_suspect(rule):
    crowd = Instances(np.zeros(1, np.int64), np.zeros(1, np.int64), Boxes.of_xyxy([[0, 0, 90, 90]]))
    regions = Regions(crowd, None, np.array([CROWD], np.uint8))
    assert not told([], [(0, [0, 0, 40, 40], 0.9)], rule=rule, regions=regions)


@RULES
@pytest.mark.parametrize("make", [crowded, scattered])
@given(seed=SEEDS)
def test_every_suspicion_is_that_of_plain_loops(rule, make, seed):
    truth, predictions = make(seed, images=3, most=5)
    objects = objects_of(truth, predictions, how := How(rule=rule_named(rule)))
    expected = _Plain(truth, predictions, how).suspects()
    found = [(Suspect(code), weight) for code, weight in zip(objects.suspect, objects.weight.tolist(), strict=True)]
    assert [code for code, _ in found] == [code for code, _ in expected]
    for (code, weight), (_, other) in zip(found, expected, strict=True):
        assert math.isnan(weight) if code == Suspect.NONE else weight == pytest.approx(other, abs=1e-5)


class _Plain:
    """The definitions, one object at a time."""

    def __init__(self, truth: Instances, predictions: Instances, how: How) -> None:
        self.truth, self.predictions, self.how = truth, predictions, how
        self.kinds = [
            brute.kinds(truth, predictions, percent, iou=how.iou, tb=how.tb, rule=how.rule.name)
            for percent in range(101)
        ]
        self.score = np.asarray(predictions.score).tolist()
        self.at = [self._threshold(label) for label in range(CLASSES)]

    def suspects(self) -> list[tuple[Suspect, float]]:
        return [*map(self._of_truth, range(len(self.truth))), *map(self._of_prediction, range(len(self.predictions)))]

    def _threshold(self, label: int) -> int:
        for percent, kinds in enumerate(self.kinds):
            named = [kind for (_, p), kind in kinds.items() if p >= 0 and self.predictions.label[p] == label]
            if named and named.count(Kind.CORRECT) / len(named) >= 0.9:
                return percent
        return 50

    def _is_found(self, t: int) -> bool:
        pairs = {pair for kinds in self.kinds for pair, kind in kinds.items() if kind == Kind.CORRECT}
        return any(own == t and self.score[p] >= 0.05 for own, p in pairs)

    def _iou(self, t: int, p: int) -> float:
        if self.truth.image[t] != self.predictions.image[p]:
            return 0.0
        return brute.iou_of(self.truth.boxes.corners[t], self.predictions.boxes.corners[p])

    def _of_truth(self, t: int) -> tuple[Suspect, float]:
        mine = self.truth.boxes.corners
        for other in range(t):
            is_same = self.truth.image[other] == self.truth.image[t] and self.truth.label[other] == self.truth.label[t]
            if is_same and brute.iou_of(mine[other], mine[t]) >= 0.95:
                return Suspect.LABELLED_TWICE, 1.0
        if any(self.score[p] >= 0.05 and self._near(t, p) for p in range(len(self.predictions))):
            return Suspect.NONE, 0.0
        kinds = self.kinds[self.at[self.truth.label[t]]]
        same = [row for row in range(len(self.truth)) if self.truth.label[row] == self.truth.label[t]]
        right = sum(own in same and kind == Kind.CORRECT for (own, _), kind in kinds.items())
        return Suspect.NOTHING_THERE, right / len(same)

    def _near(self, t: int, p: int) -> bool:
        number = np.float32 if self.how.rule.name == "iou" else np.float64
        return bool(number(self._iou(t, p)) >= number(self.how.tb))

    def _of_prediction(self, p: int) -> tuple[Suspect, float]:
        rows = [(t, kind) for kinds in self.kinds for (t, own), kind in kinds.items() if own == p]
        if any(kind == Kind.CORRECT for _, kind in rows):
            return Suspect.NONE, 0.0
        is_sure = self.score[p] >= self.at[self.predictions.label[p]] / 100
        crossed = [t for t, kind in rows if kind == Kind.CLASS]
        if crossed:
            paired = [t for t in crossed if t >= 0]
            t = paired[0] if paired else self._best(p, same=False)
            if not self._is_found(t):
                return Suspect.WRONG_LABEL, self.score[p] * self._iou(t, p)
        alone = next((kind for t, kind in rows if t < 0), Kind.NONE)
        if alone == Kind.BACKGROUND and is_sure:
            return Suspect.UNLABELLED, self.score[p]
        if alone == Kind.LOCALISATION and is_sure:
            t = self._best(p, same=True)
            if not self._is_found(t):
                share = (self.how.iou - self._iou(t, p)) / (self.how.iou - self.how.tb)
                return Suspect.BADLY_DRAWN, self.score[p] * share
        return Suspect.NONE, 0.0

    def _best(self, p: int, *, same: bool) -> int:
        number = np.float32 if self.how.rule.name == "iou" else np.float64
        of_class = [t for t in range(len(self.truth)) if (self.truth.label[t] == self.predictions.label[p]) == same]
        return max(of_class, key=lambda t: (number(self._iou(t, p)), -t))


def objects_of(truth: Instances, predictions: Instances, how: How, regions: Regions | None = None) -> Objects:
    tables = matched(Side(truth), Side(predictions), background=CLASSES, how=how, regions=regions)
    size = 1 + max(int(side.image.max(initial=0)) for side in (truth, predictions))
    images = Images.of([f"{row}.jpg" for row in range(size)], ["test"] * size)
    names = (*map(str, range(CLASSES)), "background")
    header = Header(title="", task="object-detection", classes=names, background=CLASSES, **how.words)
    found = suspected(header, Columns(images, tables.outcomes, tables.objects), how).objects
    assert found is not None
    return found


def told(truths, predictions, *, rule, regions=None):
    """Which of the objects given are suspect, beside nine of class 0 that are found."""
    labels, boxes = [0] * 9, [list(box) for box in RIGHT]
    truth = instances([label for label, _ in truths] + labels, [box for _, box in truths] + boxes)
    given = instances([label for label, *_ in predictions] + labels, [box for _, box, _ in predictions] + boxes)
    score = np.array([score for *_, score in predictions] + [0.95] * 9)
    objects = objects_of(truth, replace(given, score=score), How(rule=rule_named(rule)), regions)
    names = [f"truth {i}" for i in range(len(truth))] + [f"prediction {i}" for i in range(len(given))]
    return {
        name: (Suspect(code), pytest.approx(weight))
        for name, code, weight in zip(names, objects.suspect.tolist(), objects.weight.tolist(), strict=False)
        if code
    }


def instances(labels, boxes) -> Instances:
    return Instances(np.zeros(len(labels), np.int64), np.array(labels, np.int64), Boxes.of_xyxy(boxes))
