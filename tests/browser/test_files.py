"""What can be taken away from the page, with nobody to ask."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.display import Display
from tests.browser.lab import Notebook
from tests.browser.served import Served


@pytest.fixture
def alone(notebook: Notebook, display: Display) -> Display:
    """A display with a selection and without a connection."""
    display.cell("3", "background").click()
    notebook.cut_sockets()
    return display


def test_selection_is_copied_as_names(alone: Display, served: Served):
    page = alone.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(alone, "Download", "Copy the names")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('.webp')")
    names = served.answer(split="test", confidence=20, cells=[("3", "background")])["names"]
    assert page.evaluate("() => navigator.clipboard.readText()").split("\n") == names


def test_selection_is_downloaded_as_csv(alone: Display, served: Served):
    rows = list(csv.DictReader(io.StringIO(download(alone, "Download", "images as CSV").decode())))
    names = served.answer(split="test", confidence=20, cells=[("3", "background")])["names"]
    assert [row["name"] for row in rows] == names
    assert all(row["split"] == "test" and int(row["fn"]) > 0 for row in rows)


def test_matrix_is_downloaded_as_csv_and_png(alone: Display, served: Served):
    head, *rows = csv.reader(io.StringIO(download(alone, "Export the matrix", "CSV").decode()))
    found = {(row[0], head[i]): int(row[i]) for row in rows for i in range(1, len(head))}
    assert found == served.answer(split="test", confidence=20)["matrix"]
    picture = Image.open(io.BytesIO(download(alone, "Export the matrix", "PNG")))
    assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 10


def download(display: Display, menu: str, item: str) -> bytes:
    """Choose something to download, and what arrived."""
    with display.page.expect_download() as started:
        choose(display, menu, item)
    return Path(started.value.path()).read_bytes()


def choose(display: Display, menu: str, item: str) -> None:
    display.root.get_by_role("button", name=menu).click()
    display.root.get_by_role("menuitem", name=item).click()
