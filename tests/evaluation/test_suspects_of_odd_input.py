"""Suspects of what is at the edge: overlaps that equal a level, masks of nothing, thousands of boxes, old files."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

import evallens
from evallens.errors import DataError, InputError
from evallens.evaluation import facets
from evallens.evaluation.matched import How, Side, touching
from evallens.evaluation.metrics.suspects import NAMES, Suspect
from evallens.matching.instances import Boxes, Instances
from evallens.matching.rules import rule_named
from tests.evaluation.pets import pets
from tests.evaluation.test_suspects import objects_of, told

RULES = pytest.mark.parametrize("rule", ["iou", "score", "coco"])
LABEL = [0, 0, 10, 10]
HALF, TENTH = [0, 0, 10, 5], [0, 0, 10, 1]
"""Boxes that overlap it by exactly .5, and by .1 rounded once."""


@RULES
def test_an_overlap_of_exactly_the_level_is_no_poor_place_but_where_a_pair_needs_more(rule):
    found = told([(0, LABEL)], [(0, HALF, 0.9)], rule=rule)
    # Under "iou" a pair must overlap by more, so it lies as well as what does not match can.
    assert found == ({"prediction 0": (Suspect.BADLY_DRAWN, 0)} if rule == "iou" else {})
    assert told([(1, LABEL)], [(0, HALF, 0.9)], rule=rule) == {
        "prediction 0": (Suspect.WRONG_LABEL, pytest.approx(0.45))
    }


@RULES
def test_an_overlap_of_exactly_the_floor_is_near(rule):
    assert told([(0, LABEL)], [(0, TENTH, 0.9)], rule=rule) == {
        "prediction 0": (Suspect.BADLY_DRAWN, pytest.approx(0.9))
    }
    # Nothing of its class is near, and what lies on a tenth of another lies on nothing; yet that label is touched.
    assert told([(1, LABEL)], [(0, TENTH, 0.9)], rule=rule) == {"prediction 0": (Suspect.UNLABELLED, 0.9)}


@RULES
def test_thousands_of_boxes_in_one_image_are_looked_at_pair_by_pair(rule):
    truths, each = 1_000, 10
    place = np.arange(truths)
    corners = np.stack([place * 50.0, place * 0.0, place * 50.0 + 40, place * 0.0 + 40], axis=1)
    label = place % 2
    truth = Instances(np.zeros(truths, np.int64), label, Boxes.of_xyxy(corners))
    predictions = Instances(
        np.zeros(truths * each, np.int64),
        np.repeat(label, each),
        Boxes.of_xyxy(np.repeat(corners, each, axis=0)),
        np.tile(np.linspace(0.1, 1, each), truths),
    )
    how = How(rule=rule_named(rule))
    assert len(touching(Side(truth), Side(predictions), how.rule).iou) == truths * each
    assert len(touching(Side(truth), Side(truth), how.rule).iou) == truths
    objects = objects_of(truth, predictions, how)
    assert not (objects.suspect == Suspect.LABELLED_TWICE).any()
    assert not (objects.suspect[:truths] == Suspect.NOTHING_THERE).any()


@RULES
def test_classes_without_a_label_or_without_a_prediction_have_suspects(rule):
    only_found = told([], [(1, LABEL, 0.9), (1, [200, 200, 240, 240], 0.4)], rule=rule)
    # No threshold makes it precise: then half does.
    assert only_found == {"prediction 0": (Suspect.UNLABELLED, 0.9)}
    only_labelled = told([(1, LABEL)], [], rule=rule)
    assert only_labelled == {"truth 0": (Suspect.NOTHING_THERE, 0)}


def test_a_mask_without_area_is_a_label_of_nothing():
    empty, full = np.zeros((40, 40), bool), np.zeros((40, 40), bool)
    full[:20, :20] = True
    truth = {"image": ["a", "a"], "masks": [empty, full], "labels": ["cat", "cat"]}
    found = {"image": ["a", "a"], "masks": [empty, full], "labels": ["cat", "cat"], "scores": [0.9, 0.95]}
    # Two masks of nothing overlap in nothing, so that a prediction of nothing speaks for no label.
    (row,) = evallens.evaluate(truth, found, splits={"a": "test"}, embeddings=False).suspects()
    assert (row.kind, row.area, row.weight) == ("label of nothing", 0, 0.5)
    assert row.reason == "label cat, nothing predicted within IoU .1; 50 % of its class are found"


def test_below_the_lowest_score_nothing_more_is_suspect():
    ev = pets()
    lowest = min(row.score for row in ev.suspects() if row.side == "prediction")
    kinds = ev.suspects().counts
    for confidence in (0, 1, int(100 * lowest)):
        counted = ev.queries.suspects(ev.where("all", confidence)).tolist()
        assert dict(zip(NAMES[1:], counted[1:], strict=True)) == kinds
    # Above every score the labels alone are left.
    above = ev.queries.suspects(ev.where("all", 100)).tolist()
    assert above[Suspect.UNLABELLED : Suspect.BADLY_DRAWN + 1] == [0, 0, 0]
    assert above[Suspect.NOTHING_THERE :] == [1, 1]


@pytest.mark.parametrize("ev", [evallens.demo(), pets()], ids=["demo", "pets"])
def test_at_0_percent_the_filter_keeps_as_many_as_there_are(ev):
    for split in ("all", "test"):
        for kind, count in ev.suspects(split=split).counts.items():
            assert len(ev.instances(split, 0, suspects=[kind])) == count
    weights = [row.weight for row in ev.suspects("unlabelled object")]
    sorted_by = ev.instances("all", 0, suspects=["unlabelled object"], sort="weight")
    objects = ev.columns.objects
    assert objects.weight[sorted_by.outcomes.prediction].tolist() == pytest.approx(weights)


def test_a_filter_of_suspects_is_checked_in_words():
    ev = pets()
    with pytest.raises(InputError, match=r"Did you mean 'wrong label'\?"):
        ev.images(suspects=["wrong lable"])
    with pytest.raises(InputError, match="suspects is a list of kinds"):
        ev.images(suspects=5)  # type: ignore[arg-type]
    plain = evallens.evaluate(["a", "b"], ["a", "a"])
    assert "suspects" not in plain.facets
    with pytest.raises(InputError, match="has no boxes, so no label of it is suspect"):
        plain.images(suspects=["wrong label"])
    assert facets.as_traits(ev.where(suspects=["labelled twice"]).facets)["suspects"] == ["labelled twice"]


@pytest.mark.parametrize("says_how", [True, False])
def test_a_file_without_the_columns_has_the_same_suspects(tmp_path, says_how):
    ev = pets()
    ev.save(tmp_path / "new.evallens")
    with zipfile.ZipFile(tmp_path / "new.evallens") as new, zipfile.ZipFile(tmp_path / "old.evallens", "w") as old:
        for name in new.namelist():
            if "suspect" in name or "weight" in name:
                continue
            content = new.read(name)
            if name == "meta.json" and not says_how:
                content = json.dumps({**json.loads(content), "matching": None, "iou": None, "tb": None}).encode()
            old.writestr(name, content)
    again = evallens.open(tmp_path / "old.evallens")
    assert again.suspects().to_csv() == ev.suspects().to_csv()
    assert len(again.suspects()) == 5


def test_a_file_with_a_suspicion_that_there_is_not_is_refused(tmp_path):
    ev = pets()
    objects = ev.columns.objects
    assert objects is not None
    odd = replace(objects, suspect=np.where(objects.suspect > 0, 77, 0).astype(np.uint8))
    replace(ev, columns=replace(ev.columns, objects=odd)).save(tmp_path / "odd.evallens")
    with pytest.raises(DataError, match="77 is no kind of suspect"):
        evallens.open(tmp_path / "odd.evallens")
