"""Colab by its rules, which its public widget manager shows; nobody can run Colab itself in a test."""

from __future__ import annotations

import sys
from types import ModuleType

import anywidget._util
import pytest

import evallens
from evallens.lens import column_sender, widget
from tests.hosts import fetching, offline
from tests.hosts.colab import Kernel
from tests.hosts.demo import answer, worst_cell
from tests.hosts.story import shows, tell


@pytest.fixture
def google_colab(monkeypatch) -> list[str]:
    """What the kernel was asked to enable."""
    enabled: list[str] = []
    output = ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: enabled.append("custom widget manager")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    anywidget._util.enable_custom_widget_manager_once.cache_clear()
    return enabled


@pytest.fixture
def displayed(chromium, google_colab):
    """Displays a Lens in an output; the pages are closed at the end."""
    outputs = []

    def display(kernel: Kernel, view: str):
        outputs.append(kernel.output(chromium, view))
        return outputs[-1]

    yield display
    for output in outputs:
        output.page.close()
    assert [output.problems for output in outputs] == [[] for _ in outputs]


def test_the_custom_widget_manager_is_enabled(google_colab):
    evallens.Lens(evallens.demo())
    assert google_colab == ["custom widget manager"]


@pytest.mark.parametrize("view", ["DataView", "Uint8Array"])
def test_the_whole_story_whatever_bytes_arrive_as(displayed, view):
    kernel = Kernel(evallens.Lens(evallens.demo()))
    tell(offline.in_page(displayed(kernel, view).page))


def test_an_output_that_missed_the_rows_asks_for_them(displayed, monkeypatch):
    monkeypatch.setattr(column_sender, "_FEW", 0)
    # The end of the cell never comes.
    monkeypatch.setattr(widget, "after_cell", lambda job: None)
    kernel = Kernel(evallens.Lens(evallens.demo()))
    assert kernel.lens.header["rows"] == "coming"
    tell(offline.in_page(displayed(kernel, "DataView").page))
    assert kernel.lens.header["rows"] == "here"


def test_two_outputs_meet_only_in_the_kernel(displayed):
    kernel = Kernel(evallens.Lens(evallens.demo()))
    first, second = displayed(kernel, "DataView"), displayed(kernel, "Uint8Array")
    offline.in_page(first.page).cell(*worst_cell()).click()
    expected = answer(cells=(worst_cell(),))
    shows(offline.in_page(first.page), **expected)
    assert list(kernel.lens.selected.name) == expected["names"]
    shows(offline.in_page(second.page), **answer())
    second.catch_up()
    shows(offline.in_page(second.page), **expected)


def test_a_threshold_is_fetched(displayed):
    kernel = Kernel(evallens.Lens(fetching.evaluation()))
    display = offline.in_page(displayed(kernel, "DataView").page)
    display.drag_threshold(0.6)
    shows(display, **answer(confidence=kernel.lens.confidence))
    assert kernel.lens.confidence > 50
