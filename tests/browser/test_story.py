"""The story that every host must tell (tests/hosts/story.py), in JupyterLab: live, and saved by it with widget state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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


def test_saved_with_its_state_the_whole_story_without_a_kernel(live, lab, chromium, tmp_path):
    display_of(live)
    saved = lab._server.root / live.page.evaluate(_SAVE_STATE)
    assert "application/vnd.jupyter.widget-state+json" in Path(saved).read_text(encoding="utf-8")
    with offline.opened(chromium, notebooks.page(saved), offline.cdn) as shown:
        tell(offline.in_page(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []
