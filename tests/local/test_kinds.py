"""The kind of every outcome: as the definitions read, and as tidecv and hotcoco count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import evallens
from evallens.evaluation.columns.tables import CROWD, DIFFICULT, NONE, PREDICTION, REGION, TRUTH, Objects
from evallens.evaluation.matched import How, Regions, Side, Tables, matched
from evallens.evaluation.metrics import counts
from evallens.matching.instances import Boxes, Instances
from evallens.matching.kinds import Kind
from evallens.matching.rules import COCO, rule_named
from tests.local import brute
from tests.local.peers import REAL, real_detections
from tests.local.scenes import CLASSES, crowded, scattered
from tests.local.tide import NAMES, Scene, hotcoco_counts, tidecv_counts, tidecv_run

SEEDS = st.integers(0, 2**32 - 1)
TEN = (0, 5, 10, 20, 30, 40, 50, 60, 80, 95)


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@pytest.mark.parametrize("make", [crowded, scattered])
@given(
    seed=SEEDS,
    percent=st.integers(0, 100),
    level=st.sampled_from([0.25, 0.5, 0.75]),
    floor=st.sampled_from([0.05, 0.1, 1 / 9, 0.2]),
)
def test_kinds_are_what_the_definitions_say(rule, make, seed, percent, level, floor):
    truth, predictions = make(seed, images=3, most=6)
    found = tables(Scene(truth, predictions, no(truth)), rule=rule, iou=level, tb=floor)
    expected = brute.kinds(truth, predictions, percent, iou=level, tb=floor, rule=rule)
    assert kinds_by_objects(found, percent) == expected


@given(seed=SEEDS, share=st.sampled_from([0.0, 0.2]))
def test_counts_equal_tidecv(seed, share):
    scene = loose(seed, share)
    found = tables(scene, rule="coco")
    for percent in TEN:
        kept = scene.kept(percent)
        if len(kept.predictions):
            assert counted(found, percent) == tidecv_counts(tidecv_run(kept)), percent


@given(seed=SEEDS)
def test_counts_equal_hotcoco_where_there_are_no_crowds(seed):
    scene = loose(seed, 0)
    found = tables(scene, rule="coco")
    for percent in TEN:
        assert counted(found, percent) == hotcoco_counts(scene.kept(percent), classes=CLASSES), percent


def test_demo_is_counted_as_tidecv_and_hotcoco_count_it():
    held = evallens.demo().columns.objects
    assert held is not None
    truth, predictions = side_of(held, TRUTH), side_of(held, PREDICTION)
    scene = Scene(truth, predictions, no(truth))
    found = tables(scene, rule="coco", background=10)
    for percent in TEN:
        kept = scene.kept(percent)
        assert counted(found, percent) == tidecv_counts(tidecv_run(kept)) == hotcoco_counts(kept, classes=10), percent


@real_detections
@pytest.mark.parametrize("name", ["tooth_test", "voc100_padilla"])
def test_real_detections_are_counted_as_tidecv_and_hotcoco_count_them(name):
    ev = evallens.evaluate(
        REAL / name / "gt_coco.json", REAL / name / "pred_coco.json", embeddings=False, matching="coco"
    )
    held = ev.columns.objects
    assert held is not None
    truth, predictions = side_of(held, TRUTH), side_of(held, PREDICTION)
    scene = Scene(truth, predictions, no(truth))
    found = Tables(ev.columns.outcomes, held)
    for percent in TEN:
        kept = scene.kept(percent)
        if len(kept.predictions):
            ours = counted(found, percent)
            assert ours == tidecv_counts(tidecv_run(kept)), percent
            assert ours == hotcoco_counts(kept, classes=len(ev.classes) - 1), percent


def test_equal_overlaps_at_both_levels_exactly():
    # 0.5 is no match by IoU, which asks for more, and a match by COCO, which does not.
    half = scene_of([[0, 0, 10, 10]], [[0, 0, 10, 5]])
    assert kinds_by_objects(tables(half, rule="iou"), 0) == {(-1, 0): Kind.LOCALISATION, (0, -1): Kind.COVERED}
    assert kinds_by_objects(tables(half, rule="coco"), 0) == {(0, 0): Kind.CORRECT}
    # At the background threshold exactly it is still a localisation error.
    tenth = scene_of([[0, 0, 10, 10]], [[0, 0, 10, 1]])
    for rule in ("iou", "score", "coco"):
        found = kinds_by_objects(tables(tenth, rule=rule, tb=0.1), 0)
        assert found == {(-1, 0): Kind.LOCALISATION, (0, -1): Kind.COVERED}


def test_a_second_box_on_one_object_is_a_duplicate():
    twice = scene_of([[0, 0, 10, 10]], [[0, 0, 10, 9], [0, 0, 10, 8]], scores=[0.9, 0.6])
    found = tables(twice, rule="iou")
    assert kinds_by_objects(found, 50) == {(0, 0): Kind.CORRECT, (-1, 1): Kind.DUPLICATE}
    assert kinds_by_objects(found, 70) == {(0, 0): Kind.CORRECT}
    assert kinds_by_objects(found, 95) == {(0, -1): Kind.MISSED}


def test_a_truth_is_covered_up_to_the_threshold_of_what_points_to_it():
    found = tables(scene_of([[0, 0, 10, 10]], [[0, 0, 10, 4]], scores=[0.4]), rule="iou").outcomes
    lost = found.take(found.predicted == 1)
    assert list(zip(lost.kind, lost.first, lost.last, strict=True)) == [(Kind.COVERED, 0, 40), (Kind.MISSED, 41, 100)]


def test_crowds_forgive_under_coco_alone_and_difficult_objects_under_every_rule():
    truth, predictions = scene_of([[50, 50, 60, 60]], [[0, 0, 10, 10]])[:2]
    area = Instances(np.zeros(1, np.int64), np.zeros(1, np.int64), Boxes.of_xyxy([[0, 0, 30, 30]]))
    for code, forgiving in ((CROWD, {"coco"}), (DIFFICULT, {"coco", "iou", "score"})):
        for rule in ("iou", "score", "coco"):
            regions = Regions(area, None, np.array([code], np.uint8))
            how = How(rule=rule_named(rule))
            found = matched(Side(truth), Side(predictions), background=1, how=how, regions=regions)
            assert found.objects.side.tolist() == [TRUTH, PREDICTION, REGION]
            assert found.objects.ignored.tolist() == [0, code, code]
            expected = {(0, -1): Kind.MISSED} | ({} if rule in forgiving else {(-1, 0): Kind.BACKGROUND})
            assert kinds_by_objects(found, 0) == expected


def test_a_crowd_of_another_class_forgives_nothing():
    truth, predictions = scene_of([[50, 50, 60, 60]], [[0, 0, 10, 10]])[:2]
    area = Instances(np.zeros(1, np.int64), np.ones(1, np.int64), Boxes.of_xyxy([[0, 0, 30, 30]]))
    regions = Regions(area, None, np.array([CROWD], np.uint8))
    found = matched(Side(truth), Side(predictions), background=2, how=How(rule=COCO), regions=regions)
    assert found.objects.ignored.tolist() == [0, 0, CROWD]
    assert counted(found, 0)[Kind.BACKGROUND] == 1


def test_best_overlaps_are_told_of_predictions_alone():
    scene = scene_of([[0, 0, 10, 10], [0, 0, 10, 5]], [[0, 0, 10, 8], [90, 90, 99, 99]], labels=([0, 1], [0, 0]))
    found = tables(scene, rule="coco", background=2).objects
    np.testing.assert_array_equal(found.same_iou, [np.nan, np.nan, 0.8, 0])
    np.testing.assert_array_equal(found.other_iou, [np.nan, np.nan, 0.625, 0])
    assert found.same_truth.tolist() == [NONE, NONE, 0, NONE]
    assert found.other_truth.tolist() == [NONE, NONE, 1, NONE]
    assert tables(scene, rule="iou", background=2).objects.same_iou.dtype == np.float32


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
def test_no_objects_at_all_have_no_kinds(rule):
    scene = scene_of(np.zeros((0, 4)), np.zeros((0, 4)))
    assert not len(tables(scene, rule=rule).outcomes)


def tables(scene: Scene, *, rule: str = "iou", iou: float = 0.5, tb: float = 0.1, background: int = CLASSES) -> Tables:
    crowds, judged = (np.flatnonzero(which) for which in (scene.is_crowd, ~scene.is_crowd))
    return matched(
        Side(scene.truth.take(judged)),
        Side(scene.predictions),
        background=1 if len(scene.truth) < 3 and background == CLASSES else background,
        how=How(rule=rule_named(rule), iou=iou, tb=tb),
        regions=Regions(scene.truth.take(crowds), None, np.full(len(crowds), CROWD, np.uint8)),
    )


def kinds_by_objects(found: Tables, percent: int) -> dict[tuple[int, int], Kind]:
    """The kind of every outcome at a threshold by its objects, each numbered on its own side; -1: none."""
    rows = counts.active(found.outcomes, percent)
    some = found.outcomes.take(rows)
    truths = int((found.objects.side == TRUTH).sum())
    return {
        (-1 if t == NONE else t, -1 if p == NONE else p - truths): Kind(kind)
        for t, p, kind in zip(some.truth.tolist(), some.prediction.tolist(), some.kind.tolist(), strict=True)
    }


def counted(found: Tables, percent: int) -> dict[Kind, int]:
    """Errors by kind at a threshold, as peers list them."""
    kinds = list(kinds_by_objects(found, percent).values())
    return {kind: kinds.count(kind) for kind in NAMES.values()}


def loose(seed: int, crowds: float) -> Scene:
    """A scene without two truths alike: tidecv gives equal overlaps to the first truth, COCO to the last."""
    truth, predictions = scattered(seed, images=5)
    rng = np.random.default_rng(seed)
    corners = truth.boxes.corners + rng.normal(0, 0.3, (len(truth), 4))
    moved = Instances(truth.image, truth.label, Boxes.of_xyxy(corners))
    return Scene(moved, predictions, rng.random(len(truth)) < crowds)


def scene_of(truths, predictions, *, scores=None, labels=None) -> Scene:
    sides = [Boxes.of_xyxy(boxes) for boxes in (truths, predictions)]
    of_side = [np.zeros(len(side), np.int64) for side in sides] if labels is None else list(map(np.asarray, labels))
    held = [Instances(np.zeros(len(side), np.int64), own, side) for side, own in zip(sides, of_side, strict=True)]
    score = np.ones(len(sides[1])) if scores is None else np.asarray(scores)
    return Scene(held[0], Instances(held[1].image, held[1].label, held[1].boxes, score), no(held[0]))


def no(side: Instances) -> np.ndarray:
    return np.zeros(len(side), np.bool_)


def side_of(objects: Objects, side: int) -> Instances:
    mine = objects.take(objects.side == side)
    boxes = Boxes.of_xywh(np.stack([mine.x, mine.y, mine.w, mine.h], axis=1))
    return Instances(
        mine.image.astype(np.int64), mine.label.astype(np.int64), boxes, None if side == TRUTH else mine.score
    )
