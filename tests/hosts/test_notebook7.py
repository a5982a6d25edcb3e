"""Notebook 7, live: the story, in the page of its one notebook."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WINDOW, display_of
from tests.browser.lab import Notebook
from tests.browser.server import Server, jupyterlab
from tests.hosts import notebooks, offline
from tests.hosts.story import tell


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with jupyterlab(tmp_path_factory.mktemp("notebook7"), "notebook") as running:
        yield running


# Notebook 7 itself, without any widget, fails to read the schema of one of its own settings.
_OTHERS = ("reading 'schema'", "widget model not found")


def test_live_and_reopened_the_whole_story(chromium, server):
    path = notebooks.written(notebooks.notebook(notebooks.LENS), server.root)
    address = f"{server.url}/notebooks/{path.name}"
    notebook = Notebook(chromium.new_page(viewport=WINDOW), address)
    try:
        notebook.run(0)
        tell(display_of(notebook))
        expect(notebook.page.locator("[data-evallens]")).to_be_hidden()
        notebook.save()
    finally:
        notebook.close()
    again = Notebook(chromium.new_page(viewport=WINDOW), address)
    try:
        tell(offline.in_frame(again.page))
        expect(again.page.get_by_text("Error displaying widget")).to_be_hidden()
    finally:
        again.close()
    found = [*notebook.problems, *again.problems]
    assert [said for said in found if not any(other in said for other in _OTHERS)] == []
