"""Screenshots for people to look at: both themes, narrow and wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.display import Display
from tests.browser.lab import Notebook

SHOTS = Path(__file__).parent / "shots"
TALL = 3400
"""Pixels of window height in which the whole widget has room."""
_COLOUR = """(cell) => {
  const canvas = cell.closest("[role=grid]").querySelector("canvas");
  const [own, whole] = [cell, canvas].map((node) => node.getBoundingClientRect());
  const device = (at) => Math.round(((at + 2) * canvas.width) / whole.width);
  const place = [device(own.left - whole.left), device(own.top - whole.top)];
  return [...canvas.getContext("2d").getImageData(...place, 1, 1).data].slice(0, 3);
}"""


def test_right_is_blue_and_wrong_is_orange_from_the_first_moment(display: Display):
    right, wrong, missed = (colour_of(display.cell(*cell)) for cell in (("5", "5"), ("3", "9"), ("9", "background")))
    assert right[2] > right[1] > right[0]
    assert wrong[0] > wrong[1] > wrong[2]
    assert missed[2] > missed[0] > missed[1]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_widget_fits_its_width_in_both_themes(theme: str, notebook: Notebook, display: Display):
    SHOTS.mkdir(exist_ok=True)
    page = display.page
    notebook.page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("(isLight) => document.body.dataset.jpThemeLight === isLight", arg=_is_light(theme))
    for width in (400, 1200):
        widen(display, width)
        display.cell("3", "8").click()
        lens = display.root.get_by_role("region", name="EvalLens")
        assert lens.evaluate("(lens) => lens.scrollWidth <= lens.clientWidth"), "nothing sticks out"
        expect(display.images.locator("img").first).to_be_visible()
        name = f"{'light' if _is_light(theme) == 'true' else 'dark'}-{width}"
        page.mouse.move(0, 0)
        lens.screenshot(path=SHOTS / f"{name}-selected.png")
        display.cell("3", "8").click()
        page.mouse.move(0, 0)
        lens.screenshot(path=SHOTS / f"{name}.png")


def test_large_view_fits_in_both_widths(notebook: Notebook, display: Display):
    SHOTS.mkdir(exist_ok=True)
    for width in (400, 1200):
        widen(display, width, height=900)
        display.images.get_by_role("button", name="Open ").first.click()
        large = display.root.get_by_role("dialog")
        expect(large.locator("img").first).to_be_visible()
        display.page.screenshot(path=SHOTS / f"large-{width}.png")
        display.page.keyboard.press("Escape")
        expect(large).to_be_hidden()


def colour_of(cell: Locator) -> list[int]:
    """Red, green and blue of a cell's ground, as the canvas of the matrix draws it beside the number."""
    colour: list[int] = cell.evaluate(_COLOUR)
    return colour


def widen(display: Display, width: int, height: int = TALL) -> None:
    """Change the window until the widget is as wide as wanted."""
    page = display.page
    lens = display.root.get_by_role("region", name="EvalLens")
    page.set_viewport_size({"width": width + 200, "height": height})
    while abs(lacking := width - lens.evaluate("(lens) => lens.clientWidth")) > 1:
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size({"width": size["width"] + lacking, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def _is_light(theme: str) -> str:
    return str(theme.endswith("Light")).lower()
