"""Verdicts on a Lens: a table in Python, rows and times in the browser, and checked both ways."""

from __future__ import annotations

import pytest

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.lens.wire.settings import MAX_VERDICTS, VERDICTS_DEFAULT
from tests.evaluation.pets import pets


@pytest.fixture
def lens():
    return evallens.Lens(pets(), split="all")


def rows_of(lens, kind):
    return lens.evaluation.suspects(kind).rows.tolist()


def test_nothing_is_judged_at_first(lens):
    assert len(lens.verdicts) == 0
    assert lens.get_state(["verdicts"]) == {"verdicts": VERDICTS_DEFAULT}


def test_verdicts_are_a_table_with_the_time_and_the_kind_of_suspicion(lens):
    wrong, unlabelled = rows_of(lens, "wrong label"), rows_of(lens, "unlabelled object")
    lens.verdicts = {"label": wrong, "model": unlabelled, "label_times": [1_700_000_000], "model_times": [0]}
    found = {row.kind: row for row in lens.verdicts}
    assert {kind: (row.verdict, row.time) for kind, row in found.items()} == {
        "wrong label": ("label", "2023-11-14T22:13:20+00:00"),
        "unlabelled object": ("model", "1970-01-01T00:00:00+00:00"),
    }
    row = found["wrong label"]
    assert (row.name, row.side, row.label, row.score) == ("a.jpg", "prediction", "dog", 0.97)
    assert (row.x, row.y, row.w, row.h, row.area) == (100, 500, 40, 36, 1440)
    assert repr(lens.verdicts) == "VerdictTable(1 on the label, 1 on the model)"
    assert [*lens.verdicts.to_pandas().columns] == [*row._fields]
    assert lens.verdicts[:1].rows.tolist() == [min(wrong + unlabelled)]


def test_a_time_that_nobody_gave_is_now(lens):
    lens.verdicts = {"label": [3]}
    assert next(iter(lens.verdicts)).time > "2024"


def test_the_browser_gets_rows_and_sets_them(lens):
    sent = {"label": [4, 9], "model": [2], "label_times": [5, 6], "model_times": [7]}
    lens.set_state({"verdicts": sent})
    assert lens.verdicts.verdict == ["model", "label", "label"]
    assert lens.verdicts.times.tolist() == [7, 5, 6]
    assert lens.get_state(["verdicts"]) == {"verdicts": sent}
    lens.set_state({"verdicts": {"label": [10_000]}})
    assert lens.status["state"] == "error"
    assert "No object in row 10000" in lens.status["message"]
    assert len(lens.verdicts) == 3


def test_a_table_can_be_set_again(lens):
    lens.verdicts = {"label": [4]}
    other = evallens.Lens(pets())
    other.verdicts = lens.verdicts
    assert other.verdicts.as_trait() == lens.verdicts.as_trait()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"label": [-1]}, "No object in row -1"),
        ({"label": ["a"]}, "verdicts is a dict"),
        ({"label": [1], "model": [1]}, "judged twice"),
        ({"label": [1, 1]}, "judged twice"),
        ({"label": [1], "label_times": []}, "one for each row"),
        ({"label": [1], "label_times": [-5]}, "one for each row"),
        ({"label": [1], "label_times": [1_700_000_000_000]}, "one for each row"),
        ([1, 2], "verdicts is a dict"),
        (None, "verdicts is a dict"),
    ],
)
def test_what_is_no_verdict_is_refused_in_words(lens, given, words):
    with pytest.raises(InputError, match=words):
        lens.verdicts = given
    assert len(lens.verdicts) == 0


def test_another_word_names_the_closest(lens):
    with pytest.raises(UnknownNameError, match="label"):
        lens.verdicts = {"labels": [1]}


def test_there_are_at_most_as_many_as_marks():
    ev = evallens.demo()
    every = list(range(MAX_VERDICTS + 1))
    with pytest.raises(InputError, match="At most 10,000"):
        ev.verdicts({"label": every})
    assert len(ev.verdicts({"label": every[1:]})) == MAX_VERDICTS


def test_what_has_no_boxes_has_no_verdicts():
    lens = evallens.Lens(evallens.evaluate(["a"], ["a"], classes=["a"]))
    assert len(lens.verdicts) == 0
    with pytest.raises(InputError, match="there are 0"):
        lens.verdicts = {"label": [0]}


def test_labelling_tools_get_labels_and_as_proposals_what_speaks_against_them(lens):
    lens.verdicts = {"label": rows_of(lens, "wrong label"), "model": rows_of(lens, "unlabelled object")}
    written = lens.verdicts.to_coco()
    assert [one["score"] for one in written["annotations"] if "score" in one] == [0.97]
    assert len([one for one in written["annotations"] if "score" not in one]) == 13
    assert lens.verdicts.ids == ["a.jpg"]
    assert len(lens.verdicts.to_cvat()["images"]) == 1


def test_a_report_keeps_them(lens, tmp_path):
    lens.verdicts = {"label": [4], "label_times": [5]}
    lens.to_html(tmp_path / "report.html")
    assert lens._moment(lens.evaluation).snapshot().state["verdicts"]["label"] == [4]
    assert lens._moment(lens.evaluation).snapshot().without_objects().state["verdicts"] == VERDICTS_DEFAULT
