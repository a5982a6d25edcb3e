"""A notebook's HTML, read without a kernel: with widget state, and as most are saved, without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts import notebooks, offline
from tests.hosts.story import tell


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> Path:
    return notebooks.executed(notebooks.notebook(notebooks.LENS), tmp_path_factory.mktemp("nbconvert"))


def test_with_state_the_whole_story(chromium, executed):
    with offline.opened(chromium, notebooks.page(executed), offline.cdn) as shown:
        tell(offline.in_page(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []


def test_without_state_the_whole_story_and_no_request_of_ours(chromium, executed):
    page = notebooks.page(notebooks.without_state(executed))
    with offline.opened(chromium, page) as shown:
        tell(offline.in_frame(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []


def test_state_not_stored_gives_the_fallback(chromium, tmp_path):
    source = notebooks.notebook(notebooks.LENS)
    path = notebooks.written(source, tmp_path)
    page = notebooks.page(path, "--execute", "--ExecutePreprocessor.store_widget_state=False")
    with offline.opened(chromium, page) as shown:
        assert len(offline.in_frame(shown.page).page_names()) == 24
