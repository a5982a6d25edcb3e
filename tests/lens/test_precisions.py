"""Average precision beside the sums: by split, of the whole of it, in the background, and in every file."""

from __future__ import annotations

import json

import pytest

import evallens
from evallens.lens import precisions
from tests.export.unpacked import traits


@pytest.fixture
def demo():
    return evallens.demo()


def test_it_is_what_map_results_says_of_the_split_on_show(demo):
    lens = evallens.Lens(demo)
    found, said = lens.precisions["test"], demo.map_results().splits["test"]
    assert list(lens.precisions) == ["test"]
    assert (found["map50"], found["map50_95"]) == (said.map50, said.map50_95)
    assert 0 <= found["lowest"] < 0.1
    by_name = dict(zip(demo.classes, found["ap50"], strict=True))
    assert {name: one.map50 for name, one in said.per_class.items()}.items() <= by_name.items()
    assert by_name["background"] is None


def test_neither_a_filter_nor_a_threshold_changes_it(demo):
    lens = evallens.Lens(demo)
    before = lens.precisions
    lens.query, lens.confidence, lens.cells = "1", 80, [("3", "8")]
    assert lens.wait(60)
    assert lens.precisions is before


def test_another_split_is_counted_when_it_is_shown(demo):
    lens = evallens.Lens(demo)
    lens.split = "all"
    assert lens.wait(60)
    assert sorted(lens.precisions) == ["all", "test"]
    assert 0 < lens.precisions["all"]["map50"] < 1


def test_many_objects_are_counted_in_the_background(demo, monkeypatch):
    monkeypatch.setattr(precisions, "_FEW", 0)
    monkeypatch.setattr(precisions, "_PAUSE", 0)
    lens = evallens.Lens(demo)
    assert lens.wait(60)
    assert lens.precisions["test"]["map50"] == demo.map_results().splits["test"].map50


def test_a_file_holds_every_split(demo, tmp_path):
    lens = evallens.Lens(demo)
    written = lens.to_html(tmp_path / "report.html", thumbnails=0)
    assert sorted(traits(written.read_text("utf-8"))["precisions"]) == ["all", "test", "train", "valid"]


def test_without_scores_or_objects_there_is_none():
    lens = evallens.Lens(evallens.evaluate({"a.jpg": "cat"}, {"a.jpg": "dog"}))
    assert lens.precisions == {}


def test_a_class_that_does_not_occur_has_none_and_counts_in_no_mean():
    box = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]}
    truth = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 50, "height": 50}],
        "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
        "annotations": [{**box, "id": 1}],
    }
    found = [{**box, "score": 0.9}, {**box, "category_id": 2, "bbox": [20, 20, 9, 9], "score": 0.8}]
    ev = evallens.evaluate(truth, found)
    found = evallens.Lens(ev).precisions[ev.default_split]
    assert found["map50"] == pytest.approx(1)
    assert dict(zip(ev.classes, found["ap50"], strict=True))["dog"] is None
    assert json.loads(json.dumps(found)) == found
    assert found["map50_95"] == pytest.approx(1)
    # Saved above a score, as with conf=0.25: what lay below would have counted.
    assert found["lowest"] == pytest.approx(0.8)
