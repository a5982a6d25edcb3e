"""What people reported of comparing two runs of a model, rebuilt small."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import evallens
from tests.comparison.test_compare import BOX, FAR, evaluated, side


def scene(seed: int = 3, images: int = 12) -> tuple[dict[str, Any], dict[str, Any]]:
    """Truths of two classes and predictions near them."""
    rng = np.random.default_rng(seed)
    truth, found = {}, {}
    for image in range(images):
        corner = np.arange(4)[:, None] * 60.0 + rng.random((4, 2)) * 5
        boxes = np.concatenate([corner, corner + 40], axis=1)
        labels = np.arange(4) % 2
        truth[f"{image}.jpg"] = {"boxes": boxes, "labels": labels}
        found[f"{image}.jpg"] = {"boxes": boxes + 1, "labels": labels, "scores": 0.3 + 0.7 * rng.random(4)}
    return truth, found


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_same_model_run_again_changes_nothing_whatever_the_order_of_its_file(dtype):
    truth, found = scene()
    again = {
        name: {key: values[::-1].astype(dtype) if key == "scores" else values[::-1] for key, values in one.items()}
        for name, one in reversed(found.items())
    }
    both = evallens.evaluate(truth, models={"v1": found, "v2": again}, classes=["cat", "dog"], embeddings=False)
    counted = {word: count for word, count in both.transitions(split="all", confidence=20).counts.items() if count}
    assert counted == {"both_right": 48}
    assert both.transitions(split="all", confidence=20).churn == 0
    assert len(both.images("all", 20, change=["better", "worse", "fixed", "regressed"])) == 0


def test_an_update_that_improves_the_whole_and_breaks_a_class():
    """buchar/top-form#60: an aggregate hides it."""
    truth, found = scene()
    old = {name: {**one, "scores": np.where(one["labels"] == 0, 0.1, 0.9)} for name, one in found.items()}
    old["0.jpg"]["scores"] = np.full(4, 0.9)
    new = {name: {**one, "scores": np.full(4, 0.9)} for name, one in found.items()}
    for name in list(new)[:4]:
        new[name]["scores"] = np.where(new[name]["labels"] == 1, 0.1, 0.9)
    both = evallens.evaluate(truth, models={"v1": old, "v2": new}, classes=["cat", "dog"], embeddings=False)
    f1 = [one.error_types("all", 50).f1 for one in map(both.model, both.models)]
    assert f1[1] > f1[0]
    by_class = both.transitions(split="all", confidence=50).to_pandas()
    assert by_class.loc["cat", "broken"] == 0
    assert by_class.loc["dog", "broken"] == 8
    assert both.transitions("dog", "all", 50).compatibility == pytest.approx(16 / 24)
    assert sorted(both.images("all", 50, transition=["broken"]).name) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]


def test_predictions_without_suppression_are_new_false_positives_not_broken_truths():
    """A second box on an object: a new duplicate, while its truth stays right."""
    truth = side(("a", BOX, "cat"))
    one = evaluated(truth, side(("a", BOX, "cat", 0.9)), ["cat"])
    twice = side(("a", BOX, "cat", 0.9), ("a", [edge + 1 for edge in BOX], "cat", 0.8))
    both = evallens.compare(one, evaluated(truth, twice, ["cat"]))
    assert both.transitions(split="all", confidence=50).counts["new"] == 1
    assert both.transitions(split="all", confidence=50).counts["both_right"] == 1
    new = both.instances("all", 50, transition="new")
    assert (new.kind, new.score.round(1).tolist()) == (["duplicate"], [0.8])


def test_a_prediction_on_a_truth_that_nobody_drew_is_kept_when_both_say_so():
    """Both find what is not labelled: no change, however their boxes differ a little."""
    truth = side(("a", BOX, "cat"))
    one, other = (side(("a", BOX, "cat", 0.9), ("a", [edge + by for edge in FAR], "cat", 0.7)) for by in (0, 2))
    both = evallens.compare(evaluated(truth, one, ["cat"]), evaluated(truth, other, ["cat"]))
    counts = both.transitions(split="all", confidence=50).counts
    assert (counts["kept"], counts["new"], counts["gone"]) == (1, 0, 0)
    # At a threshold that the one does not reach it is new.
    assert both.transitions(split="all", confidence=(80, 50)).counts["new"] == 1


def test_names_of_regressed_images_go_to_a_file_for_labelling(tmp_path):
    """AlexeyAB/darknet#4192 asks for a list of names."""
    both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    found = both.images("test", 40, change=["regressed"])
    found.to_ids(tmp_path / "ids.txt")
    assert (tmp_path / "ids.txt").read_text("utf-8").split() == found.ids
    broken = both.instances("test", 40, transition=["broken"])
    assert broken.to_csv().splitlines()[0].endswith("path,of,transition,was,now")
    assert {one["image_id"] for one in broken.to_coco()["annotations"]} == {
        one["id"] for one in broken.to_coco()["images"]
    }
