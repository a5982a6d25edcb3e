"""The story of tests/hosts/story.py in JupyterLab: live, saved with widget state, and not trusted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import display_of
from tests.browser.lab import Lab, Notebook
from tests.hosts import notebooks, offline
from tests.hosts.story import tell

_SAVE_STATE = """async () => {
  const { commands, shell } = window.jupyterapp;
  if (!commands.isToggled("@jupyter-widgets/jupyterlab-manager:saveWidgetState")) {
    await commands.execute("@jupyter-widgets/jupyterlab-manager:saveWidgetState");
  }
  await shell.currentWidget.context.save();
  return shell.currentWidget.context.path;
}"""


@pytest.fixture
def live(lab: Lab) -> Iterator[Notebook]:
    """A notebook whose only cell has shown a Lens."""
    notebook = lab.open(notebooks.notebook(notebooks.LENS))
    try:
        notebook.run(0)
        yield notebook
    finally:
        notebook.close()


def test_live_the_whole_story(live):
    tell(display_of(live))
    assert live.problems == []


def test_not_trusted_the_summary_is_readable(lab, tmp_path):
    executed = notebooks.executed(notebooks.notebook(notebooks.LENS), tmp_path)
    notebook = lab.open(nbformat.read(notebooks.without_state(executed), 4))
    try:
        table = notebook.page.get_by_role("table").filter(has_text="Confusion matrix")
        expect(table.get_by_role("row")).to_have_count(12)
        expect(notebook.page.get_by_text("240 of 240 images")).to_be_visible()
        expect(notebook.page.locator(".jp-OutputArea iframe")).to_have_count(0)
        expect(notebook.page.get_by_text("Error displaying widget")).to_have_count(0)
    finally:
        notebook.close()


def test_saved_with_its_state_the_whole_story_without_a_kernel(live, lab, chromium, tmp_path):
    display_of(live)
    saved = lab._server.root / live.page.evaluate(_SAVE_STATE)
    assert "application/vnd.jupyter.widget-state+json" in Path(saved).read_text(encoding="utf-8")
    with offline.opened(chromium, notebooks.page(saved), offline.cdn) as shown:
        tell(offline.in_page(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []
