"""Names that try to be markup, script or formulas are text, in every page; and no script of theirs runs."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

import evallens
from evallens import charts
from tests.export import hostile
from tests.hosts import offline


@pytest.fixture(scope="module")
def lens():
    return evallens.Lens(hostile.evaluation())


@contextmanager
def harmless(chromium, page: Path):
    """A page in which nothing of the names may run, load or ask."""
    with offline.opened(chromium, page) as shown:
        dialogs: list[str] = []

        def dismiss(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        shown.page.on("dialog", dismiss)
        yield shown
        assert dialogs == []
        assert shown.refused == []
        assert shown.problems == []
        assert [frame.locator("img[src='x'], svg[onload]").count() for frame in shown.page.frames] == [
            0 for _ in shown.page.frames
        ]


def as_shown(name: str) -> str:
    """Names as JavaScript's text content has them: a lone surrogate is no letter."""
    return name.encode("utf-8", "replace").decode()


def check(display) -> None:
    assert display.names() == [as_shown(name) for name in hostile.NAMES]
    cells = display.grid.get_by_role("gridcell").evaluate_all("cells => cells.map((cell) => cell.ariaLabel)")
    label = f"actual {hostile.MARKUP}, predicted {hostile.NAMES[1]}: 1"
    cells_of_it = display.grid.get_by_role("gridcell").nth(cells.index(label))
    cells_of_it.click()
    expect(display.images.get_by_role("listitem")).to_have_count(1)
    display.images.get_by_role("listitem").first.get_by_role("button").first.click()
    expect(display.root.get_by_role("dialog")).to_contain_text(hostile.MARKUP)
    display.page.keyboard.press("Escape")


def test_in_the_report(chromium, lens, tmp_path):
    with harmless(chromium, lens.to_html(tmp_path / "report.html")) as shown:
        assert shown.page.title().startswith(hostile.MARKUP)
        check(offline.in_page(shown.page))
        shown.page.get_by_text("The numbers as text").click()
        expect(shown.page.get_by_role("heading", name=hostile.MARKUP).last).to_be_visible()


def test_in_the_fallback(chromium, lens, tmp_path):
    page = tmp_path / "fallback.html"
    page.write_text(offline.fallback(lens), encoding="utf-8")
    with harmless(chromium, page) as shown:
        check(offline.in_frame(shown.page))
        assert shown.page.get_by_role("heading", name=hostile.MARKUP).first.is_visible()


@pytest.mark.parametrize("name", charts.__all__)
def test_in_the_charts(chromium, lens, tmp_path, name):
    page = tmp_path / "chart.html"
    getattr(charts, name)(lens).save(page, inline=True, embed_options={"renderer": "svg", "actions": False})
    with harmless(chromium, page) as shown:
        expect(shown.page.locator("svg.marks")).to_be_visible()
        texts = "".join(shown.page.locator("svg text").all_text_contents()).replace("\u2060", "")
        assert hostile.MARKUP in texts
