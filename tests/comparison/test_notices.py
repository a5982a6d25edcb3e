"""What is told of two evaluations that are not quite of one kind, and that one truth of two models is read once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import evallens
from evallens.errors import InputError
from evallens.evaluation import Evaluation
from evallens.local import detection
from evallens.local.inputs import read_annotations
from tests.comparison.test_compare import BOX, FAR, evaluated, side

TRUTH = side(("a", BOX, "cat"), ("b", BOX, "cat"))
SURE = side(("a", BOX, "cat", 0.9), ("b", FAR, "cat", 0.4))


def told(both: Evaluation, code: str) -> list[str]:
    return [notice.text for notice in both.notices if notice.code == code]


def test_scores_on_one_side_alone():
    labels = evallens.evaluate({"a": "cat", "b": "dog"}, {"a": "cat", "b": "cat"})
    scored = replace(labels, header=replace(labels.header, scored=True))
    both = evallens.compare(labels, scored, ("old", "new"))
    assert told(both, "scores-in-one") == ["old has no confidences: at every threshold its numbers are one."]
    assert told(both, "thresholds-in-one") == []
    lens = evallens.Lens(both, confidence=50)
    assert [model["scored"] for model in lens.header["models"]] == [False, True]
    lens.model = "old"
    assert lens.evaluation.confusion_matrix("test", 50).matrix[0, 0] == 1


def test_thresholds_that_one_side_does_not_hold():
    one = evaluated(TRUTH, SURE, ["cat"])
    both = evallens.compare(one.limited_to([20, 50]), one, ("old", "new"))
    (words,) = told(both, "thresholds-in-one")
    assert words == "old holds no numbers at 99 thresholds of the other, such as 0 %."
    lens = evallens.Lens(both, confidence=50)
    lens.confidence = 51
    assert (lens.shown.confidence, lens.status["state"]) == (51, "idle")
    with pytest.raises(InputError, match="No report at 51 %"):
        lens.compared = True
    lens.baseline_confidence = 50
    lens.compared = True
    assert lens.shown.of_baseline == 50


def test_mix_ups_that_are_counted_in_two_ways():
    one = evaluated(TRUTH, SURE, ["cat"])
    other = replace(one, header=replace(one.header, mixups="fn"))
    both = evallens.compare(one, other)
    assert told(both, "mixups-differ") == [
        "Mix-ups of two classes are counted by each side's own way: v1 as both and v2 as fn."
    ]
    assert [model["mixups"] for model in evallens.Lens(both).header["models"]] == ["both", "fn"]
    assert told(evallens.compare(one, one), "mixups-differ") == []


def test_pictures_of_two_sizes(tmp_path):
    def beside(name: str, size: int) -> Evaluation:
        (folder := tmp_path / name).mkdir()
        for image in ("a", "b"):
            Image.new("RGB", (size, 400)).save(folder / f"{image}.png")
        named = {f"{key}.png": value for key, value in TRUTH.items()}
        found = {f"{key}.png": value for key, value in SURE.items()}
        return evallens.evaluate(named, found, images=folder, classes=["cat"], embeddings=False)

    one, other = beside("small", 400), beside("large", 800)
    both = evallens.compare(one, other)
    assert told(both, "sizes-differ") == ["2 images have another size on each side, such as 'a.png'."]
    assert told(evallens.compare(one, one), "sizes-differ") == []


def test_the_truth_of_two_models_is_read_once(monkeypatch):
    read, roles = read_annotations, []

    def noted(given, reading):
        roles.append(reading.role)
        return read(given, reading)

    monkeypatch.setattr(detection, "read_annotations", noted)
    both = evallens.evaluate(TRUTH, models={"old": SURE, "new": SURE}, classes=["cat"], embeddings=False)
    assert roles == ["truth", "predictions", "predictions"]
    assert both.alike is None
    one, other = (both.confusion_matrix("test", 30, model=name).matrix for name in both.models)
    assert np.array_equal(one, other)


def test_a_saved_file_keeps_the_segmentations_of_each(tmp_path):
    rng = np.random.default_rng(0)
    truth = {name: rng.integers(0, 3, (30, 40)).astype(np.uint8) for name in "ab"}
    found = {
        model: {name: np.where(rng.random((30, 40)) < 0.2, k, mask).astype(np.uint8) for name, mask in truth.items()}
        for k, model in enumerate(("old", "new"))
    }
    both = evallens.evaluate(
        truth, models=found, classes=["x", "y", "z"], task="semantic-segmentation", embeddings=False
    )
    both.showing("old").save(tmp_path / "both.evallens")
    again = evallens.open(tmp_path / "both.evallens")
    assert again.models == ("old", "new")

    def drawn(part: Evaluation) -> bytes:
        assert part.segmentations is not None
        found = part.segmentations.thumbnail(part.image(0))
        assert found is not None
        return found.data

    for name in again.models:
        assert drawn(both.model(name)) == drawn(again.model(name))
    assert drawn(again.model("old")) != drawn(again.model("new"))
