"""A Lens in a notebook that is reloaded, restarted and reopened: the widget, or what the notebook keeps, never both."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import display_of
from tests.browser.lab import Lab, Notebook
from tests.export import unpacked
from tests.hosts import notebooks, offline
from tests.hosts.demo import answer, worst_cell
from tests.hosts.story import shows, tell

_OTHERS = ("widget model not found", "Could not restore the debugger state")
"""What ipywidgets and JupyterLab say in the console, whatever is shown."""

Opened = list[Notebook]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """The notebooks of a test; they are closed at its end."""
    found: Opened = []
    yield found
    for notebook in found:
        notebook.close()
    assert [
        said for notebook in found for said in notebook.problems if not any(other in said for other in _OTHERS)
    ] == []


def kept(notebook: Notebook) -> Locator:
    """What the notebook keeps, seen or not."""
    return notebook.page.locator(".jp-OutputArea [data-evallens]")


def frames(notebook: Notebook) -> Locator:
    return notebook.page.locator(".jp-OutputArea iframe")


def shows_only_the_widget(notebook: Notebook, count: int = 1) -> None:
    for which in range(count):
        display_of(notebook, which)
    expect(kept(notebook)).to_have_count(count)
    for one in kept(notebook).all():
        expect(one).to_be_hidden()
    expect(frames(notebook)).to_have_count(0)
    expect(notebook.page.get_by_role("grid")).to_have_count(count)


def shows_only_what_is_kept(notebook: Notebook, count: int = 1) -> None:
    expect(frames(notebook)).to_have_count(count)
    for one in kept(notebook).all():
        one.scroll_into_view_if_needed()
        expect(one.get_by_role("table").filter(has_text="Confusion matrix")).to_be_visible()
    for line in notebook.page.get_by_text("Error displaying widget").all():
        expect(line).to_be_hidden()


def run(lab: Lab, opened: Opened, *sources: str) -> Notebook:
    notebook = lab.open(notebooks.notebook(*sources))
    opened.append(notebook)
    for index in range(len(sources)):
        notebook.run(index)
    return notebook


def saved_and_reopened(lab: Lab, opened: Opened, notebook: Notebook) -> Notebook:
    """With a new kernel, as one opens it on another day; JupyterLab saves no widget state unless it is told to."""
    name = notebook.save()
    opened.remove(notebook)
    notebook.close()
    again = lab.reopen(name)
    opened.append(again)
    assert "widgets" not in nbformat.read(lab._server.root / name, 4).metadata
    return again


def test_live_and_reloaded_and_restarted_there_is_only_the_widget(lab, opened):
    notebook = run(lab, opened, notebooks.LENS)
    shows_only_the_widget(notebook)
    notebook.save()
    notebook.page.reload()
    notebook.wait_until_open()
    shows_only_the_widget(notebook)
    notebook.restart_kernel()
    shows_only_the_widget(notebook)
    notebook.run(0)
    shows_only_the_widget(notebook)


def test_reopened_and_trusted_the_whole_story_without_a_word_about_a_model(lab, opened):
    notebook = saved_and_reopened(lab, opened, run(lab, opened, notebooks.LENS))
    shows_only_what_is_kept(notebook)
    tell(offline.in_frame(notebook.page))
    notebook.run(0)
    shows_only_the_widget(notebook)


def test_a_report_is_saved_and_no_notebook_keeps_it(lab, opened):
    notebook = run(lab, opened, notebooks.LENS)
    display = display_of(notebook)
    display.cell(*worst_cell()).click()
    with notebook.page.expect_download() as download:
        display.root.get_by_role("button", name="Save report", exact=True).click()
    assert download.value.suggested_filename == "digit-scenes-report.html"
    state = unpacked.traits(download.value.path().read_text(encoding="utf-8"))
    assert state["cells"] == notebook.value("lens.cells") != []
    assert notebook.value("len(lens.report['data'])") == 0


def test_a_lens_that_is_closed_leaves_nothing(lab, opened):
    notebook = run(lab, opened, notebooks.LENS)
    shows_only_the_widget(notebook)
    notebook.kernel("lens.close()")
    expect(notebook.page.get_by_role("grid")).to_have_count(0)
    expect(kept(notebook)).to_be_hidden()
    expect(frames(notebook)).to_have_count(0)


TWICE = (
    "from IPython.display import display\ndisplay(lens)\nother = evallens.Lens(evallens.demo())\ndisplay(lens, other)"
)


def test_displayed_several_times_each_has_its_own(lab, opened):
    notebook = run(lab, opened, notebooks.LENS, TWICE, "[lens, other]")
    shows_only_the_widget(notebook, 4)
    assert list(notebook.cells()[2]["outputs"][0]["data"]) == ["text/plain"]
    again = saved_and_reopened(lab, opened, notebook)
    shows_only_what_is_kept(again, 4)


AMONG_OTHERS = """%%capture captured
import ipywidgets
from IPython.display import display
from tqdm.notebook import tqdm
for _ in tqdm(range(3)):
    pass
display(lens, ipywidgets.IntSlider())"""
ON_DEMAND = """ipywidgets.interact(lambda split: (setattr(lens, "split", split), lens)[1], split=["test", "valid"]);"""


def test_among_other_widgets_captured_and_made_on_demand(lab, opened):
    """As people report it: with a progress bar above, kept by %%capture, as the result of a control."""
    making = notebooks.LENS.removesuffix("lens")
    notebook = run(lab, opened, making, AMONG_OTHERS, "captured.show()", ON_DEMAND)
    display_of(notebook, 1)
    expect(notebook.page.get_by_role("grid")).to_have_count(2)
    for one in kept(notebook).all():
        expect(one).to_be_hidden()
    again = saved_and_reopened(lab, opened, notebook)
    # Of the control nothing is left, as of every widget that holds others; its outputs were its own.
    expect(frames(again)).to_have_count(1)
    expect(kept(again)).to_be_visible()
    # The bar's, the slider's and the control's lines stay: only the Lens has something to put in its place.
    expect(again.page.get_by_text("Error displaying widget").locator("visible=true")).to_have_count(3)


INSIDE = """
import ipywidgets
out = ipywidgets.Output()
with out:
    display(lens)
added = ipywidgets.Output()
added.append_display_data(lens)
display(ipywidgets.HBox([lens]), out, added)
"""


def test_inside_boxes_and_outputs(lab, opened):
    notebook = run(lab, opened, f"{notebooks.LENS.removesuffix('lens')}from IPython.display import display{INSIDE}")
    for which in range(3):
        shows(display_of(notebook, which), **answer())
    expect(frames(notebook)).to_have_count(0)
    for one in kept(notebook).all():
        expect(one).to_be_hidden()


@pytest.mark.parametrize("mode", ["full", "defer", "contentVisibility", "none"])
def test_scrolled_out_of_sight_and_back(lab, opened, mode):
    lab.set("@jupyterlab/notebook-extension:tracker", windowingMode=mode)
    others = [f"print('\\n'.join(map(str, range({100 + i}))))" for i in range(12)]
    notebook = run(lab, opened, *others, notebooks.LENS, *others)
    lens = len(others)

    there_and_back(notebook, lens)
    shows_only_the_widget(notebook)
    again = saved_and_reopened(lab, opened, notebook)
    again.scroll_to(lens)
    shows_only_what_is_kept(again)
    there_and_back(again, lens)
    shows_only_what_is_kept(again)


def there_and_back(notebook: Notebook, lens: int) -> None:
    for place in (0, 2 * lens, lens):
        notebook.scroll_to(place)
