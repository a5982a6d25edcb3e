"""Notebook 7, live: the story, in the page of its one notebook."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import WINDOW, display_of
from tests.browser.lab import Notebook
from tests.browser.server import Server, jupyterlab
from tests.hosts import notebooks
from tests.hosts.story import tell


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with jupyterlab(tmp_path_factory.mktemp("notebook7"), "notebook") as running:
        yield running


def test_live_the_whole_story(chromium, server):
    path = notebooks.written(notebooks.notebook(notebooks.LENS), server.root)
    page = chromium.new_page(viewport=WINDOW)
    notebook = Notebook(page, f"{server.url}/notebooks/{path.name}")
    try:
        notebook.run(0)
        tell(display_of(notebook))
    finally:
        notebook.close()
    # Notebook 7 itself, without any widget, fails to read the schema of one of its own settings.
    assert [said for said in notebook.problems if "reading 'schema'" not in said] == []
