"""Files that do not say how they were matched: told from their objects, or left untold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import evallens
from evallens.evaluation.columns.header import Header
from evallens.evaluation.columns.tables import NONE, UNTOLD, Columns, Images
from evallens.evaluation.matched import How, Side, Tables, matched
from evallens.evaluation.retelling import told_again
from evallens.matching.rules import rule_named
from tests.local.matching import as_before
from tests.local.scenes import CLASSES, crowded

IMAGES = 12


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@pytest.mark.parametrize("seed", range(4))
def test_the_rule_is_found_again_and_tells_the_same_kinds(rule, seed):
    told = tables(seed, How(rule=rule_named(rule)))
    header, columns = told_again(header_of(), columns_of(told))
    # Of two rules that give the same outcomes the first is taken, and the kinds are the same by both.
    assert (header.iou, header.tb) == (0.5, 0.1)
    for name, column in told.outcomes.columns().items():
        np.testing.assert_array_equal(getattr(columns.outcomes, name), column, err_msg=name)
    assert columns.objects is not None
    np.testing.assert_array_equal(columns.objects.same_truth, told.objects.same_truth)


def test_truths_and_predictions_may_stand_among_each_other():
    told = tables(1, How())
    sides = np.random.default_rng(0).permutation(told.objects.side)
    mixed = np.argsort(np.argsort(sides, kind="stable"))
    place = np.append(np.argsort(mixed), NONE)
    columns = columns_of(told)
    moved = {
        name: place[np.minimum(getattr(columns.outcomes, name), len(mixed))].astype(np.uint32)
        for name in ("truth", "prediction")
    }
    shuffled = replace(columns, outcomes=replace(columns.outcomes, **moved), objects=told.objects.take(mixed))
    header, found = told_again(header_of(), shuffled)
    assert header.matching == "iou"
    np.testing.assert_array_equal(found.outcomes.kind, told.outcomes.kind)


def test_another_level_is_not_guessed():
    header, columns = told_again(header_of(), columns_of(tables(2, How(iou=0.3))))
    assert header.matching is None
    assert (columns.outcomes.kind == UNTOLD).all()


def test_a_saved_evaluation_of_before_is_told_when_it_is_opened(tmp_path):
    ev = evallens.demo()
    assert ev.columns.objects is not None
    plain = replace(ev.header, matching=None, iou=None, tb=None)
    before = replace(ev, header=plain, columns=replace(ev.columns, outcomes=as_before(ev.columns.outcomes)))
    before.save(tmp_path / "old.evallens")
    again = evallens.open(tmp_path / "old.evallens")
    assert again.header.matching == "iou"
    np.testing.assert_array_equal(again.columns.outcomes.kind, ev.columns.outcomes.kind)


def tables(seed: int, how: How) -> Tables:
    truth, predictions = crowded(seed, images=IMAGES)
    return matched(Side(truth), Side(predictions), background=CLASSES, how=how)


def columns_of(told: Tables) -> Columns:
    """As files held it before kinds were told."""
    images = Images.of([f"{row}.jpg" for row in range(IMAGES)], ["test"] * IMAGES)
    return Columns(images, as_before(told.outcomes), told.objects)


def header_of() -> Header:
    names = (*map(str, range(CLASSES)), "background")
    return Header(title="", task="object-detection", classes=names, background=CLASSES)
