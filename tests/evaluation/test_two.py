"""Transitions and changes of two models against plain loops, at many pairs of thresholds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation import Columns, Header, Images
from evallens.evaluation.columns.tables import NONE
from evallens.evaluation.matched import How, Side, matched
from evallens.evaluation.metrics.change import CHANGES, change_of
from evallens.evaluation.metrics.transitions import changes
from evallens.evaluation.metrics.two import CHANGED, NO_CHANGE, TRANSITIONS, One, Two
from evallens.evaluation.twinned import twinned
from evallens.matching.rules import rule_named
from tests.local.scenes import CLASSES, crowded, scattered

SEEDS = st.integers(0, 2**32 - 1)
PERCENTS = st.integers(0, 100)
IMAGES = 3
HEADER = Header(title="two", task="object-detection", classes=("a", "b", "c", "nothing"), background=CLASSES)


def scene(make, seed: int, rule: str) -> tuple[Columns, Columns]:
    """Two models on the same truths."""
    truth, one = make(seed, images=IMAGES, most=5)
    rng = np.random.default_rng(seed)
    assert one.score is not None
    kept = one.take(np.flatnonzero(rng.random(len(one)) < 0.8))
    label = np.where(rng.random(len(kept)) < 0.8, kept.label, rng.integers(0, CLASSES, len(kept)))
    other = replace(kept, label=label, score=rng.integers(0, 21, len(kept)) / 20)
    images = Images.of([f"{row}.jpg" for row in range(IMAGES)], ["test"] * IMAGES)
    how = How(rule=rule_named(rule))
    found = [matched(Side(truth), Side(model), background=CLASSES, how=how) for model in (one, other)]
    return twinned(*(Columns(images, tables.outcomes, tables.objects) for tables in found))


def expected(columns: tuple[Columns, Columns], percents: tuple[int, int], alike: list[bool]) -> list[dict[int, str]]:
    """The transition of each outcome row of either model, as the definitions read."""
    rows: list[list[tuple[Any, ...]]] = []
    for one, t in zip(columns, percents, strict=True):
        names = ("image", "actual", "predicted", "first", "last", "truth", "prediction")
        table = zip(*(getattr(one.outcomes, name).tolist() for name in names), strict=True)
        rows.append([(r, *o) for r, o in enumerate(table) if o[3] <= t <= o[4] and alike[o[0]]])
    of_truth = [{row[6]: row for row in side if row[6] != NONE} for side in rows]
    of_prediction = [{row[7]: row for row in side if row[7] != NONE} for side in rows]
    told: list[dict[int, str]] = [{}, {}]
    for truth, was in of_truth[0].items():
        now = of_truth[1][truth]
        right = was[2] == was[3], now[2] == now[3]
        word = {(True, True): "both_right", (True, False): "broken", (False, True): "fixed"}.get(
            right, "alike" if was[3] == now[3] else "otherwise"
        )
        told[0][was[0]] = told[1][now[0]] = word
    for index, otherwise in ((0, "gone"), (1, "new")):
        objects = columns[index].objects
        assert objects is not None
        for prediction, row in of_prediction[index].items():
            if row[6] == NONE:
                twin = of_prediction[1 - index].get(int(objects.twin[prediction]))
                told[index][row[0]] = otherwise if twin is None else "kept" if twin[6] == NONE else "turned"
    return told


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@pytest.mark.parametrize("make", [crowded, scattered])
@given(seed=SEEDS, baseline=PERCENTS, shown=PERCENTS, alike=st.lists(st.booleans(), min_size=IMAGES, max_size=IMAGES))
def test_every_outcome_has_the_transition_of_its_truth_or_twin(rule, make, seed, baseline, shown, alike):
    columns = scene(make, seed, rule)
    two = Two(One(HEADER, columns[0], baseline), One(HEADER, columns[1], shown), np.array(alike))
    told = expected(columns, (baseline, shown), alike)
    for codes, words in zip(two.codes, told, strict=True):
        rows = np.flatnonzero(codes != NO_CHANGE).tolist()
        assert {row: TRANSITIONS[codes[row]] for row in rows} == words
    every = [np.ones(len(side.outcomes), np.bool_) for side in columns]
    counted = changes(two, every[0], every[1]).total()
    now = [*told[1].values(), *(word for word in told[0].values() if word == "gone")]
    assert counted.counted.tolist() == [now.count(word) for word in TRANSITIONS]


@given(seed=SEEDS, baseline=PERCENTS, shown=PERCENTS)
def test_what_changed_adds_up_to_the_difference_of_the_matrices(seed, baseline, shown):
    columns = scene(scattered, seed, "iou")
    two = Two(One(HEADER, columns[0], baseline), One(HEADER, columns[1], shown))
    every, moved = ([np.zeros((CLASSES + 1, CLASSES + 1), int) for _ in columns] for _ in range(2))
    for index, (one, codes, rows) in enumerate(zip(columns, two.codes, two.held, strict=True)):
        for total, chosen in ((every, rows), (moved, rows[np.isin(codes[rows], CHANGED)])):
            np.add.at(total[index], (one.outcomes.actual[chosen], one.outcomes.predicted[chosen]), 1)
    np.testing.assert_array_equal(moved[1] - moved[0], every[1] - every[0])


@given(before=st.lists(st.integers(0, 3), min_size=1), seed=SEEDS)
def test_an_image_changes_by_its_errors(before, seed):
    after = np.random.default_rng(seed).integers(0, 4, len(before)).tolist()
    found = [CHANGES[code] for code in change_of(np.array(before), np.array(after))]
    for was, now, word in zip(before, after, found, strict=True):
        assert word == (
            "same" if was == now else "fixed" if now == 0 else "regressed" if was == 0
            else "better" if now < was else "worse"
        )  # fmt: skip
