""" "Save report": a kernel writes one HTML file; without one, what is on screen is saved as tables and pictures."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Page, expect

import evallens
from tests.browser.display import Display
from tests.hosts import notebooks, offline
from tests.hosts.colab import Kernel
from tests.hosts.demo import answer, worst_cell
from tests.hosts.story import shows


def saved_by(page: Page, press) -> Path:
    """The file that the browser saves."""
    with page.expect_download(timeout=120_000) as download:
        press()
    path: Path = download.value.path()
    return path.rename(path.with_name(download.value.suggested_filename))


def pressed(display: Display):
    return display.root.get_by_role("button", name="Save report", exact=True)


def opens(chromium, report: Path, cells: tuple[tuple[str, str], ...] = ()) -> None:
    """The file is a whole report, as the Lens stood."""
    with offline.opened(chromium, report) as shown:
        shows(offline.in_page(shown.page), **answer(cells=cells))
    assert shown.refused == []


@pytest.mark.parametrize("view", ["DataView", "Uint8Array"])
def test_in_colab_the_kernel_writes_it_and_the_browser_saves_it(chromium, view):
    kernel = Kernel(evallens.Lens(evallens.demo()))
    output, other = kernel.output(chromium, view), kernel.output(chromium, view)
    display = offline.in_page(output.page)
    display.cell(*worst_cell()).click()
    downloads: list[Download] = []

    def note(download: Download) -> None:
        downloads.append(download)

    other.page.on("download", note)
    report = saved_by(output.page, pressed(display).click)
    assert report.name == "digit-scenes-report.html"
    opens(chromium, report, (worst_cell(),))
    expect(display.root.get_by_text("Saved as digit-scenes-report.html")).to_be_visible()
    assert output.problems == []
    assert downloads == []
    for page in (output.page, other.page):
        page.close()


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def saves_what_is_on_screen(display: Display) -> None:
    display.cell(*worst_cell()).click()
    expected = answer(cells=(worst_cell(),))

    def choose(name: str) -> Path:
        pressed(display).click()
        return saved_by(display.page, display.root.get_by_role("menuitem", name=name).click)

    images = rows_of(choose(f"Download {len(expected['names'])} images as CSV"))
    assert [row[0] for row in images[1:]] == expected["names"]
    counts = rows_of(choose("Download the matrix as CSV"))
    found = {(row[0], name): int(n) for row in counts[1:] for name, n in zip(counts[0][1:], row[1:], strict=True)}
    assert found == expected["matrix"]
    with Image.open(choose("Download the matrix as PNG")) as picture:
        assert picture.width > 400


def test_a_report_saves_what_is_on_screen(chromium, tmp_path):
    report = evallens.Lens(evallens.demo()).to_html(tmp_path / "report.html")
    with offline.opened(chromium, report) as shown:
        saves_what_is_on_screen(offline.in_page(shown.page))
    assert shown.problems == shown.refused == []


def test_the_frame_in_a_notebook_saves_what_is_on_screen(chromium, tmp_path):
    page = tmp_path / "fallback.html"
    page.write_text(offline.fallback(evallens.Lens(evallens.demo())), encoding="utf-8")
    with offline.opened(chromium, page) as shown:
        saves_what_is_on_screen(offline.in_frame(shown.page))
    assert shown.problems == []


def test_a_page_with_widget_state_asks_finds_nobody_and_saves_what_is_on_screen(chromium, tmp_path):
    executed = notebooks.executed(notebooks.notebook(notebooks.LENS), tmp_path)
    with offline.opened(chromium, notebooks.page(executed), offline.cdn) as shown:
        display = offline.in_page(shown.page)
        pressed(display).click()
        expect(display.root.get_by_text("The kernel does not answer.")).to_be_visible()
        saves_what_is_on_screen(display)
