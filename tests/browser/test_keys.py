"""Keys in JupyterLab: those of the widget act inside it, change no cell, and leave text fields theirs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually

LISTED = "(keys) => [...new Set(keys.map((key) => key.dataset.key))]"


def listed(display: Display) -> list[str]:
    """Every key that the widget lists, as Playwright presses it."""
    display.root.get_by_role("button", name="Keys", exact=True).click()
    dialog = display.root.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    keys: list[str] = dialog.locator("kbd").evaluate_all(LISTED)
    display.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    return [_pressed(key) for key in keys]


def _pressed(key: str) -> str:
    parts = key.split("+") if len(key) > 1 else [key]
    names = {"Ctrl": "Control", " ": "Space"}
    return "+".join(names.get(part, part.lower() if part.isalpha() and len(part) == 1 else part) for part in parts)


def cells(notebook: Notebook) -> list[Any]:
    """The cells as they would be saved, but for metadata, which Lab writes at leisure."""
    return [{key: cell.get(key) for key in ("cell_type", "source", "outputs", "id")} for cell in notebook.cells()]


def close_all(display: Display) -> None:
    """Whatever a key has opened: it is one press of Escape each."""
    dialogs = display.root.locator("dialog[open], [role=menu]:not([hidden])")
    while dialogs.count():
        display.page.keyboard.press("Escape")


def focused_in(display: Display) -> bool:
    inside: bool = display.root.evaluate("(output) => output.contains(document.activeElement)")
    return inside


@pytest.mark.parametrize("place", ["matrix", "card", "judged card", "slider", "map", "large view"])
def test_no_key_of_the_widget_changes_the_notebook(notebook: Notebook, display: Display, place: str):
    keys = listed(display)
    assert {"?", "Escape", "Control+z", "m", "l", "u", "ArrowLeft"} <= set(keys)
    before = cells(notebook)
    target: Locator = {
        "matrix": display.cell("3", "9"),
        "card": display.images.get_by_role("button", name="Open ").first,
        "judged card": display.instances.get_by_role("button", name="Open ").first,
        "slider": display.slider,
        "map": display.embedding,
        "large view": display.images.get_by_role("button", name="Open ").first,
    }[place]
    as_chosen = ""
    if place == "judged card":
        as_chosen = "; lens.suspects = ['wrong label']; lens.view = {'face': 'instances'}"
        notebook.kernel(as_chosen.strip("; "))
    for key in keys:
        target.focus()
        if place == "large view":
            display.page.keyboard.press("Enter")
            expect(display.root.locator("dialog[open]")).to_be_visible()
        display.page.keyboard.press(key)
        close_all(display)
        assert focused_in(display), key
        as_before = (
            "lens.cells = []; lens.lasso = []; lens.marks = {}; lens.verdicts = {}; lens.page = 1; lens.open = None"
        )
        notebook.kernel(as_before + as_chosen)
        assert cells(notebook) == before, key
    assert notebook.problems == []


def test_text_fields_keep_their_keys(notebook: Notebook, display: Display):
    keys = [key for key in listed(display) if len(key) == 1]
    before = cells(notebook)
    display.search.first.click()
    for key in keys:
        display.page.keyboard.press(key)
    assert display.search.first.input_value() == "".join(keys)
    # Nobody takes the key from the field: what it does there is up to the browser.
    display.page.evaluate("() => addEventListener('keydown', (event) => { window.taken = event.defaultPrevented })")
    display.page.keyboard.press("Control+z")
    assert display.page.evaluate("() => window.taken") is False
    assert notebook.value("len(lens.query)") > 0
    assert notebook.value("lens.marks") == {"images": [], "objects": []}
    assert cells(notebook) == before


def test_with_the_focus_elsewhere_no_key_acts(notebook: Notebook, display: Display):
    display.cell("3", "9").click()
    eventually(lambda: notebook.value("len(lens.cells)"), 1)
    keys = listed(display)
    traits = "{name: getattr(lens, name) for name in ('cells', 'marks', 'page', 'view', 'open', 'confidence', 'lasso')}"
    before = notebook.value(traits)
    # A page around the widget that listens to nothing itself.
    display.page.evaluate("""() => {
      const field = document.body.appendChild(document.createElement("div"));
      field.tabIndex = 0;
      field.addEventListener("keydown", (event) => event.stopPropagation());
      field.focus();
    }""")
    for key in keys:
        display.page.keyboard.press(key)
        assert not focused_in(display), key
    assert notebook.value(traits) == before
    expect(display.root.locator("dialog[open]")).to_have_count(0)


def test_a_press_of_the_pointer_moves_the_focus_into_the_widget(notebook: Notebook, display: Display):
    notebook.page.evaluate("() => document.activeElement.blur()")
    display.toolbar.get_by_text("of 240 images").click()
    assert focused_in(display)
    display.cell("3", "9").click()
    eventually(lambda: notebook.value("len(lens.cells)"), 1)
    display.page.keyboard.press("Control+z")
    eventually(lambda: notebook.value("len(lens.cells)"), 0)
    notebook.kernel("lens.confidence = 60")
    eventually(display.threshold, 60)
    display.page.keyboard.press("Control+z")
    eventually(lambda: notebook.value("lens.confidence"), 20)
    display.page.keyboard.press("Control+Shift+z")
    eventually(lambda: notebook.value("lens.confidence"), 60)
