"""Screenshots of a Lens: of its report in a page, and of a one-line cell in JupyterLab."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.browser.chromium import PATIENCE_MS
from tests.browser.lab import Lab, Notebook
from tests.browser.server import jupyterlab
from tests.hosts.notebooks import notebook
from tests.look.sets import lens_of, put
from tests.look.wanted import Shot, Wanted

CHECKOUT = Path(__file__).parents[2]
HEIGHTS = {1280: 800, 1440: 900}
MOST_HEIGHT = 2400
"""Of a page, in pixels."""

_IS_DRAWN = """() => {
  const inside = (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])];
  const all = (root) => [...root.querySelectorAll("*")].flatMap(inside);
  const seen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
  const pictures = all(document).filter((one) => one.tagName === "IMG" && seen(one.getBoundingClientRect()));
  return document.fonts.status === "loaded" && pictures.every((one) => one.complete);
}"""
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def of_pages(chromium: Browser, name: str, wanted: Wanted) -> Iterator[Shot]:
    """The set's report, as wide as asked for and as tall as it is."""
    if name == "error":  # A report is written of what could be loaded.
        return
    lens = lens_of(name)
    with tempfile.TemporaryDirectory() as folder:
        for state in wanted.states:
            put(lens, state)
            report = lens.to_html(Path(folder) / f"{state}.html", thumbnails=60)
            for mode in wanted.modes:
                with _opened(chromium, mode) as page:
                    page.set_viewport_size({"width": wanted.pages[0], "height": 1000})
                    page.goto(report.as_uri())
                    shown = page.get_by_role("region", name="EvalLens").first
                    shown.wait_for()
                    for width in wanted.pages:
                        page.set_viewport_size({"width": width, "height": 1000})
                        if state != "large":
                            _settle(page)
                            height = min(MOST_HEIGHT, int(shown.evaluate("(lens) => lens.scrollHeight")) + 20)
                            page.set_viewport_size({"width": width, "height": height})
                        if _enter(state, shown):
                            _settle(page)
                            yield Shot(name, mode, width, state, page.screenshot())
                            _leave(state, shown)


@contextmanager
def laboratory(chromium: Browser) -> Iterator[Lab]:
    """JupyterLab, whose kernels find this checkout."""
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (CHECKOUT / "src", CHECKOUT)))
    with tempfile.TemporaryDirectory() as home, jupyterlab(Path(home)) as server:
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        try:
            yield Lab(server, context)
        finally:
            context.close()


def of_windows(lab: Lab, name: str, wanted: Wanted) -> Iterator[Shot]:
    """The set in a one-line cell, the left sidebar closed, the output's top at the top of the view."""
    line = f"from tests.look.sets import lens_of, put; lens = lens_of({name!r}); display(lens)"
    opened = lab.open(notebook(line))
    try:
        opened.run(0)
        shown = opened.page.get_by_role("region", name="EvalLens").first
        shown.wait_for()
        for mode in wanted.modes:
            _turn(opened, mode)
            for state in wanted.states:
                opened.kernel(f"put(lens, {state!r})")
                for width in wanted.windows:
                    size: ViewportSize = {"width": width, "height": HEIGHTS[width]}
                    opened.page.set_viewport_size(size)
                    shown.evaluate("(lens) => lens.scrollIntoView({ block: 'start' })")
                    if _enter(state, shown):
                        _settle(opened.page)
                        yield Shot(name, mode, width, state, opened.page.screenshot())
                        _leave(state, shown)
    finally:
        opened.close()


def _enter(state: str, shown: Locator) -> bool:
    """Open the large view where that is the state; False where there is nothing to show in it."""
    shown.page.mouse.move(0, 0)
    if state in ("plain", "selected"):
        return True
    opener = shown.get_by_role("listitem").get_by_role("button", name="Open ").first
    if shown.get_by_role("listitem").count() == 0:
        return False
    if state == "large":
        opener.click()
        shown.page.get_by_role("dialog").wait_for()
    return True


def _leave(state: str, shown: Locator) -> None:
    if state == "large":
        shown.page.keyboard.press("Escape")
        shown.page.get_by_role("dialog").wait_for(state="hidden")


def _settle(page: Page) -> None:
    """Wait until what is in sight is painted."""
    page.evaluate(_PAINTED)
    page.wait_for_function(_IS_DRAWN)
    page.evaluate(_PAINTED)


@contextmanager
def _opened(chromium: Browser, mode: str) -> Iterator[Page]:
    page = chromium.new_page(
        color_scheme="dark" if mode == "dark" else "light", forced_colors="active" if mode == "forced" else "none"
    )
    page.set_default_timeout(PATIENCE_MS)
    try:
        yield page
    finally:
        page.close()


def _turn(opened: Notebook, mode: str) -> None:
    theme = "JupyterLab Dark" if mode == "dark" else "JupyterLab Light"
    opened.page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    opened.page.wait_for_function(
        "(isLight) => document.body.dataset.jpThemeLight === isLight", arg=str(mode != "dark").lower()
    )
    opened.page.emulate_media(forced_colors="active" if mode == "forced" else "none")
