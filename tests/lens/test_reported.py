"""What a service reports itself: fetched once, shaped as texts, and never in the way of the widget."""

import threading
from dataclasses import replace

import pytest

import evallens
from evallens.errors import ReportNotStoredError, ServiceDownError
from evallens.evaluation.panels import ConfidenceSweep, MapResults, Rates, Recommendations, SplitPrecisions, SplitSweep
from evallens.lens import loader
from evallens.lens.wire.plain import plain
from evallens.lens.wire.said import Reported
from tests.lens.stored import Reports, evaluation


class Panels:
    """A service with panels of its own; while `gate` is closed it does not answer."""

    page = "https://app.roboflow.com/w/p/evaluation/4"

    def __init__(self, items=(), gate=None):
        self.items = list(items)
        self.gate = gate or threading.Event()
        if gate is None:
            self.gate.set()

    def recommendations(self):
        assert self.gate.wait(60)
        return Recommendations(generated=True, items=tuple(self.items))

    def map_results(self):
        splits = {"test": SplitPrecisions(map50=0.92397, map50_95=0.75553), "valid": SplitPrecisions(map50=0.9)}
        return MapResults(splits)

    def confidence_sweep(self):
        return ConfidenceSweep({"test": SplitSweep({}, 0.37, Rates(0.912, 0.874, None))})


def lens_with(panels):
    lens = evallens.Lens(replace(evaluation(Reports()), panels=panels))
    assert lens.reported != plain(Reported())
    return lens


def test_panels_counted_from_the_columns_are_not_reported_by_anyone():
    assert evallens.Lens(evallens.demo()).reported == plain(Reported())


def test_numbers_come_as_texts_a_column_a_split_and_only_rows_that_say_something():
    (table,) = lens_with(Panels()).reported["tables"]
    assert table["rows"] == [
        ["", "test", "valid"],
        ["mAP@50", ".924", ".900"],
        ["mAP@50:95", ".756", "—"],
        ["threshold of the best F1", "37 %", "—"],
        ["precision there", ".912", "—"],
        ["recall there", ".874", "—"],
    ]


@pytest.mark.parametrize(
    ("item", "note"),
    [
        ({"title": "T", "message": "M", "type": "x"}, {"title": "T", "text": "M"}),
        ({"type": "wrong_class", "className": "cat", "text": "M"}, {"title": "wrong class: cat", "text": "M"}),
        ({"title": "T"}, {"title": "T", "text": ""}),
        ({"odd": 1}, {"title": "", "text": '{"odd": 1}'}),
        ({"title": 7, "description": ["a"]}, {"title": "7", "text": "['a']"}),
    ],
)
def test_an_item_is_shown_by_whatever_reads_like_words(item, note):
    assert lens_with(Panels([item])).reported["notes"] == [note]


def test_an_item_is_cut_to_a_length_that_can_be_read():
    (note,) = lens_with(Panels([{"title": "T", "message": "x" * 10_000}])).reported["notes"]
    assert len(note["text"]) == 600


def test_nothing_generated_is_nothing_said(monkeypatch):
    panels = Panels()
    monkeypatch.setattr(panels, "recommendations", lambda: Recommendations(generated=False))
    assert lens_with(panels).reported["notes"] == []


@pytest.mark.parametrize("page", [None, "", "http://app.roboflow.com/x", "javascript:alert(1)"])
def test_only_https_pages_are_linked(page):
    panels = Panels()
    panels.page = page
    assert lens_with(panels).reported["url"] == ""


def failing(error):
    def fail(*_):
        raise error

    return fail


def test_a_panel_that_is_not_stored_is_left_out_and_one_that_fails_is_named(monkeypatch):
    panels = Panels([{"title": "T", "message": "M"}])
    monkeypatch.setattr(panels, "map_results", failing(ReportNotStoredError("none", status=404)))
    monkeypatch.setattr(panels, "confidence_sweep", failing(ServiceDownError("The service answers 500.", status=500)))
    reported = lens_with(panels).reported
    assert reported["tables"] == []
    assert [note["title"] for note in reported["notes"]] == ["T", "The service's confidence sweep could not be loaded."]


def test_an_inner_fault_is_said_and_the_widget_is_there(monkeypatch):
    panels = Panels()
    monkeypatch.setattr(panels, "map_results", failing(RuntimeError("boom")))
    lens = lens_with(panels)
    assert "boom" in lens.reported["notes"][0]["text"]
    assert len(lens.selected) == 2


def test_a_slow_service_does_not_hold_the_widget_up(monkeypatch):
    monkeypatch.setattr(loader, "_FIRST_TIMEOUT", 0.01)
    gate, told = threading.Event(), threading.Event()
    lens = evallens.Lens(replace(evaluation(Reports()), panels=Panels(gate=gate)))
    assert lens.reported == plain(Reported())
    lens.observe(lambda _: told.set(), "reported")
    gate.set()
    assert told.wait(60)
    assert lens.reported["url"]


def test_what_is_reported_is_part_of_every_saved_state():
    lens = lens_with(Panels())
    assert lens.get_state()["reported"] == lens.reported
    assert lens._moment(lens.evaluation).snapshot().state["reported"] == lens.reported
