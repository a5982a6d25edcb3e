"""Two models in one Lens: flipped in JupyterLab and in a report, every count that of Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

import evallens
from evallens.evaluation import Evaluation
from tests.browser.conftest import Opener, display_of
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.hosts import offline

CODE = """\
both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"), names=("v1", "v2"))
two = evallens.Lens(both)
two"""
NAMES = ("v1", "v2")


@pytest.fixture(scope="module")
def both() -> Evaluation:
    return evallens.compare(evallens.demo("v1"), evallens.demo("v2"), names=NAMES)


@pytest.fixture
def notebook(open_quickstart: Opener) -> Notebook:
    """The quickstart, with a cell that has shown both."""
    opened = open_quickstart(CODE)
    for index in (1, len(opened.cells()) - 1):
        opened.run(index)
    return opened


def model_choice(display: Display) -> Locator:
    return display.toolbar.get_by_role("radiogroup", name="Model")


def expect_model(display: Display, both: Evaluation, name: str, confidence: int = 20) -> None:
    """Matrix, counts, F1 and page of the model, as Python has them of it alone."""
    expect(model_choice(display).get_by_role("radio", name=name)).to_be_checked()
    alone = both.model(name)
    found = alone.confusion_matrix("test", confidence)
    wanted = {(a, p): int(found.matrix[i, j]) for i, a in enumerate(found.classes) for j, p in enumerate(found.classes)}
    nothing = ("background", "background")
    eventually(lambda: {**display.matrix(), nothing: 0}, wanted)
    images, instances = alone.images("test", confidence), alone.instances("test", confidence)
    assert display.counts() == [len(images), 240, len(instances)]
    assert display.page_names() == list(images.name)[:24]
    rate = f"{f1_of(alone, confidence):.3f}".removeprefix("0")
    expect(model_choice(display).get_by_role("radio", name=name)).to_contain_text(rate)


def f1_of(alone: Evaluation, confidence: int) -> float:
    tallies = alone.queries.rates(alone.where("test", confidence))
    return float(2 * tallies.tp / (2 * tallies.tp + tallies.fp + tallies.fn))


def test_models_are_flipped_in_a_notebook_and_python_follows(notebook: Notebook, both: Evaluation):
    display = display_of(notebook)
    expect_model(display, both, "v2")
    display.choose("Model", "v1")
    expect_model(display, both, "v1")
    eventually(lambda: notebook.value("[two.model, two.baseline, two.compared]"), ["v1", "v2", False])
    assert notebook.value("two.selected.ids") == both.images("test", 20, model="v1").ids
    # A cell of the one is a cell of the other.
    display.cell("8", "1").click()
    for name in ("v2", "v1"):
        display.choose("Model", name)
        wanted = both.model(name).images("test", 20, cells=[("8", "1")])
        eventually(lambda: display.counts()[0], len(wanted))
        eventually(lambda: notebook.value("two.selected.ids"), wanted.ids)
    display.reset()
    display.choose("Model", "difference")
    eventually(lambda: notebook.value("[two.model, two.baseline, two.compared]"), ["v2", "v1", True])
    # And what Python sets is on screen.
    notebook.kernel("two.model, two.compared = 'v1', False")
    expect_model(display, both, "v1")
    notebook.kernel("two.confidence, two.baseline_confidence = 40, 55")
    expect_model(display, both, "v1", 40)
    display.choose("Model", "v2")
    expect_model(display, both, "v2", 55)
    eventually(lambda: notebook.value("[two.confidence, two.baseline_confidence]"), [55, 40])
    display.root.get_by_role("button", name="Undo", exact=True).click()
    expect_model(display, both, "v1", 40)


def test_models_are_flipped_in_a_report(chromium: Browser, tmp_path: Path, both: Evaluation):
    report = evallens.Lens(both).to_html(tmp_path / "both.html", thumbnails=24)
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        for name in ("v2", "v1", "v2"):
            display.choose("Model", name)
            expect_model(display, both, name)
        display.choose("Model", "difference")
        wanted = both.difference("test", 20)
        names = wanted.baseline.classes
        cell = (names.index("8"), names.index("background"))
        label = display.cell("8", "background")
        count = len(both.images("test", 20, cells=[("8", "background")], compared=True))
        assert int(wanted.difference[cell]) != 0
        label.click()
        eventually(lambda: display.counts()[0], count)
    assert shown.problems == []
