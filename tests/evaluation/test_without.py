"""Without labels that were judged to be wrong: as a new evaluation of what is left, or of what is there instead."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evallens
from evallens.errors import InputError
from evallens.evaluation import Columns, Evaluation, Header, Images
from evallens.evaluation.amending import amendment
from evallens.evaluation.columns.tables import NONE, REGION, TRUTH, Objects, Outcomes
from evallens.evaluation.matched import How, Side, matched
from evallens.evaluation.suspecting import suspected
from evallens.matching.instances import Boxes, Instances
from evallens.matching.rules import rule_named
from tests.evaluation.pets import FAULTS, Planted, pets
from tests.local.scenes import CLASSES, crowded, scattered

RULES = pytest.mark.parametrize("rule", ["iou", "score", "coco"])


def told(ev: Evaluation) -> list[tuple]:
    """Every outcome with the boxes that it is of, in an order of its own."""
    outcomes, objects = ev.columns.outcomes, ev.columns.objects
    assert objects is not None
    rows = zip(*(getattr(outcomes, name).tolist() for name in ("image", "actual", "predicted", "first", "last", "kind",
               "truth", "prediction", "iou")), strict=True)  # fmt: skip
    return sorted(
        (*row[:6], box_of(objects, row[6]), box_of(objects, row[7]), -1 if math.isnan(row[8]) else round(row[8], 5))
        for row in rows
    )


def box_of(objects: Objects, row: int) -> tuple:
    if row == NONE:
        return ()
    return (int(objects.label[row]), *(float(getattr(objects, edge)[row]) for edge in "xywh"))


def of_kinds(ev: Evaluation, *kinds) -> dict[str, list[int]]:
    return {"label": ev.suspects(kinds).rows.tolist()}


CORRECTED: Planted = [
    ("a.jpg", 1, [0, 500, 40, 540], 0.99),
    ("a.jpg", 1, [100, 500, 140, 540], None),
    ("a.jpg", 1, [100, 500, 140, 536], 0.97),
    ("b.jpg", 1, [0, 500, 40, 512], None),
    ("b.jpg", 1, [0, 500, 40, 512], 0.96),
    ("a.jpg", 1, [0, 500, 40, 540], None),
]


@RULES
def test_corrected_labels_give_what_evaluating_them_gives(rule):
    ev = pets(matching=rule)
    after = ev.without({"label": ev.suspects().rows}, corrected=True)
    assert told(after) == told(pets(CORRECTED, matching=rule))
    assert len(after.suspects()) == 0


@RULES
def test_without_the_objects_in_question_only_what_is_right_is_left(rule):
    ev = pets(matching=rule)
    after = ev.without(ev.verdicts({"label": ev.suspects().rows}))
    assert told(after) == told(pets([], matching=rule))
    assert after.moved is not None
    assert [after.moved.rates()[0][i] for i in (1, 3, 5, 7)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [("unlabelled object", [0]), ("wrong label", [1, 2]), ("badly drawn label", [3, 4]), ("label of nothing", [5]),
     ("labelled twice", [6])],
)  # fmt: skip
def test_each_kind_leaves_out_its_own_objects(kind, left_out):
    ev = pets()
    left = [row for place, row in enumerate(FAULTS) if place not in left_out]
    assert told(ev.without(of_kinds(ev, kind))) == told(pets(left))


def test_errors_of_the_model_stay_errors():
    ev = pets()
    after = ev.without({"model": ev.suspects().rows})
    assert told(after) == told(ev)
    assert str(after.moved) == f"With your 0 corrections F1 stays {ev_f1(ev)}."
    assert ev.moved is None


def ev_f1(ev: Evaluation) -> str:
    row = ev.without({"label": []}).moved
    assert row is not None
    return f"{row.rates()[0].f1:.2f}".removeprefix("0")


def test_images_that_nobody_judged_keep_their_outcomes_exactly():
    ev = evallens.demo()
    after = ev.without(of_kinds(ev, "wrong label"), corrected=True)
    judged = set(ev.suspects("wrong label").ids)
    kept = [row for row, name in enumerate(ev.columns.images.id) if name not in judged]
    before, now = (one.columns.outcomes for one in (ev, after))
    assert len(kept) > 600
    for name in ("image", "actual", "predicted", "first", "last", "kind", "iou", "count"):
        np.testing.assert_array_equal(
            *(getattr(one, name)[np.isin(one.image, kept)] for one in (before, now)), strict=True
        )
    assert after.moved is not None
    assert (after.moved.corrections, after.moved.images) == (265, len(judged))


@RULES
@pytest.mark.parametrize("make", [crowded, scattered])
@pytest.mark.parametrize("corrected", [False, True])
@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
def test_any_verdicts_give_what_evaluating_anew_gives(rule, make, corrected, seed, data):
    truth, predictions = make(seed, images=3, most=5)
    how = How(rule=rule_named(rule))
    # As they are held: boxes in float32.
    truth, predictions = (
        replace(side, boxes=Boxes.of_xywh(np.concatenate([side.boxes.corners[:, :2], side.boxes.sizes], axis=1)
                .astype(np.float32))) for side in (truth, predictions)
    )  # fmt: skip
    ev = evaluated(truth, predictions, how)
    objects = ev.columns.objects
    assert objects is not None
    chosen = data.draw(st.sets(st.integers(0, len(objects) - 1))) if len(objects) else set()
    done = amendment(ev.columns, np.array(sorted(chosen), np.intp), corrected=corrected)
    rows = [[int(objects.image[i]), int(objects.label[i]), *box_of(objects, i)[1:], float(objects.score[i])]
            for i in range(len(objects))]  # fmt: skip
    for label, prediction in done.renamed.tolist():
        rows[label][1] = int(objects.label[prediction])
    for label, prediction in done.redrawn.tolist():
        rows[label][2:6] = box_of(objects, prediction)[1:]
    kept = [i for i in range(len(objects)) if i not in set(done.dropped.tolist())]
    labels = [rows[i] for i in kept if objects.side[i] == TRUTH] + [rows[i] for i in done.added.tolist()]
    anew = evaluated(side_of(labels), side_of([rows[i] for i in kept if objects.side[i] != TRUTH], scored=True), how)
    assert told(ev.without({"label": sorted(chosen)}, corrected=corrected)) == told(anew)
    if not corrected:
        assert set(done.dropped.tolist()) >= chosen


def side_of(rows, *, scored: bool = False) -> Instances:
    table = np.array(rows, float).reshape(len(rows), 7)
    boxes = Boxes.of_xywh(table[:, 2:6].astype(np.float32))
    return Instances(table[:, 0].astype(int), table[:, 1].astype(int), boxes, table[:, 6] if scored else None)


def evaluated(truth: Instances, predictions: Instances, how: How) -> Evaluation:
    tables = matched(Side(truth), Side(predictions), background=CLASSES, how=how)
    names = (*map(str, range(CLASSES)), "background")
    header = Header(title="", task="object-detection", classes=names, background=CLASSES, **how.words)
    columns = Columns(Images.of(["0", "1", "2"], ["test"] * 3), tables.outcomes, tables.objects)
    return Evaluation(header=header, columns=suspected(header, columns, how))


def test_the_new_evaluation_says_how_far_the_rates_moved():
    ev = pets()
    after = ev.without(of_kinds(ev, "unlabelled object", "wrong label"), corrected=True)
    assert after.moved is not None
    assert str(after.moved) == "With your 2 corrections F1 is .93, not .87; precision of dog is .93, not .80."
    rows = {row.name: row for row in after.moved.rates()}
    assert [*rows] == ["all classes", "cat", "dog"]
    assert (rows["cat"].recall, rows["cat"].recall_before) == (12 / 14, 12 / 15)
    assert rows["dog"].precision_before == 12 / 15
    assert rows["dog"].map50 > rows["dog"].map50_before
    assert after.moved.to_pandas().columns[0] == "name"
    assert after.moved.rates("test", 99)[0].recall < 0.2


def test_the_new_evaluation_answers_like_any_other(tmp_path):
    ev = pets(splits={"a.jpg": "train", "b.jpg": "test"})
    after = ev.without(of_kinds(ev, "unlabelled object"), corrected=True)
    after.save(tmp_path / "after.evallens")
    opened = evallens.open(tmp_path / "after.evallens")
    assert told(opened) == told(after)
    assert len(evallens.Lens(after, split="all").selected) == 2
    assert told(after.with_tb(0.1)) == told(after)


def test_a_region_that_is_ignored_is_no_label():
    ev = pets()
    objects = ev.columns.objects
    assert objects is not None
    side = objects.side.copy()
    side[0] = REGION
    with pytest.raises(InputError, match="Object 0 is a region"):
        replace(ev, columns=replace(ev.columns, objects=replace(objects, side=side))).without({"label": [0]})


def test_verdicts_on_another_evaluation_are_refused():
    ev = pets()
    table = ev.verdicts({"label": ev.suspects().rows})
    assert told(pets().without(table)) == told(pets([]))  # The same objects.
    with pytest.raises(InputError, match="another evaluation"):
        evallens.demo().without(table)
    with pytest.raises(InputError, match="another evaluation"):
        pets([]).without(table)


def test_what_cannot_be_matched_again_says_so():
    ev = pets()
    with pytest.raises(InputError, match="needs boxes"):
        evallens.evaluate(["a"], ["a"], classes=["a"]).without({})
    with pytest.raises(InputError, match="does not say how"):
        replace(ev, header=replace(ev.header, matching=None)).without({})
    nothing = replace(ev, columns=replace(ev.columns, outcomes=Outcomes.none(), objects=Objects.none()))
    assert told(nothing.without({})) == []


def test_masks_follow_their_objects():
    side = 150

    def mask(x, y, w, h):
        dense = np.zeros((side, side), np.uint8)
        dense[y : y + h, x : x + w] = 1
        return dense

    def found(labels, answers):
        truth, predictions = (
            {"masks": np.stack([mask(*row[1]) for row in rows]).astype(bool), "labels": np.zeros(len(rows), int)}
            for rows in (labels, answers)
        )
        scored = {**predictions, "scores": np.array([row[2] for row in answers])}
        return evallens.evaluate([truth], [scored], classes=["cat"], embeddings=False, task="instance-segmentation")

    right = [(0, (7 * i, 0, 6, 6)) for i in range(20)]
    sure = [(*row, 0.95) for row in right]
    answers = [*sure, (0, (0, 20, 20, 6), 0.9), (0, (40, 40, 10, 10), 0.9)]
    ev = found([*right, (0, (0, 20, 20, 20))], answers)
    assert ev.suspects().counts["badly drawn label"] == ev.suspects().counts["unlabelled object"] == 1
    after = ev.without({"label": ev.suspects().rows}, corrected=True)
    assert told(after) == told(found([*right, (0, (0, 20, 20, 6)), (0, (40, 40, 10, 10))], answers))
    assert after.columns.masks is not None
    assert sorted(after.columns.masks.areas.tolist())[-4:] == [100, 100, 120, 120]
    assert told(ev.without({"label": ev.suspects().rows})) == told(found(right, sure))
