"""A report that the browser asks for: written in the background, handed over once, and kept nowhere."""

from __future__ import annotations

import pytest

import evallens
from evallens.errors import InputError


@pytest.fixture
def lens():
    return evallens.Lens(evallens.demo())


@pytest.fixture
def handed_over(lens):
    """Every value that the trait had since."""
    values = []
    lens.observe(lambda change: values.append(change["new"]), "report")
    return values


def ask(lens, word="abc"):
    lens.set_state({"report_asked": word})
    assert lens.wait(60)


def test_it_is_what_to_html_writes_and_says_whom_it_is_for(lens, handed_over, tmp_path):
    ask(lens)
    assert [(value["asked"], value["name"]) for value in handed_over] == [("abc", "digit-scenes-report.html"), ("", "")]
    assert handed_over[0]["data"] == lens.to_html(tmp_path / "report.html").read_bytes()


def test_no_saved_state_holds_it(lens):
    ask(lens)
    assert lens.get_state()["report"] == {"asked": "", "name": "", "data": b""}


def test_progress_is_told_and_ends(lens):
    told = []
    lens.observe(lambda change: told.append(change["new"]), "status")
    ask(lens)
    assert {status["message"] for status in told} == {"Writing the report", ""}
    assert max(status["done"] for status in told) == 960
    assert len(told) < 30
    assert lens.status["state"] == "idle"


def test_asked_twice_it_is_written_twice(lens, handed_over):
    ask(lens, "first")
    ask(lens, "second")
    assert [value["asked"] for value in handed_over] == ["first", "", "second", ""]


def test_asked_while_another_is_written_each_has_its_own_name_and_contents(lens, handed_over, monkeypatch):
    document = lens._document

    def ask_meanwhile(*given, **options):
        if lens.report_asked == "report 1":
            lens.set_state({"report_asked": "images 2"})
        return document(*given, **options)

    monkeypatch.setattr(lens, "_document", ask_meanwhile)
    ask(lens, "report 1")
    files = {value["asked"]: (value["name"], bytes(value["data"])[:9]) for value in handed_over if value["asked"]}
    assert files["report 1"] == ("digit-scenes-report.html", b"<!doctype")
    assert files["images 2"][0] == "digit-scenes-images.csv"


def test_where_it_cannot_be_written_the_status_says_why_and_the_browser_waits_no_more(lens, handed_over, monkeypatch):
    def refuse(*_given, **_options):
        raise InputError("The disk is made of cheese.")

    monkeypatch.setattr(lens, "_document", refuse)
    ask(lens)
    assert lens.status["message"] == "The disk is made of cheese."
    assert [(value["asked"], value["data"]) for value in handed_over] == [("abc", b""), ("", b"")]


def test_a_closed_lens_hands_over_nothing(lens, handed_over):
    lens.close()
    lens.set_state({"report_asked": "late"})
    assert lens.wait(60)
    assert handed_over == []
