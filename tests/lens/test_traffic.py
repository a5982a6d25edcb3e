"""What a Lens sends, message by message: columns once, and after that only what changed."""

from __future__ import annotations

import json
from collections.abc import Callable

import comm
import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from ipywidgets.widgets.widget import _remove_buffers

import evallens
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.codec import bytes_of
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.report import Report
from evallens.lens import column_sender, widget
from evallens.lens.column_sender import STAND_FOR_ROWS
from evallens.pictures import Picture
from tests.export import unpacked

SIZE = 2000
CLASSES = ("cat", "dog", "background")


class Message:
    """One message to the browser, as the comm takes it."""

    def __init__(self, data, buffers):
        self.state = data["state"]
        self.whole_paths = data["buffer_paths"]
        self.paths = [path[0] for path in self.whole_paths]
        self.bytes = sum(len(buffer) for buffer in buffers or [])
        self.text = len(json.dumps(self.state))
        self.traits = set(self.state)


@pytest.fixture
def sent(monkeypatch):
    """Every state message, in the order in which they are sent."""
    messages = []

    def publish(_self, _kind, data=None, metadata=None, buffers=None, **_keys):
        if data and "state" in data:
            messages.append(Message(data, buffers))

    monkeypatch.setattr(comm.DummyComm, "publish_msg", publish)
    return messages


def outcomes(confidence):
    rng = np.random.default_rng(confidence)
    labels = rng.integers(0, 2, (2, SIZE))
    return Outcomes.of(np.arange(SIZE), *labels, first=confidence, last=confidence)


def images():
    splits = ["test"] * (SIZE // 2) + ["valid"] * (SIZE // 2)
    names = [f"{row:04}.png" for row in range(SIZE)]
    return Images.of(names, splits, embedding=np.random.default_rng(0).normal(size=(SIZE, 2)))


class Reports:
    """Stores every threshold."""

    def report(self, split, confidence, *, progress=None, cancelled=None):
        return Report(
            splits=("test", "valid"),
            confidence=confidence,
            classes=CLASSES,
            images=images(),
            outcomes=outcomes(confidence),
        )


class Pictures:
    """Notes for which images it is asked."""

    is_at_hand = True

    def __init__(self):
        self.asked = []

    def thumbnails(self, refs):
        return map(self.large, refs)

    def large(self, ref):
        self.asked.append(ref.row)
        return Picture(b"picture", 4, 3)


def evaluation(pictures=None):
    return Evaluation(
        header=Header(title="Sent", task="object-detection", classes=CLASSES, background=2),
        columns=Columns(images(), outcomes(20)),
        coverage=Coverage.of(("test", "valid"), 20),
        source=Reports(),
        pictures=pictures,
    )


CHANGES = {
    "split": "valid",
    "cells": [("cat", "dog")],
    "page": 3,
    "page_size": 50,
    "view": {"sort": "name"},
    "query": "00",
    "lasso": [(0, 0), (1, 0), (1, 1)],
}


def test_a_lens_is_opened_with_all_columns_in_one_message(sent):
    lens = evallens.Lens(evaluation())
    [opened] = [message for message in sent if message.bytes]
    assert {"header", "status", "split", "_esm"} <= opened.traits
    columns = sum(map(bytes_of, (lens.places_0, lens.images_0, lens.outcomes_0)))
    assert set(opened.paths) == {"places_0", "images_0", "outcomes_0", "cube_0", "assets"}
    assert opened.bytes == columns + bytes_of(lens.cube_0) + bytes_of(lens.assets)
    # x, y, names, their offsets, and splits; image, actual and predicted; the others are one value each, or none.
    assert columns == SIZE * (4 + 4 + 8 + 2 + 1) + 2 + SIZE * (2 + 1 + 1) + 3


@pytest.fixture
def many(monkeypatch):
    """Rows are many, and a cell is running, which ends when the fixture is called."""
    jobs: list[Callable[[], None]] = []
    monkeypatch.setattr(column_sender, "_FEW", 1000)
    monkeypatch.setattr(widget, "after_cell", jobs.append)

    def end():
        while jobs:
            jobs.pop()()

    return end


FIRST = {"places_0", "cube_0", "tallies", "page_rows", "assets"}


def test_of_many_rows_those_are_first_that_the_first_picture_is_drawn_from(sent, many):
    lens = evallens.Lens(evaluation())
    assert {path for message in sent for path in message.paths} == FIRST
    assert (lens.header["rows"], lens.header["blocks"]["outcomes"]) == ("coming", [])
    assert (lens.counted["images"], lens.counted["for"]["split"]) == (SIZE // 2, "test")
    sent.clear()
    many()
    # What the header names has come when the header comes, which no request has asked for.
    named = [message.traits & {"images_0", "outcomes_0", "header", *STAND_FOR_ROWS} for message in sent]
    order = [next(iter(traits)) for traits in named if traits]
    assert order == ["images_0", "outcomes_0", "header", *STAND_FOR_ROWS]
    assert (lens.header["rows"], lens.header["blocks"]["outcomes"]) == ("here", ["outcomes_0"])
    sent.clear()
    many()
    assert sent == []


def test_what_stood_for_rows_leaves_no_bytes_and_a_place_for_each_that_was_sent(sent, many):
    lens = evallens.Lens(evaluation())
    lens.page = 2
    many()
    assert (lens.counted, lens.page_rows, lens.tallies) == ({}, {}, {})
    _, paths, buffers = _remove_buffers(lens.get_state())
    held = dict(zip(map(tuple, paths), buffers, strict=True))
    sent_before = {tuple(path) for message in sent for path in message.whole_paths}
    assert sent_before <= set(held)
    assert all(not buffer for path, buffer in held.items() if path[0] in STAND_FOR_ROWS)


def test_while_rows_wait_python_answers_what_is_asked_by_then(sent, many):
    lens = evallens.Lens(evaluation())
    lens.page = 2
    assert lens.page_rows["rows"] == lens.selected.rows[24:48].tolist()
    lens.cells = [("cat", "dog")]
    assert (lens.counted["images"], lens.page_rows["rows"][0]) == (len(lens.selected), lens.selected.rows[0])
    many()
    sent.clear()
    lens.cells = []
    assert not {"counted", "page_rows", "tallies"} & {trait for message in sent for trait in message.traits}


def test_rows_that_are_fetched_follow_those_that_wait(sent, many):
    lens = evallens.Lens(evaluation())
    lens.confidence = 40
    assert lens.header["blocks"]["outcomes"] == ["outcomes_0", "outcomes_1"]
    assert lens.header["blocks"]["cubes"] == ["cube_0", "cube_1"]
    assert lens.header["rows"] == "here"
    many()
    assert "outcomes_2" not in lens.keys


def test_a_page_that_lacks_something_gets_it_and_all_rows(sent, many):
    lens = evallens.Lens(evaluation())
    sent.clear()
    ask(lens, ["header"])
    assert {"images_0", "outcomes_0", "header"} <= {trait for message in sent for trait in message.traits}
    assert sent[-1].state["header"]["rows"] == "here"
    sent.clear()
    ask(lens, ["outcomes_0", "no such trait", 5])
    assert [message.traits for message in sent] == [{"outcomes_0"}]
    assert sent[0].bytes == bytes_of(lens.outcomes_0)


@pytest.mark.parametrize("content", ["lacking", {"type": "lacking"}, {"type": "other", "traits": ["header"]}, None])
def test_a_message_of_another_kind_is_not_answered(sent, content):
    lens = evallens.Lens(evaluation())
    sent.clear()
    lens._handle_custom_msg(content, [])
    assert [message.traits for message in sent if message.traits] == []


def test_an_embedded_lens_holds_all_rows(many):
    lens = evallens.Lens(evaluation())
    state = dependency_state([lens], drop_defaults=False)[lens.model_id]["state"]
    assert state["header"]["rows"] == "here"
    assert {"images_0", "outcomes_0"} <= set(state)


def test_a_report_and_what_a_notebook_keeps_hold_all_rows_while_these_wait(many, tmp_path):
    lens = evallens.Lens(evaluation())
    traits = unpacked.traits(lens.to_html(tmp_path / "report.html").read_text("utf-8"))
    assert (traits["header"]["rows"], traits["counted"]) == ("here", {})
    assert lens.header["rows"] == "coming"


def test_a_lens_that_is_closed_sends_no_rows(sent, many):
    lens = evallens.Lens(evaluation())
    lens.close()
    sent.clear()
    many()
    assert sent == []


def ask(lens, traits):
    """What a page does that lacks these traits."""
    lens._handle_custom_msg({"type": "lacking", "traits": traits}, [])


@pytest.mark.parametrize("trait", CHANGES)
def test_a_change_sends_itself_and_no_column(sent, trait):
    lens = evallens.Lens(evaluation())
    sent.clear()
    setattr(lens, trait, CHANGES[trait])
    assert trait in sent[0].traits
    assert [message for message in sent if message.bytes] == []
    assert sum(message.text for message in sent) < 400


def test_a_report_sends_its_own_rows_and_no_other(sent):
    lens = evallens.Lens(evaluation())
    sent.clear()
    lens.confidence = 37
    cube, carrying = [message for message in sent if message.bytes]
    assert cube.traits == {"cube_1"}
    assert cube.bytes == bytes_of(lens.cube_1) < 100
    assert carrying.traits == {"outcomes_1"}
    assert carrying.bytes == bytes_of(lens.outcomes_1) == SIZE * (2 + 1 + 1) + 3
    assert sum(message.text for message in sent) < 3000
    sent.clear()
    lens.confidence = 20
    lens.confidence = 37
    assert [message for message in sent if message.bytes] == []


def test_cells_are_sent_before_anything_is_looked_for_and_their_pictures_after(sent, monkeypatch):
    pictures = Pictures()
    lens = evallens.Lens(evaluation(pictures), thumbnail_budget=0)
    sent.clear()
    pictures.asked.clear()
    selected = []
    select = Evaluation.select

    def noted(*given):
        selected.append([*sent])
        return select(*given)

    monkeypatch.setattr(Evaluation, "select", noted)
    lens.cells = [("cat", "dog")]
    first, *later = sent
    assert first.traits == {"cells"}
    assert [before[0] for before in selected] == [first]
    assert set(later[-1].paths) == {"page_assets"}
    assert len(pictures.asked) == 24


def test_without_pictures_no_page_is_looked_up(monkeypatch):
    lens = evallens.Lens(evaluation())
    monkeypatch.setattr(Evaluation, "select", None)
    lens.cells = [("cat", "dog")]
    lens.confidence = 37
    assert lens.page_assets == {}
