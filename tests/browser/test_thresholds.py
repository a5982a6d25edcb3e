"""The best threshold of a class is found on screen, in a notebook and in a report, and is the one that Python says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import evallens
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually

CLASS = "3"


@pytest.fixture(scope="module")
def best() -> int:
    """Percent at which the F1 of the class is best in the test images of the demo."""
    found = evallens.demo().performance_by_class("test").classes
    threshold = next(one.optimal_threshold for one in found if one.class_name == CLASS)
    assert threshold is not None
    return round(100 * threshold)


def go_to_the_best(root: Locator) -> str:
    """Choose the class among the thresholds and go to its best F1; the text of its row in the table."""
    root.get_by_role("tab", name="Thresholds", exact=True).click()
    root.get_by_label("Precision, recall and F1 of").select_option(label=CLASS)
    row = root.get_by_role("table", name="Best threshold by class").get_by_role("row", name=re.compile(rf"^{CLASS} "))
    text = row.text_content() or ""
    optima = root.get_by_role("table", name="Best thresholds", exact=True)
    optima.get_by_role("row", name="F1").get_by_role("button").click()
    return text


def test_best_threshold_of_a_class_in_a_notebook(notebook: Notebook, display: Display, best: int) -> None:
    assert f"{best} %" in go_to_the_best(display.root)
    eventually(lambda: notebook.value("lens.confidence"), best)
    assert notebook.value(f"lens.precisions['test']['ap50'][{CLASS}]") == pytest.approx(
        evallens.demo().map_results().splits["test"].per_class[CLASS].map50
    )


def test_best_threshold_of_a_class_in_a_report(chromium, tmp_path: Path, best: int) -> None:
    written = evallens.Lens(evallens.demo()).to_html(tmp_path / "report.html", thumbnails=0)
    page: Page = chromium.new_page()
    try:
        page.goto(written.as_uri())
        assert f"{best} %" in go_to_the_best(page.locator("body"))
        slider = page.get_by_role("slider", name="Confidence threshold")
        expect(slider).to_have_attribute("aria-valuenow", str(best))
        expect(page.get_by_text("mAP50")).to_be_visible()
    finally:
        page.close()
