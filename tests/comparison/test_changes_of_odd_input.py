"""What changed between two models, where the input is odd: what lacks on one side, what has no boxes, what is many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import evallens
from evallens.errors import InputError
from evallens.evaluation import Evaluation
from evallens.evaluation.results import ChangedInstanceTable
from tests.comparison.test_compare import BOX, FAR, evaluated, side


def changed(both: Evaluation, split: str, confidence: Any = None, **asked: Any) -> ChangedInstanceTable:
    """The instances, told what became of them."""
    table = both.instances(split, confidence, **asked)
    assert isinstance(table, ChangedInstanceTable)
    return table


def counts_of(both: Evaluation, **asked: Any) -> dict[str, int]:
    return {word: count for word, count in both.transitions(split="all", **asked).counts.items() if count}


def test_classes_of_another_order_and_one_that_one_model_alone_knows():
    truth = side(("a", BOX, "cat"), ("a", FAR, "dog"))
    one = evaluated(truth, side(("a", BOX, "cat", 0.9), ("a", FAR, "dog", 0.8)), ["cat", "dog"])
    turned = {"a": {"boxes": np.array([BOX, FAR]), "labels": np.array([2, 0])}}
    guessed = {"a": {"boxes": np.array([BOX, FAR]), "labels": np.array([2, 1]), "scores": np.array([0.7, 0.6])}}
    both = evallens.compare(one, evaluated(turned, guessed, ["dog", "bird", "cat"]))
    assert counts_of(both, confidence=50) == {"broken": 1, "both_right": 1}
    broken = changed(both, "all", (50, 50), transition=["broken"])
    assert (broken.actual, broken.was, broken.now) == (["dog"], ["dog"], ["bird"])
    assert both.instances("all", (50, 50), transition=[("dog", "bird")]).rows.tolist() == broken.rows.tolist()
    assert both.difference("all", 50).to_pandas().loc["dog"].to_dict() == {
        "cat": 0,
        "dog": -1,
        "bird": 1,
        "background": 0,
    }


def test_images_with_different_truths_are_in_the_difference_and_make_no_transition():
    seen = side(("a", BOX, "cat", 0.9), ("b", BOX, "cat", 0.9))
    one = evaluated(side(("a", BOX, "cat"), ("b", BOX, "cat")), seen, ["cat"])
    other = evaluated(side(("a", BOX, "cat"), ("b", FAR, "cat")), seen, ["cat"])
    both = evallens.compare(one, other)
    assert counts_of(both, confidence=50) == {"both_right": 1}
    assert both.difference("all", 50).difference.tolist() == [[-1, 1], [1, 0]]
    assert both.images("all", 50, change=["regressed"]).name[0] == "b"
    assert both.images("all", 50, cells=[("cat", "cat")], compared=True).ids == both.images("all", query="b").ids
    assert len(both.instances("all", 50, cells=[("cat", "cat")], compared=True)) == 0
    listed = changed(both, "all", (50, 50))
    assert dict(zip(listed.name, listed.transition, strict=True)) == {"a": "both_right", "b": ""}


def test_an_image_whose_count_is_the_same_is_not_behind_a_compared_cell_though_its_instances_changed_places():
    truth = side(("a", BOX, "cat"), ("a", FAR, "cat"))
    one = evaluated(truth, side(("a", BOX, "cat", 0.9)), ["cat"])
    other = evaluated(truth, side(("a", FAR, "cat", 0.9)), ["cat"])
    both = evallens.compare(one, other)
    assert counts_of(both, confidence=50) == {"fixed": 1, "broken": 1}
    assert both.difference("all", 50).difference.tolist() == [[0, 0], [0, 0]]
    assert len(both.images("all", 50, cells=[("cat", "cat")], compared=True)) == 0
    assert len(both.instances("all", 50, cells=[("cat", "cat")], compared=True)) == 0
    assert len(both.instances("all", 50, cells=[("cat", "cat")], transition=["fixed"])) == 1


def test_a_selected_cell_of_the_model_on_show_leaves_out_what_is_gone():
    truth = side(("a", BOX, "cat"))
    one = evaluated(truth, side(("a", BOX, "cat", 0.9), ("a", FAR, "cat", 0.9)), ["cat"])
    other = evaluated(truth, side(("a", BOX, "cat", 0.9)), ["cat"])
    both = evallens.compare(one, other)
    asked: dict[str, Any] = {"cells": [("background", "cat")]}
    assert len(both.instances("all", (50, 50), **asked)) == 0
    gone = changed(both, "all", (50, 50), compared=True, **asked)
    assert (gone.of, gone.transition, gone.score.tolist()) == (["v1"], ["gone"], [pytest.approx(0.9)])
    assert both.instances("all", (50, 50), transition="gone").rows.tolist() == gone.rows.tolist()
    assert [len(both.images("all", (50, 50), transition="gone")), len(both.images("all", 50, transition="new"))] == [
        1,
        0,
    ]
    coco = gone.to_coco()
    assert [one["bbox"][:2] for one in coco["annotations"]] == [FAR[:2]], "its box is that of the other model"


def test_images_without_boxes_and_models_that_find_nothing():
    nothing = side(images=("a", "b"))
    truth = side(("a", BOX, "cat"), images=("b",))
    for name in ("a", "b"):
        nothing[name]["scores"] = np.zeros(0)
    both = evallens.compare(evaluated(truth, nothing, ["cat"]), evaluated(truth, nothing, ["cat"]))
    assert counts_of(both, confidence=50) == {"alike": 1}
    assert len(both.images("all", 50, change="same")) == 2
    assert np.isnan(both.transitions(split="all").compatibility), "nothing was right"


def test_a_model_without_scores_beside_one_with():
    labels = pd.DataFrame({"image": ["a", "b"], "label": ["cat", "dog"]})
    guess = pd.DataFrame({"image": ["a", "b"], "predicted": ["cat", "cat"]})
    scored = pd.DataFrame({"image": ["a", "b"], "predicted": ["cat", "dog"], "confidence": [0.3, 0.8]})
    plain = evallens.evaluate(labels, guess, task="classification")
    both = evallens.compare(plain, evallens.evaluate(labels, scored, task="classification"))
    assert counts_of(both, confidence=(0, 25)) == {"fixed": 1, "both_right": 1}
    assert counts_of(both, confidence=(0, 50)) == {"fixed": 1, "broken": 1}
    assert [notice.code for notice in both.notices if "confidence" in notice.text] != []


def test_thresholds_that_one_side_does_not_store_are_asked_for_in_words():
    one, other = evallens.demo("v1").limited_to([20, 40]), evallens.demo("v2").limited_to([20, 60])
    both = evallens.compare(one, other)
    assert both.difference("test", (40, 60)).shown.confidence == 60
    assert len(both.images("test", 60)) == 240, "of the model on show alone nothing else is asked"
    for ask in (
        lambda: both.difference("test", 60),
        lambda: both.images("test", 60, change="regressed"),
        lambda: both.instances("test", 60, transition="broken"),
        lambda: both.images("test", 60, sort="regressed"),
    ):
        with pytest.raises(InputError, match=r"No report at 60 % for split 'test' is loaded"):
            ask()


def test_labels_of_images():
    labels = {f"image-{row}": ("cat", "dog")[row % 2] for row in range(6)}
    always = {one: dict.fromkeys(labels, one) for one in ("cat", "dog")}
    both = evallens.evaluate(labels, models={"v1": always["cat"], "v2": always["dog"]}, task="classification")
    assert counts_of(both) == {"fixed": 3, "broken": 3}
    assert both.summary["churn"] == 1.0
    assert both.summary["negative_flips"] == both.summary["positive_flips"] == 0.5
    broken = changed(both, "all", transition="broken")
    assert (set(broken.actual), set(broken.was), set(broken.now), broken.kind[0]) == (
        {"cat"},
        {"cat"},
        {"dog"},
        "class",
    )


def test_pixels_are_no_instances():
    truth = {"a": np.array([[0, 0], [1, 1]]), "b": np.array([[0, 1], [1, 1]])}
    guess = {"a": np.array([[0, 1], [1, 1]]), "b": np.array([[0, 1], [1, 1]])}
    models = {"v1": truth, "v2": guess}
    both = evallens.evaluate(truth, models=models, classes=["road", "car"], task="semantic-segmentation")
    assert both.difference("all").difference.tolist()[0][:2] == [-1, 1]
    assert both.images("all", change="regressed").name[0].startswith("a")
    assert both.images("all", cells=[("road", "car")], compared=True).ids == both.images("all", change="regressed").ids
    assert both.summary["churn"] is None
    for ask in (both.transitions, lambda: both.instances(transition="broken")):
        with pytest.raises(InputError, match="pixels are counted"):
            ask()


def test_a_service_names_no_instances_but_its_counts_are_compared():
    both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    with evallens.serve(both) as server:
        opened = [evallens.open(f"{server.workspace}/{one}", api_url=server.url) for one in server.eval_ids]
        services = evallens.compare(opened[0], opened[1], names=("v1", "v2"))
        found = services.difference("test", (40, 55))
        assert found.difference.tolist() == both.difference("test", (40, 55)).difference.tolist()
        for word in ("regressed", "fixed", "better", "worse"):
            assert services.images("test", (40, 55), change=word).ids == both.images("test", (40, 55), change=word).ids
        most = [one.images("test", (40, 55), sort="regressed")[:20].ids for one in (services, both)]
        assert most[0] == most[1]
        assert services.summary["churn"] is None
        for ask in (services.transitions, lambda: services.images("test", 40, transition="broken")):
            with pytest.raises(InputError, match="without their boxes"):
                ask()


def test_ten_thousand_boxes_in_an_image_are_paired_where_they_lie():
    rng = np.random.default_rng(0)
    place = rng.random((10_000, 2)) * 4_000
    boxes = np.concatenate([place, place + 5 + rng.random((10_000, 2)) * 20], axis=1)
    labels = np.zeros(len(boxes), int)
    truth = {"a": {"boxes": boxes, "labels": labels}}
    found = {"a": {"boxes": boxes, "labels": labels, "scores": np.full(len(boxes), 0.9)}}
    moved = {"a": {"boxes": boxes[::-1] + 0.004, "labels": labels}}
    half = {"a": {name: values[:5_000] for name, values in found["a"].items()}}
    both = evallens.compare(evaluated(truth, found, ["cat"]), evaluated(moved, half, ["cat"]))
    assert both.alike is None
    assert counts_of(both, confidence=50) == {"both_right": 5_000, "broken": 5_000}


def test_verdicts_forget_the_twins_of_the_rows_before():
    both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    judged = {"label": both.model("v1").suspects("wrong label").rows[:20]}
    one = both.model("v1").without(judged, corrected=True)
    again = evallens.compare(one, both.model("v2").without({"label": []}))
    assert counts_of(again, confidence=40)["both_right"] > 1_000
    objects = one.columns.objects
    assert objects is not None
    assert (objects.twin == np.iinfo(np.uint32).max).all(), "alone it has none; compare pairs again"
