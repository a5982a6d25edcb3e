"""Marks leave as a file and are recognised again: the same, in another order, and where something is gone."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import evallens
from evallens.errors import DataError, InputError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.tables import Objects
from evallens.pictures import Picture
from evallens.pictures.stored import StoredPictures
from tests.built import evaluation_of

NAN = np.nan
VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "collections" / "boxes.json").read_text("utf-8"))
"""Marks, the file of them and what labelling tools are given, by brute force; the front end is held by it, too."""


def an_evaluation(boxes, ids=("a", "b", "c"), splits=("test", "test", "valid"), classes=("cat", "dog"), **fields):
    """``boxes`` are (image, side, class, x, y, w, h, score)."""
    names = ("image", "side", "label", "x", "y", "w", "h", "score")
    columns = {name: np.array([box[i] for box in boxes]) for i, name in enumerate(names)}
    objects = Objects(**columns, area=columns["w"] * columns["h"])
    images = Images.of([f"{one}.jpg" for one in ids], list(splits), ids=list(ids))
    outcomes = Outcomes.of([], [], [])
    header = Header(title="Pets", task="object-detection", classes=classes, background=None)
    return Evaluation(header=header, columns=Columns(images, outcomes, objects), **fields)


BOXES = [
    (0, 0, 0, 1.0, 2.0, 30.0, 40.0, NAN),
    (0, 1, 0, 1.234, 2.345, 30.456, 40.567, 0.91),
    (0, 1, 1, 1.234, 2.345, 30.456, 40.567, 0.3),
    (1, 0, 1, 0.0, 0.0, 5.0, 5.0, NAN),
    (1, 0, 1, 0.0, 0.0, 5.0, 5.0, NAN),
    (2, 1, 1, 7.0, 8.0, 9.0, 10.0, 0.5),
]


def marked(lens):
    """Each mark but for its score, in an order of its own."""
    rows = [(*row[:6], *(round(float(edge), 2) for edge in row[7:11])) for row in lens.marked]
    return sorted(str(row) for row in rows)


@pytest.fixture
def lens():
    lens = evallens.Lens(an_evaluation(BOXES), split="all")
    lens.marks = {"images": [2], "objects": [1, 4]}
    return lens


def test_what_is_marked_is_a_table(lens):
    table = lens.marked
    assert repr(table) == "MarkedTable(1 images, 2 instances)"
    assert [row.kind for row in table] == ["image", "instance", "instance"]
    assert [row.image for row in table] == ["c", "a", "b"] == table.ids
    assert [row.side for row in table] == ["", "prediction", "truth"]
    assert [row.label for row in table] == ["", "cat", "dog"]
    frame = table.to_pandas()
    assert frame["x"].tolist()[1:] == [np.float32(1.234), 0.0]
    assert frame["score"].isna().tolist() == [True, False, True]
    assert frame["area"].isna().tolist() == [True, False, False]
    assert table[1:].to_polars().shape == (2, 13)
    assert table.to_csv().splitlines()[0] == "kind,image,name,split,side,label,score,x,y,w,h,area,path"
    assert len(table[:0].to_pandas()) == 0


@pytest.mark.parametrize("case", VECTOR["marked"], ids=lambda case: str(case["marks"]))
def test_marks_are_written_as_brute_force_has_them(case, tmp_path):
    sizes = StoredPictures.of([Picture(b"-", *size) for size in VECTOR["sizes"]])
    lens = evallens.Lens(replace(evaluation_of(VECTOR), pictures=sizes), split="all")
    lens.marks = case["marks"]
    assert json.loads(lens.save_marks(tmp_path / "marks.json").read_bytes()) == case["file"]
    assert lens.marked.ids == case["ids"]
    assert lens.marked.to_coco() == case["coco"]
    assert lens.marked.to_label_studio() == case["label_studio"]
    lens.marks = {}
    lens.load_marks(tmp_path / "marks.json")
    assert lens.marks == case["marks"]


@pytest.mark.parametrize("case", VECTOR["judged"], ids=lambda case: str(case["verdicts"]))
def test_verdicts_are_written_as_brute_force_has_them(case, tmp_path):
    sizes = StoredPictures.of([Picture(b"-", *size) for size in VECTOR["sizes"]])
    lens = evallens.Lens(replace(evaluation_of(VECTOR), pictures=sizes), split="all")
    lens.verdicts = case["verdicts"]
    assert json.loads(lens.save_marks(tmp_path / "marks.json").read_bytes())["verdicts"] == case["file"]
    assert lens.verdicts.ids == case["ids"]
    assert lens.verdicts.to_coco() == case["coco"]
    assert lens.verdicts.to_label_studio() == case["label_studio"]
    columns = "verdict,time,kind,image,name,split,side,label,score,x,y,w,h,area,path"
    assert lens.verdicts.to_csv().splitlines()[0] == columns
    lens.verdicts = {}
    lens.load_marks(tmp_path / "marks.json")
    assert lens.verdicts.as_trait() == case["verdicts"]


def test_tools_are_given_every_truth_of_the_images_and_the_marked_predictions(lens):
    sides = {side: lens.marked.to_coco(side=side)["annotations"] for side in ("truth", "prediction", "both")}
    assert [len(sides[side]) for side in sides] == [3, 1, 4]
    assert ["score" in one for one in sides["both"]] == [False, True, False, False]
    with pytest.raises(InputError, match="No side named 'left'"):
        lens.marked.to_coco(side="left")
    assert lens.marked[:1].to_coco()["annotations"] == []


def test_marked_images_of_a_classification_have_their_labels():
    lens = evallens.Lens(evallens.evaluate({"x": "a", "y": "b"}, {"x": "a", "y": "a"}))
    lens.marks = {"images": [1]}
    (task,) = lens.marked.to_label_studio()
    assert task["annotations"][0]["result"][0]["value"] == {"choices": ["b"]}
    assert "predictions" in lens.marked.to_label_studio(side="both")[0]


def test_what_is_saved_is_found_again_in_another_order(lens, tmp_path):
    path = lens.save_marks(tmp_path / "marks.json")
    order = [5, 4, 3, 2, 1, 0]
    shuffled = [(2 - BOXES[i][0], *BOXES[i][1:]) for i in order]
    other = evallens.Lens(an_evaluation(shuffled, ("c", "b", "a"), ("valid", "test", "test")), split="all")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert other.load_marks(path) == []
    assert other.marks["images"] == [0]
    # Two truths are alike: the first of them is taken.
    assert [order[row] for row in other.marks["objects"]] == [4, 1]
    assert marked(other) == marked(lens)


def test_a_file_says_what_it_is_and_is_the_same_each_time(lens, tmp_path):
    path = lens.save_marks(tmp_path / "marks.json")
    saved = json.loads(path.read_bytes())
    assert saved["images"] == [{"id": "c", "name": "c.jpg", "split": "valid"}]
    assert saved["instances"][0] == {
        "image": "a", "name": "a.jpg", "split": "test", "side": "prediction", "class": "cat",
        "box": [1.23, 2.35, 30.46, 40.57], "score": 0.91,
    }  # fmt: skip
    assert (saved["format"], saved["version"], saved["title"]) == ("evallens-marks", 1, "Pets")
    assert lens.save_marks(tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_loading_adds(lens, tmp_path):
    path = lens.save_marks(tmp_path / "marks.json")
    lens.marks = {"images": [0], "objects": [0]}
    lens.load_marks(str(path))
    assert lens.marks == {"images": [0, 2], "objects": [0, 1, 3]}
    lens.load_marks(path)
    assert lens.marks == {"images": [0, 2], "objects": [0, 1, 3]}


def test_equal_boxes_are_taken_one_by_one(tmp_path):
    lens = evallens.Lens(an_evaluation(BOXES), split="all")
    lens.marks = {"objects": [3, 4]}
    path = lens.save_marks(tmp_path / "marks.json")
    lens.marks = {}
    lens.load_marks(path)
    assert lens.marks["objects"] == [3, 4]


def test_what_no_longer_exists_is_kept_counted_and_named(lens, tmp_path):
    path = lens.save_marks(tmp_path / "marks.json")
    # The image c is in another split, the prediction has moved by a pixel, and one of the equal truths is gone.
    moved = [(0, 1, 0, 2.234, 2.345, 30.456, 40.567, 0.91), BOXES[3]]
    other = evallens.Lens(an_evaluation(moved, splits=("test", "test", "test")), split="all")
    with pytest.warns(UserWarning, match="2 of 3 marks are not in this evaluation, such as 'c.jpg', 'cat in a.jpg'"):
        (notice,) = other.load_marks(path)
    assert (notice.code, notice.count, notice.examples) == ("lost-marks", 2, ("c.jpg", "cat in a.jpg"))
    assert other.marks == {"images": [], "objects": [1]}
    again = other.save_marks(tmp_path / "again.json")
    fresh = evallens.Lens(an_evaluation(BOXES), split="all")
    fresh.load_marks(again)
    assert marked(fresh) == marked(lens)


def test_an_image_of_a_classification_is_marked_as_such(tmp_path):
    lens = evallens.Lens(evallens.evaluate({"x": "a", "y": "b"}, {"x": "a", "y": "a"}))
    lens.marks = {"images": [1]}
    path = lens.save_marks(tmp_path / "m.json")
    lens.marks = {}
    lens.load_marks(path)
    assert [row.image for row in lens.marked] == ["y"]
    with pytest.raises(InputError, match="No object in row 0: there are 0"):
        lens.marks = {"objects": [0]}


def test_without_a_path_marks_go_beside_the_file_that_was_opened(tmp_path, lens, monkeypatch):
    with pytest.raises(InputError, match="was not opened from a file"):
        lens.save_marks()
    with pytest.raises(InputError, match="was not opened from a file"):
        evallens.Lens(evallens.demo()).save_marks()
    evallens.demo().save(tmp_path / "run.7.evallens")
    monkeypatch.chdir(tmp_path)
    opened = evallens.Lens(evallens.open("run.7.evallens"))
    monkeypatch.chdir(tmp_path.parent)
    opened.marks = {"images": [3]}
    assert opened.save_marks() == tmp_path / "run.7.marks.json"
    opened.confidence = 33
    assert opened.evaluation.file == str(tmp_path / "run.7.evallens")


MADE = {"format": "evallens-marks", "version": 1, "images": [], "instances": []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is no JSON"),
        ("{", "it is no JSON"),
        ("[1]", "which lens.save_marks"),
        ('{"images": [], "annotations": []}', "which lens.save_marks"),
        ({**MADE, "version": 2}, "has version 2 of marks; this version reads 1: update evallens"),
        ({**MADE, "version": "1"}, "has version '1' of marks; this version reads 1"),
        ({**MADE, "images": {}}, r"Expected `array`, got `object` - at `\$.images`"),
        ({**MADE, "images": [{"id": 3, "name": "", "split": ""}]}, r"Expected `str`, got `int` - at `\$.images"),
        ({**MADE, "instances": [{"image": "a"}]}, "missing required field"),
        (
            {**MADE, "instances": [{**dict.fromkeys(("image", "name", "split", "class"), ""), "side": "x", "box": []}]},
            "Invalid enum value 'x'",
        ),
        ('{"format": "evallens-marks", "version": 1, "images": [{"id": "\\ud800", "name": "", "split": ""}]}', "JSON"),
    ],
)
def test_what_is_no_file_of_marks_is_refused_in_words_and_changes_nothing(lens, tmp_path, text, message):
    path = tmp_path / "marks.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text))
    before = lens.marks
    with pytest.raises(DataError, match=message) as caught:
        lens.load_marks(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert lens.marks == before


def test_a_file_that_is_not_there_or_cannot_be_written_is_said_in_words(lens, tmp_path):
    with pytest.raises(InputError, match=r"none.json: cannot be read \(No such file"):
        lens.load_marks(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot be read"):
        lens.load_marks(tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        lens.save_marks(tmp_path / "none" / "marks.json")
    with pytest.raises(InputError, match="A file is named by a path, not by 3"):
        lens.save_marks(3)
    with pytest.raises(InputError, match="named by a path, not by 3"):
        lens.load_marks(3)
    assert list(tmp_path.iterdir()) == []


def test_more_than_can_be_marked_are_refused(lens, tmp_path):
    path = tmp_path / "marks.json"
    boxes = [(0, 1, 0, float(i), 0.0, 5.0, 5.0, 0.5) for i in range(10_001)]
    full = evallens.Lens(an_evaluation(boxes), split="all")
    full.marks = {"objects": range(10_000)}
    full.save_marks(path)
    full.marks = {"objects": [10_000]}
    with pytest.raises(InputError, match="with its 10,000 marks there would be 10,001, and at most 10,000"):
        full.load_marks(path)
    assert full.marks["objects"] == [10_000]


def test_names_that_no_text_file_could_hold_are_written(tmp_path):
    lens = evallens.Lens(an_evaluation(BOXES, ids=("\U0001f600", 'q"uo\\te\n', "ü")), split="all")
    lens.marks = {"images": [0, 1, 2]}
    path = lens.save_marks(tmp_path / "marks.json")
    lens.marks = {}
    assert lens.load_marks(path) == []
    assert lens.marks["images"] == [0, 1, 2]
