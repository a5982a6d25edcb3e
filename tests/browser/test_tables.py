"""The demo in tables of DuckDB, shown in JupyterLab: the same story as in memory, with the same numbers everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from playwright.sync_api import expect

import evallens
from evallens.errors import EngineError
from tests.browser.conftest import display_of
from tests.browser.display import Display
from tests.browser.lab import Lab, Notebook, eventually
from tests.browser.test_marks import mark
from tests.hosts import notebooks, offline
from tests.hosts.demo import answer, worst_cell
from tests.hosts.story import shows, tell
from tests.tables.framed import arrow_tables


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


def bars(display, name):
    """How many bars a histogram has."""
    strip = display.root.get_by_role("group", name=name, exact=True)
    paths = strip.locator("path").evaluate_all("paths => paths.map((path) => path.getAttribute('d').split('M').length)")
    return max(paths) - 1


def test_histograms_are_counted_when_they_are_opened_and_a_brushed_range_filters_everything(live, display):
    display.show_face("Instances")
    assert live.value("lens.levels_asked") == []
    display.root.get_by_role("button", name="filter", exact=True).click()
    eventually(lambda: live.value("sorted(lens.levels)"), ["area", "iou", "score"])
    display.settle()
    demo = evallens.demo()
    histograms = {
        name: demo.queries.histogram(facet, demo.where("test", 20))
        for name, facet in {"confidence": "score", "IoU": "iou", "area": "area"}.items()
    }
    assert {name: bars(display, name) for name in histograms} == {
        name: int((found.instances > 0).sum()) for name, found in histograms.items()
    }
    box = display.root.get_by_role("group", name="confidence", exact=True).locator(".plot").bounding_box()
    assert box is not None
    display.page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    display.page.mouse.down()
    display.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    display.page.mouse.up()
    eventually(lambda: live.value("None in lens.where.get('score', {'range': [None]})['range']"), expected=False)
    low, high = live.value("lens.where['score']['range']")
    wanted = demo.where("test", 20, where={"score": (low, high)})
    counted = demo.queries.count(wanted)
    eventually(display.counts, [counted.images, 240, counted.instances])
    display.settle()
    assert display.matrix() == shown_of(demo, wanted)["matrix"]
    found = demo.queries.histogram("iou", wanted)
    assert bars(display, "IoU") == int((found.instances > 0).sum())
    page = demo.queries.instances(wanted, "score", size=24)
    assert display.instances.get_by_role("listitem").evaluate_all(
        "cards => cards.map((card) => +card.dataset.row)"
    ) == (page.rows.tolist())
    assert live.problems == []


def test_clusters_are_listed_with_their_rates_and_filter(live, display):
    display.root.get_by_role("tab", name="Clusters", exact=True).click()
    table = display.root.get_by_role("table", name="Clusters", exact=True)
    demo = evallens.demo()
    levels = demo.queries.levels("clusters", demo.where("test", 20))
    expected = {
        "unclustered" if value < 0 else str(value): f"{images}{f1:.3f}".replace("0.", ".")
        for value, images, f1 in zip(levels.values, levels.images, levels.tallies.f1, strict=True)
    }

    def listed():
        rows = table.locator("tbody tr").evaluate_all(
            "rows => rows.map((row) => [...row.children].map((cell) => cell.textContent))"
        )
        return {name: "".join(numbers) for name, *numbers in rows}

    eventually(listed, expected)
    table.get_by_role("button", name="7", exact=True).click()
    eventually(lambda: live.value("list(lens.clusters)"), [7])
    shows(display, **shown_of(demo, demo.where("test", 20, clusters=[7])))
    # Over every filter but their own.
    assert listed() == expected
    display.choose("Colour by", "cluster")
    expect(display.root.get_by_role("group", name="Clusters").get_by_role("button", name="Cluster 7, ")).to_be_visible()
    assert live.problems == []


def shown_of(demo, where):
    """What one sees of a question: names in order, counts, and the matrix."""
    counted, matrix, classes = demo.queries.count(where), demo.queries.matrix(where).tolist(), demo.classes
    return {
        "names": list(demo.queries.page(where, "errors").name),
        "counts": [counted.images, counted.of_images, counted.instances],
        "matrix": {(a, p): matrix[i][j] for i, a in enumerate(classes) for j, p in enumerate(classes)},
    }


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


def test_a_report_that_is_saved_after_the_engine_is_gone_holds_what_was_shown(chromium, tmp_path):
    connection = duckdb.connect()
    demo = evallens.demo()
    frames: dict[str, Any] = {name: connection.from_arrow(table) for name, table in arrow_tables(demo).items()}
    lens = evallens.Lens(evallens.open(**frames, classes=demo.classes, pictures=demo.pictures))
    picked = tuple(answer()["names"][:40:2])
    lens.picked = [row for row, name in enumerate(demo.columns.images.name) if name in picked]
    connection.close()
    with pytest.raises(EngineError, match="still stands"):
        lens.query = "test-02"
    with pytest.warns(UserWarning, match="holds the page on show, and no other"):
        lens.to_html(tmp_path / "report.html")
    lens.close()
    with offline.opened(chromium, tmp_path / "report.html") as shown:
        report = offline.in_page(shown.page)
        expected = answer(picked=picked)
        assert report.matrix() == expected["matrix"]
        assert report.page_names() == expected["names"][:24]
        expect(report.root.locator(".stale")).to_have_count(0)
        report.slider.press("ArrowRight")
        eventually(report.matrix, answer(picked=picked, confidence=21)["matrix"])
