"""The demo in tables of DuckDB, shown in JupyterLab: the same story as in memory, with the same numbers everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

import evallens
from tests.browser.conftest import display_of
from tests.browser.display import Display
from tests.browser.lab import Lab, Notebook, eventually
from tests.browser.test_marks import mark
from tests.hosts import notebooks, offline
from tests.hosts.demo import answer, worst_cell
from tests.hosts.story import shows, tell


@pytest.fixture
def live(lab: Lab) -> Iterator[Notebook]:
    """A notebook whose only cell has shown a Lens over tables."""
    notebook = lab.open(notebooks.notebook(notebooks.TABLES))
    try:
        notebook.run(0)
        yield notebook
    finally:
        notebook.close()


@pytest.fixture
def display(live: Notebook) -> Display:
    shown = display_of(live)
    shown.settle()
    return shown


def test_the_whole_story(live, display):
    tell(display)
    assert live.problems == []


def test_what_is_chosen_on_screen_is_read_in_python(live, display):
    actual, predicted = worst_cell()
    display.cell(actual, predicted).click()
    shows(display, **answer(cells=(worst_cell(),)))
    expected = evallens.demo().images(cells=[worst_cell()])
    eventually(lambda: live.value("lens.selected.rows.tolist()"), expected.rows.tolist())
    assert live.value("list(lens.selected.name)") == list(expected.name)
    assert live.value("repr(lens)") == f"Lens('Digit scenes', test at 20 %, {len(expected)} of 240 images)"
    instances = evallens.demo().instances(cells=[worst_cell()])
    assert live.value("lens.selected_instances.to_pandas().score.tolist()") == instances.score.tolist()


def test_marks_made_on_cards_are_rows_of_the_evaluation(live, display):
    names = display.page_names()
    display.turn_to("Next page")
    marked = [mark(display, place) for place in (1, 3)]
    assert not {*marked} & {*names}
    eventually(lambda: sorted(live.value("[row.name for row in lens.marked]")), sorted(marked))
    display.root.get_by_role("button", name="2 marked", exact=True).click()
    eventually(lambda: display.counts()[:2], [2, 240])
    display.settle()
    assert sorted(display.page_names()) == sorted(marked)


def test_a_change_made_in_python_is_drawn(live, display):
    live.kernel("lens.cells = [('9', 'background')]")
    shows(display, **answer(cells=(("9", "background"),)))
    live.kernel("lens.confidence = 41")
    shows(display, **answer(cells=(("9", "background"),), confidence=41))
    live.kernel("lens.query = 'test-01'")
    names = list(evallens.demo().images("test", 41, cells=[("9", "background")], query="test-01").name)
    eventually(lambda: display.counts()[0], len(names))
    display.settle()
    assert display.names() == names


def test_an_image_of_any_page_is_shown_large_with_its_boxes(live, display):
    display.turn_to("Next page")
    name = display.page_names()[3]
    display.images.get_by_role("button", name=f"Open {name}").click()
    large = display.root.get_by_role("dialog", name="Image", exact=True).filter(has_text=name)
    expect(large).to_be_visible()
    picture = large.locator("img").first
    eventually(lambda: picture.evaluate("(img) => img.complete && img.naturalWidth > 0"), expected=True)


def test_a_report_counts_at_every_threshold_without_a_kernel(live, display, chromium, tmp_path):
    live.kernel(f"lens.to_html({str(tmp_path / 'report.html')!r})")
    with offline.opened(chromium, tmp_path / "report.html") as shown:
        report = offline.in_page(shown.page)
        assert report.matrix() == answer()["matrix"]
        assert report.page_names() == answer()["names"][:24]
        for page in (2, 3, 4, 5):
            report.turn_to("Next page")
            eventually(report.page_names, answer()["names"][24 * (page - 1) : 24 * page])
        expect(report.root.get_by_text("This needs a kernel")).to_have_count(0)
        report.pages.get_by_role("button", name="Next page", exact=True).click()
        expect(report.root.get_by_text("This needs a kernel").first).to_be_visible()
        report.turn_to("First page")
        eventually(report.page_names, answer()["names"][:24])
        report.slider.press("ArrowRight")
        eventually(report.matrix, answer(confidence=21)["matrix"])
    assert shown.refused == []


def test_a_notebook_that_is_run_to_its_end_keeps_the_page_and_counts_at_every_threshold(chromium, tmp_path):
    executed = notebooks.executed(notebooks.notebook(notebooks.TABLES), tmp_path)
    with offline.opened(chromium, notebooks.page(executed), offline.cdn) as shown:
        kept = offline.in_page(shown.page)
        assert kept.matrix() == answer()["matrix"]
        assert kept.page_names() == answer()["names"][:24]
        kept.slider.press("ArrowRight")
        eventually(kept.matrix, answer(confidence=21)["matrix"])
    assert offline.beyond_jupyter(shown.refused) == []
