"""Verdicts in a file of marks: recognised again, kept where they are gone, the later one where two differ."""

from __future__ import annotations

import json

import pytest

import evallens
from evallens.errors import DataError, InputError
from tests.evaluation.pets import FAULTS, pets


@pytest.fixture
def lens():
    lens = evallens.Lens(pets(), split="all")
    table = lens.evaluation.suspects()
    rows = dict(zip(table.kind, table.rows.tolist(), strict=True))
    lens.verdicts = {
        "label": sorted([rows["wrong label"], rows["label of nothing"]]),
        "model": [rows["unlabelled object"]],
        "label_times": [10, 20],
        "model_times": [30],
    }
    return lens


def judged(lens):
    return sorted((row.verdict, row.time, row.name, row.side, row.label, row.x, row.y) for row in lens.verdicts)


def test_what_was_judged_is_recognised_in_another_order(lens, tmp_path):
    lens.save_marks(tmp_path / "marks.json")
    other = evallens.Lens(pets(FAULTS[::-1]), split="all")
    assert other.load_marks(tmp_path / "marks.json") == []
    assert judged(other) == judged(lens)


def test_the_file_says_what_is_wrong_and_when(lens, tmp_path):
    lens.marks = {"images": [0]}
    lens.save_marks(tmp_path / "marks.json")
    written = json.loads((tmp_path / "marks.json").read_text("utf-8"))
    assert (written["format"], written["version"], len(written["images"])) == ("evallens-marks", 1, 1)
    place = {"image": "a.jpg", "name": "a.jpg", "split": "test", "side": "prediction", "class": "dog"}
    box = {"box": [100, 500, 40, 36], "score": 0.97}
    assert {**place, **box, "verdict": "label", "time": 20} in written["verdicts"]


def test_a_file_without_verdicts_is_what_it_was(tmp_path):
    lens = evallens.Lens(pets())
    lens.marks = {"objects": [1]}
    lens.save_marks(tmp_path / "marks.json")
    assert "verdicts" not in json.loads((tmp_path / "marks.json").read_text("utf-8"))


def test_a_verdict_on_what_is_gone_is_named_counted_and_kept(lens, tmp_path):
    lens.save_marks(tmp_path / "marks.json")
    without = evallens.Lens(pets([row for row in FAULTS if row[3] != 0.97]), split="all")
    with pytest.warns(UserWarning, match="1 of 3 marks are not in this evaluation, such as 'dog in a.jpg'"):
        (notice,) = without.load_marks(tmp_path / "marks.json")
    assert (notice.code, notice.count) == ("lost-marks", 1)
    assert len(without.verdicts) == 2
    without.save_marks(tmp_path / "again.json")
    again = evallens.Lens(pets(), split="all")
    again.load_marks(tmp_path / "again.json")
    assert judged(again) == judged(lens)


def test_of_two_verdicts_on_one_object_the_later_stays(lens, tmp_path):
    lens.save_marks(tmp_path / "marks.json")
    rows, times = lens.verdicts.rows.tolist(), lens.verdicts.times.tolist()
    for shift, expected in ((-1, lens.verdicts.verdict), (1, ["model"] * 3)):
        other = evallens.Lens(pets(), split="all")
        other.verdicts = {"model": rows, "model_times": [time + shift for time in times]}
        other.load_marks(tmp_path / "marks.json")
        assert other.verdicts.verdict == expected


def test_what_is_no_verdict_is_refused_and_changes_nothing(lens, tmp_path):
    lens.save_marks(tmp_path / "marks.json")
    written = json.loads((tmp_path / "marks.json").read_text("utf-8"))
    written["verdicts"][0]["verdict"] = "maybe"
    (tmp_path / "marks.json").write_text(json.dumps(written))
    before = judged(lens)
    with pytest.raises(DataError, match="verdict"):
        lens.load_marks(tmp_path / "marks.json")
    written["verdicts"][0].update(verdict="label", time=10**15)
    (tmp_path / "marks.json").write_text(json.dumps(written))
    with pytest.raises(InputError, match="seconds"):
        lens.load_marks(tmp_path / "marks.json")
    assert judged(lens) == before
