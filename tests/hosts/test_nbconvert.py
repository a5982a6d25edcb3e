"""A notebook's HTML, read without a kernel: with widget state, and as most are saved, without."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.hosts import notebooks, offline, slow
from tests.hosts.story import tell

STATE = "application/vnd.jupyter.widget-state+json"


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> Path:
    return notebooks.executed(notebooks.notebook(notebooks.LENS), tmp_path_factory.mktemp("nbconvert"))


def test_with_state_the_whole_story(chromium, executed):
    with offline.opened(chromium, notebooks.page(executed), offline.cdn) as shown:
        tell(offline.in_page(shown.page))
        expect(shown.page.locator("[data-evallens]")).to_be_hidden()
        expect(shown.page.locator("iframe")).to_have_count(0)
    assert offline.beyond_jupyter(shown.refused) == []


def test_a_notebook_run_to_its_end_has_the_rows_that_follow_the_first_picture(chromium, tmp_path):
    saved = notebooks.executed(notebooks.notebook(slow.CELL), tmp_path)
    [state] = [
        model["state"]
        for model in nbformat.read(saved, 4).metadata["widgets"][STATE]["state"].values()
        if "header" in model["state"]
    ]
    assert state["header"]["rows"] == "here"
    with offline.opened(chromium, notebooks.page(saved), offline.cdn) as shown:
        tell(offline.in_page(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []


def test_with_state_and_no_network_what_the_notebook_keeps_tells_the_whole_story(chromium, executed):
    with offline.opened(chromium, notebooks.page(executed)) as shown:
        tell(offline.in_frame(shown.page))
        expect(shown.page.get_by_role("table").filter(has_text="Most confused")).to_be_visible()


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_without_state_the_whole_story_and_no_request_of_ours(chromium, executed, template):
    page = notebooks.page(notebooks.without_state(executed), "--template", template)
    with offline.opened(chromium, page) as shown:
        expect(shown.page.locator("iframe")).to_have_count(1)
        tell(offline.in_frame(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []


def test_where_only_words_are_printed_there_is_the_name_of_the_lens(executed):
    notebooks.convert("--to", "latex", executed, folder=executed.parent)
    assert "Lens" in executed.with_suffix(".tex").read_text(encoding="utf-8").partition("Verbatim")[2]


def test_state_not_stored_gives_the_fallback(chromium, tmp_path):
    source = notebooks.notebook(notebooks.LENS)
    path = notebooks.written(source, tmp_path)
    page = notebooks.page(path, "--execute", "--ExecutePreprocessor.store_widget_state=False")
    with offline.opened(chromium, page) as shown:
        assert len(offline.in_frame(shown.page).page_names()) == 24


def test_pictures_that_were_taken_back_leave_a_notebook_that_draws(chromium, tmp_path):
    looked = "lens.open = 3\nlens.open_pixels = 2000\nlens.open = None"
    saved = notebooks.executed(notebooks.notebook(f"{notebooks.LENS}\n{looked}\nlens"), tmp_path)
    with offline.opened(chromium, notebooks.page(saved), offline.cdn) as shown:
        tell(offline.in_page(shown.page))
