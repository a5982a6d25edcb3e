"""A Lens whose rows stay behind: after each change Python answers what the browser cannot count."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import NamedTuple

import comm
import numpy as np
import pytest

import evallens
from evallens.errors import DataError, SupersededError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.codec import values_of
from evallens.evaluation.queries import ColumnQueries
from evallens.export.fallback import _reduced
from evallens.lens.behind import ANSWERED
from evallens.stopping import stoppable


class Engine(ColumnQueries):
    """Answers from memory, as an engine does: one question after another, each of which may be held or fail."""

    asked: list[str]
    gate: threading.Event
    reached: threading.Event
    fails: str


def engine_of(ev):
    engine = Engine(ev.in_memory.behind)
    gate = threading.Event()
    gate.set()
    for name, value in {"asked": [], "gate": gate, "reached": threading.Event(), "fails": ""}.items():
        object.__setattr__(engine, name, value)
    return engine


def _watched(name):
    plain = getattr(ColumnQueries, name)

    def ask(self, *given, **named):
        self.asked.append(name)
        if self.fails == name:
            raise DataError("The engine has lost its file.")
        with stoppable(self.gate.set):
            if not self.gate.is_set():
                self.reached.set()
                assert self.gate.wait(60)
        return plain(self, *given, **named)

    return ask


for _name in ("cube", "count", "page", "raster", "levels", "histogram"):
    setattr(Engine, _name, _watched(_name))


def lens_over(engine):
    """A Lens over the demo in tables, with the first answers there and no question noted."""
    opened = evallens.Lens(replace(evallens.demo(), tables=engine), page_size=12)
    assert opened.wait(60)
    engine.asked.clear()
    return opened


@pytest.fixture
def engine():
    return engine_of(evallens.demo())


@pytest.fixture
def lens(engine):
    return lens_over(engine)


def browser_sets(lens, **state):
    lens.set_state(state)
    assert lens.wait(60)


def test_it_opens_with_the_cube_alone_and_its_first_answers(lens):
    assert lens.header["rows"] == "behind"
    assert {name: len(traits) for name, traits in lens.header["blocks"].items() if traits} == {"cubes": 1}
    assert lens.counted["images"] == 240
    assert lens.page_rows["rows"] == evallens.demo().images().rows[:12].tolist()
    assert (lens.left, lens.raster["n"], len(values_of(lens.raster["columns"]["row"]))) == ({}, 0, 240)
    assert lens.status["state"] == "idle"
    assert lens.precisions == {}


@pytest.mark.parametrize(
    ("change", "answered"),
    [
        ({"page": 2}, {"page_rows"}),
        ({"page_size": 24}, {"page_rows"}),
        ({"open": 7}, {"page_rows"}),
        ({"view": {"sort": "name"}}, {"page_rows"}),
        ({"view": {"colour": "cluster"}}, set()),
        ({"view": {"face": "instances"}}, {"counted", "page_rows"}),
        ({"map_box": [1, 4, 5, 9]}, {"raster"}),
        ({"cells": [[9, 10]]}, {"counted", "page_rows", "raster", "dust"}),
        ({"map_row": 7}, set()),
        ({"confidence": 30}, {"counted", "page_rows", "raster"}),
        ({"split": "valid"}, {"counted", "page_rows", "raster"}),
        ({"query": "1"}, {"left", "counted", "page_rows", "raster", "dust"}),
        ({"where": {"score": {"range": [0.4, None]}}}, {"left", "counted", "page_rows", "raster", "dust"}),
        ({"marks": {"images": [3], "objects": []}}, set()),
    ],
)
def test_a_change_answers_what_depends_on_it_and_nothing_else(lens, change, answered):
    before = {name: getattr(lens, name) for name in ANSWERED}
    browser_sets(lens, **change)
    assert {name for name in ANSWERED if getattr(lens, name) is not before[name]} == answered
    assert lens.status["state"] == "idle"


def test_answers_are_those_of_the_evaluation_in_memory(lens):
    browser_sets(lens, query="1", confidence=25, cells=[[9, 10]], page=2, page_size=4)
    expected = evallens.demo().images("test", 25, cells=[("9", "background")], query="1")
    assert 4 < len(expected) == lens.counted["images"]
    assert lens.page_rows["rows"] == expected.rows[4:8].tolist()
    assert sorted(values_of(lens.raster["columns"]["row"])) == sorted(expected.rows)
    assert lens.selected.rows.tolist() == expected.rows.tolist()
    changes = values_of(lens.left["cube"]["change"])
    assert changes.sum() > 0
    assert "rated" not in lens.left
    browser_sets(lens, where={"score": {"range": [0.4, None]}})
    assert values_of(lens.left["cube"]["change"]).sum() < changes.sum()
    assert values_of(lens.left["rated"]["change"]).tolist() == changes.tolist()
    browser_sets(lens, where={})
    assert repr(lens) == f"Lens('Digit scenes', test at 25 %, {len(expected)} of 240 images)"


def test_a_change_made_in_python_is_answered_at_once(lens):
    lens.cells = [("9", "background")]
    assert lens.counted["images"] == len(lens.selected) < 240
    assert lens.counted["for"]["cells"] == [[9, 10]]
    lens.page = 99
    assert lens.page == -(-len(lens.selected) // 12)
    assert lens.page_rows["rows"] == lens.selected.rows[12 * (lens.page - 1) :].tolist()


def test_what_is_superseded_is_ended_and_the_last_is_answered(lens, engine):
    engine.gate.clear()
    lens.set_state({"query": "1"})
    assert engine.reached.wait(60)
    assert lens.status == {"state": "loading", "message": "Counting what the filters leave …", "done": 0, "total": 0}
    assert lens.counted["images"] == 240
    lens.set_state({"query": "12"})
    assert lens.wait(60)
    # The first question went no further than the cube, and was ended there.
    assert engine.asked == ["cube", "cube", "count", "page", "raster"]
    assert (lens.left["for"]["query"], lens.counted["for"]["query"]) == ("12", "12")
    assert lens.counted["images"] == len(lens.selected)


def test_a_pointer_that_rests_on_the_map_and_a_pane_that_grows_end_no_question(lens, engine):
    engine.gate.clear()
    lens.set_state({"query": "1"})
    assert engine.reached.wait(60)
    lens.set_state({"map_row": 7})
    lens.set_state({"view": {**lens.view, "panel": "classes", "map_share": 0.4}})
    engine.gate.set()
    assert lens.wait(60)
    assert sorted(engine.asked) == ["count", "cube", "page", "raster"]
    assert (lens.left["for"]["query"], lens.hovered["for"]) == ("1", {"map_row": 7})


def test_an_engine_that_fails_in_mid_answer_leaves_all_that_was_shown_and_says_so(lens, engine):
    browser_sets(lens, query="2")
    shown = {name: getattr(lens, name) for name in (*ANSWERED, "query", "page", "view")}
    engine.fails = "page"
    browser_sets(lens, query="1", view={"sort": "name"}, page=2)
    assert lens.status["state"] == "error"
    assert lens.status["message"] == "The engine has lost its file."
    assert {name: getattr(lens, name) for name in shown} == shown
    with pytest.raises(DataError, match="lost its file"):
        lens.page_size = 6
    assert lens.page_size == 12
    with pytest.raises(DataError, match="lost its file"):
        lens.confidence = 35
    assert {name: getattr(lens, name) for name in shown} == shown
    assert lens.shown.confidence == lens.confidence == 20
    engine.fails = ""
    browser_sets(lens, query="12")
    assert lens.status["state"] == "idle"
    assert lens.page_rows["for"]["query"] == lens.query == "12"
    assert lens.counted["images"] == len(lens.selected)


def test_a_page_beyond_the_last_turns_back_once_its_cards_are_counted(lens):
    browser_sets(lens, query="12", page=15)
    assert lens.page == -(-len(lens.selected) // 12)
    assert lens.page_rows["rows"] == lens.selected.rows[12 * (lens.page - 1) :].tolist()


def test_many_in_view_are_a_raster_whose_errors_are_those_of_the_nearest_stored_threshold(lens, monkeypatch):
    monkeypatch.setattr("evallens.lens.answering.MOST_POINTS", 100)
    browser_sets(lens, split="valid", confidence=22)
    raster = lens.raster
    assert (raster["n"], raster["confidence"]) == (512, 20)
    counts = values_of(raster["columns"]["counts"])
    assert (len(counts), counts.sum()) == (512 * 512, lens.counted["of_images"])
    browser_sets(lens, confidence=21)
    assert lens.raster is raster
    browser_sets(lens, confidence=23)
    assert lens.raster["confidence"] == 25
    # With a filter of outcomes it is another set of images at every threshold.
    browser_sets(lens, cells=[[9, 10]])
    assert lens.raster["for"]["confidence"] == 23
    browser_sets(lens, cells=[], map_box=[3, 6, 4, 7])
    assert lens.raster["n"] == 0
    assert lens.raster["box"] == [3, 6, 4, 7]


def test_a_lens_that_is_closed_ends_what_it_asked(lens, engine):
    engine.gate.clear()
    lens.set_state({"query": "1"})
    assert engine.reached.wait(60)
    lens.close()
    assert lens.wait(60)
    assert engine.asked == ["cube"]


def test_an_export_holds_the_cube_and_what_was_answered(lens, tmp_path):
    browser_sets(lens, cells=[[9, 10]])
    state = lens._moment(lens.evaluation, 5).snapshot().state
    pages = state["page_rows"]
    assert pages["rows"] == lens.selected.rows[: 5 * lens.page_size].tolist()
    assert values_of(pages["images"]["row"]).tolist() == sorted(pages["rows"])
    assert pages["for"] == lens.page_rows["for"]
    others = [name for name in ANSWERED if name != "page_rows"]
    assert {name: state[name] for name in others} == {name: getattr(lens, name) for name in others}
    assert state["cube_0"]["change"] == lens.cube_0["change"]
    written = lens.to_html(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "The rows of this evaluation are in tables." in written
    assert "Pictures of" not in written


def test_a_notebook_keeps_the_numbers_and_a_frame_and_asks_for_no_other_page(lens, engine):
    kept = lens._kept_in_notebook()
    assert "<iframe" in kept
    assert "The rows of this evaluation are in tables." in kept
    assert "<b>240 of 240 images</b>" in kept
    assert engine.asked == ["cube", "count"]
    snapshot = lens._moment(lens.evaluation).snapshot()
    [_, (without, said)] = _reduced(snapshot)
    assert (without.state["raster"], said) == ({}, "The map is not in this notebook.")


def test_the_box_of_the_map_is_four_numbers(lens):
    with pytest.raises(evallens.errors.InputError, match="x0 < x1 and y0 < y1"):
        lens.map_box = (2, 0, 1, 1)
    lens.map_box = np.array([0, 0, 1, 1])
    assert lens.map_box == [0, 0, 1, 1]


def test_a_question_that_was_given_up_is_no_error(lens, engine):
    with pytest.raises(SupersededError), stoppable():
        raise SupersededError("given up")
    assert lens.status["state"] == "idle"


def test_marks_and_verdicts_are_found_again_by_ids(lens, tmp_path):
    found = evallens.demo().queries.objects(np.array(lens.page_rows["rows"][:1]))
    objects = sorted(found.rows.tolist())[:2]
    lens.marks = {"images": [3, 7], "objects": objects}
    lens.verdicts = {"label": objects[:1]}
    path = lens.save_marks(tmp_path / "marks.json")
    other = evallens.Lens(replace(evallens.demo(), tables=engine_of(evallens.demo())))
    other.load_marks(path)
    assert (other.marks, other.verdicts.rows.tolist()) == (lens.marks, objects[:1])
    whole = evallens.Lens(evallens.demo())
    whole.load_marks(path)
    assert (whole.marks, whole.verdicts.rows.tolist()) == (lens.marks, objects[:1])


def test_a_mark_finds_the_image_of_its_split_where_an_id_is_in_two(tmp_path):
    ev = evaluation_of(images=Images.of(["a.png", "a.png", "b.png"], ["test", "valid", "test"]))
    tables = replace(ev, tables=ev.in_memory)
    lens = evallens.Lens(tables)
    lens.marks = {"images": [1, 2]}
    path = lens.save_marks(tmp_path / "marks.json")
    other = evallens.Lens(tables)
    other.load_marks(path)
    assert other.marks["images"] == [1, 2]


def evaluation_of(images):
    header = Header(title="Two", task="object-detection", classes=("cat", "background"), background=1)
    return Evaluation(header=header, columns=Columns(images, Outcomes.of([0, 1, 2], [0, 0, 0], [0, 1, 0])))


class Message(NamedTuple):
    traits: set[str]
    bytes: int


@pytest.fixture
def sent(monkeypatch):
    """Every state message, in the order in which they are sent."""
    messages: list[Message] = []

    def publish(_self, _kind, data=None, metadata=None, buffers=None, **_keys):
        if data and "state" in data:
            messages.append(Message(set(data["state"]), sum(map(len, buffers or []))))

    monkeypatch.setattr(comm.DummyComm, "publish_msg", publish)
    return messages


def told(messages):
    """What was sent, but pictures."""
    return {trait for message in messages for trait in message.traits} - {"page_assets"}


def test_a_step_of_the_threshold_sends_the_page_and_the_map_and_no_other_rows(lens, sent, monkeypatch):
    monkeypatch.setattr("evallens.lens.answering.MOST_POINTS", 100)
    browser_sets(lens, confidence=22)
    assert told(sent) == {"status", "counted", "page_rows", "raster"}
    page = next(message for message in sent if "page_rows" in message.traits)
    assert page.bytes < 20_000
    sent.clear()
    browser_sets(lens, confidence=21)
    # The nearest stored threshold is the same, and so is the map.
    assert told(sent) == {"status", "counted", "page_rows"}
    sent.clear()
    browser_sets(lens, page=2)
    assert told(sent) == {"status", "page_rows"}


def test_the_map_keeps_its_box_while_filters_leave_nothing_and_has_none_where_no_image_has_a_place(lens):
    around = lens.raster["box"]
    browser_sets(lens, query="no such name")
    assert (lens.raster["n"], lens.raster["box"]) == (0, around)
    images = evallens.demo().columns.images
    nowhere = np.full(len(images), np.nan, np.float32)
    demo = evallens.demo()
    columns = replace(demo.columns, images=replace(images, x=nowhere, y=nowhere))
    unplaced = replace(demo, columns=columns)
    opened = evallens.Lens(replace(unplaced, tables=engine_of(unplaced)))
    assert opened.wait(60)
    assert list(opened.raster["box"]) == [0, 0, 0, 0]
