"""How good labels are: as cleanlab scores boxes and images, and as FiftyOne's formula reads."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation.columns.tables import PREDICTION, TRUTH
from evallens.evaluation.metrics.mistakenness import mistakenness
from evallens.evaluation.metrics.objectlab import objectlab
from evallens.matching.instances import Boxes, Instances
from tests.evaluation.pets import pets
from tests.local import brute
from tests.local.scenes import crowded, scattered

TOLD = json.loads((Path(__file__).parent / "cleanlab.json").read_text("utf-8"))
"""What cleanlab 2.9.0 says: scripts/make_label_quality.py."""


@pytest.mark.parametrize("scene", TOLD["scenes"])
def test_scores_of_images_and_boxes_are_those_of_cleanlab(scene):
    truth, predictions = (instances(scene[side]) for side in ("truth", "predictions"))
    found = objectlab(truth, predictions, len(scene["truth"]))
    np.testing.assert_allclose(found.quality, scene["quality"], rtol=0, atol=1e-6)
    for name in ("overlooked", "badloc", "swap"):
        expected = np.array([value for image in scene[name] for value in image], float)
        np.testing.assert_allclose(getattr(found, f"box_{name}"), expected, rtol=0, atol=1e-6)


def test_the_demo_is_scored_as_cleanlab_scores_it():
    table = evallens.demo().label_quality("objectlab")
    quality = np.empty(len(table))
    quality[table.rows] = table.scores["quality"]
    np.testing.assert_allclose(quality, TOLD["demo"], rtol=0, atol=1e-6)
    assert (np.diff(table.scores["quality"]) >= 0).all()


def instances(images) -> Instances:
    """Rows of x1 y1 x2 y2, class and score, image by image."""
    rows = [[image, *row] for image, rows in enumerate(images) for row in rows]
    table = np.array(rows, float).reshape(len(rows), -1)
    columns = table if rows else np.zeros((0, 7))
    score = columns[:, 6] if columns.shape[1] > 6 else None
    return Instances(columns[:, 0].astype(int), columns[:, 5].astype(int), Boxes.of_xyxy(columns[:, 1:5]), score)


@pytest.mark.parametrize("make", [crowded, scattered])
@given(seed=st.integers(0, 2**32 - 1))
def test_mistakenness_is_what_the_formula_says(make, seed):
    truth, predictions = make(seed, images=3, most=5)
    found = mistakenness(truth, predictions, 3)
    kinds = brute.kinds(truth, predictions, 0, iou=0.5, tb=0.1, rule="score")
    partner = {t: p for t, p in kinds if t >= 0 and p >= 0}
    score = np.asarray(predictions.score).tolist()
    for t in range(len(truth)):
        assert found.box_spurious[t] == (t not in partner)
        if t not in partner:
            assert math.isnan(found.box_mistakenness[t])
            continue
        p = partner[t]
        sign = -1 if truth.label[t] == predictions.label[p] else 1
        iou = brute.iou_of(truth.boxes.corners[t], predictions.boxes.corners[p])
        assert found.box_mistakenness[t] == pytest.approx((sign * score[p] + 1) / 2)
        assert found.box_loc[t] == pytest.approx((score[p] * (2 * (2 * (1 - iou)) - 1) + 1) / 2)
    for p in range(len(predictions)):
        assert found.box_missing[p] == (p not in partner.values() and score[p] > 0.95)
    for image in range(3):
        mine = truth.image == image
        values = [value for value in found.box_mistakenness[mine] if not math.isnan(value)]
        assert found.possible_spurious[image] == found.box_spurious[mine].sum()
        assert found.possible_missing[image] == found.box_missing[predictions.image == image].sum()
        assert found.mistakenness[image] == max(values) if values else math.isnan(found.mistakenness[image])


def test_a_table_of_one_split_holds_its_images_worst_first_and_the_scores_of_objects():
    ev = pets(splits={"a.jpg": "train", "b.jpg": "test"})
    objects = ev.columns.objects
    assert objects is not None
    (only,) = ev.label_quality("objectlab", split="train")
    assert only.name == "a.jpg"
    assert only.overlooked < 0.01  # A dog that nobody labelled.
    table = ev.label_quality("mistakenness")
    assert [row.name for row in table] == ["a.jpg", "b.jpg"]
    assert next(iter(table)).mistakenness == pytest.approx((0.97 + 1) / 2)
    assert table.scores["possible_missing"].tolist() == [1, 1]
    assert table.boxes["possible_missing"].tolist().count(True) == 2
    labels = objects.side == TRUTH
    for name, side in product(("badloc", "swap"), (TRUTH, PREDICTION)):
        values = ev.label_quality("objectlab").boxes[name][objects.side == side]
        assert np.isnan(values).all() == (side == PREDICTION)
    assert np.isnan(ev.label_quality("objectlab").boxes["overlooked"][labels]).all()
    assert table[:1].ids == ["a.jpg"]
    assert len(table[:1].to_coco()["annotations"]) == 13
    assert repr(table) == "MistakennessTable(2 images)"
    assert [*table.to_pandas().columns] == [*table._row._fields]
    assert [*ev.label_quality().to_polars().columns] == [*ev.label_quality()._row._fields]


def test_what_it_needs_is_said_in_words():
    with pytest.raises(InputError, match="needs boxes"):
        evallens.evaluate(["a"], ["a"], classes=["a"]).label_quality()
    ev = pets()
    with pytest.raises(InputError, match="no confidence"):
        replace(ev, header=replace(ev.header, scored=False)).label_quality("mistakenness")
    with pytest.raises(UnknownNameError, match="objectlab"):
        ev.label_quality("objectlabs")  # type: ignore[call-overload]


def test_many_boxes_in_one_image_are_compared_part_by_part():
    rng = np.random.default_rng(1)
    truth, predictions = many(rng, 400), many(rng, 4000)
    score = rng.uniform(0, 1, 4000)
    scored = replace(predictions, score=score)
    found = objectlab(truth, scored, 1)
    # As cleanlab has it, of some labels by plain loops.
    for t in range(0, 400, 97):
        of_class = [p for p in range(4000) if scored.label[p] == truth.label[t]]
        near = [
            p for p in of_class if iou(truth, scored, t, p) > 0 and scored.score is not None and scored.score[p] > 0.5
        ]
        expected = max((similarity(truth, scored, t, p) for p in near), default=1.0)
        assert found.box_badloc[t] == pytest.approx(expected)


def many(rng, n: int) -> Instances:
    corner = rng.uniform(0, 1000, (n, 2))
    boxes = Boxes.of_xyxy(np.concatenate([corner, corner + 30], axis=1))
    return Instances(np.zeros(n, np.int64), rng.integers(0, 3, n), boxes)


def iou(one, other, a: int, b: int) -> float:
    return brute.iou_of(one.boxes.corners[a], other.boxes.corners[b])


def similarity(one, other, a: int, b: int) -> float:
    centres = [(side.boxes.corners[row][:2] + side.boxes.corners[row][2:]) / 2 for side, row in ((one, a), (other, b))]
    return 0.9 * iou(one, other, a, b) + 0.1 * math.exp(-0.1 * math.dist(*centres))
