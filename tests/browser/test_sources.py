"""Other evaluations than the demo, in the notebook: over REST, with odd names, with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

import evallens
from tests.browser.conftest import Opener, display_of
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.browser.served import Served

MARKUP = """
import numpy as np
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
bold = "<b>bold</b>"
image = "<img src=x onerror='window.broken = true'>.png"
header = Header(title="<i>t</i>", task="object-detection", classes=(bold, "background"), background=1)
images = Images.of([image, "\\u202egnp.png"], ["test", "test"], embedding=np.array([[0, 0], [1, 1]]))
lens = evallens.Lens(Evaluation(header=header, columns=Columns(images, Outcomes.of([0, 1], [0, 1], [1, 0]))))
lens
"""

EMPTY = """
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
header = Header(title="Nothing", task="object-detection", classes=("a", "background"), background=1)
lens = evallens.Lens(Evaluation(header=header, columns=Columns(Images.none(), Outcomes.none())))
lens
"""


@pytest.fixture(scope="module")
def few_thresholds() -> Iterator[str]:
    """Code that opens the demo from a service which stores three thresholds."""
    with evallens.serve(evallens.demo(), thresholds=[20, 30, 50]) as server:
        source = f"{server.workspace}/{server.eval_ids[0]}"
        # Only the pictures of the page on show: the story is about thresholds.
        yield f'lens = evallens.Lens(evallens.open("{source}", api_url="{server.url}"), thumbnail_budget=0)\nlens'


def show(open_quickstart: Opener, code: str) -> Notebook:
    """A notebook in which ``code`` has shown a Lens."""
    notebook = open_quickstart(code)
    for index in (1, len(notebook.cells()) - 1):
        notebook.run(index)
    return notebook


def test_stored_threshold_is_fetched_and_another_leaves_what_is_shown(
    open_quickstart: Opener, few_thresholds: str, served: Served
):
    notebook = show(open_quickstart, few_thresholds)
    display = display_of(notebook)
    assert display.matrix() == served.answer(split="test", confidence=20)["matrix"]
    display.slider.focus()
    display.slider.press("PageUp")
    eventually(display.matrix, served.answer(split="test", confidence=30)["matrix"])
    display.slider.press("PageUp")
    status = display.toolbar.get_by_role("status").filter(has_text="No report stored at 40 %")
    for stored in ("20 %", "30 %"):
        expect(status).to_contain_text(stored)
    assert display.matrix() == served.answer(split="test", confidence=30)["matrix"]
    assert notebook.value("[lens.confidence, lens.status['state']]") == [30, "error"]
    eventually(display.threshold, 30)


def test_names_are_text_and_never_markup(open_quickstart: Opener):
    notebook = show(open_quickstart, MARKUP)
    display = display_of(notebook)
    assert display.matrix()["<b>bold</b>", "background"] == 1
    assert sorted(display.names()) == ["<img src=x onerror='window.broken = true'>.png", "\u202egnp.png"]
    display.cell("<b>bold</b>", "background").click()
    display.embedding.hover()
    assert display.root.locator("b", has_text="bold").filter(has_not_text="<").count() == 0
    assert notebook.page.evaluate("() => window.broken") is None


def test_empty_evaluation_says_so(open_quickstart: Opener):
    notebook = show(open_quickstart, EMPTY)
    lens = notebook.page.get_by_role("region", name="EvalLens: Nothing")
    expect(lens).to_contain_text("This evaluation holds no images.")
    assert notebook.value("len(lens.selected)") == 0


def test_everything_is_reached_by_keys_alone(display: Display):
    page = display.page
    display.toolbar.get_by_role("radio").first.focus()
    reached = []
    wanted = ["Confidence threshold", "Map of the images", "Search image names", "Lasso", "Export the matrix"]
    for _ in range(90):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { let a = document.activeElement; while (a?.shadowRoot) a = a.shadowRoot.activeElement;"
            " return a && (a.ariaLabel || a.textContent); }"
        )
        reached.append(name)
        if set(wanted) <= set(reached):
            break
    assert [name for name in wanted if name not in reached] == []
    assert any(str(name).startswith("Open ") for name in reached)
    assert any(str(name).startswith("actual 0, predicted 0") for name in reached)
    display.root.get_by_role("button", name="Open ").first.focus()
    page.keyboard.press("Enter")
    expect(display.root.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(display.root.get_by_role("dialog")).to_be_hidden()
