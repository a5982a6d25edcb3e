"""What did v2 break? The difference in the matrix, the instances behind a cell, and both models in the large view."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

import evallens
from evallens.evaluation import Evaluation
from tests.browser.display import Display
from tests.browser.test_files import download
from tests.hosts import offline

ROWS = "(cards) => cards.map((card) => Number(card.dataset.row))"
CHANGE = re.compile(r"actual (.+), predicted (.+): ([+-]?[\d,]+), (?:from|[\d,]+ in both)")
MISSED = ("8", "background")


@pytest.fixture(scope="module")
def both() -> Evaluation:
    return evallens.compare(evallens.demo(), evallens.demo("v2"), names=("v1", "v2"))


def compared(both: Evaluation) -> evallens.Lens:
    """A Lens that shows the difference."""
    lens = evallens.Lens(both)
    lens.compared = True
    return lens


def changes(display: Display) -> dict[tuple[str, str], int]:
    """What the cells say, by their names."""
    labels = display.grid.get_by_role("gridcell").evaluate_all("cells => cells.map((cell) => cell.ariaLabel)")
    found = [CHANGE.match(label) for label in labels]
    return {(cell[1], cell[2]): int(cell[3].replace(",", "")) for cell in found if cell}


def test_the_matrix_shows_the_difference_and_a_cell_the_instances_where_it_changed(
    both: Evaluation, chromium: Browser, tmp_path: Path
):
    report = compared(both).to_html(tmp_path / "report.html", thumbnails=20)
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        expect(display.grid.get_by_role("gridcell").first).to_be_visible()
        counted = both.difference("test", 20)
        classes = counted.classes
        assert changes(display) == {
            (actual, predicted): int(counted.difference[row, column])
            for row, actual in enumerate(classes)
            for column, predicted in enumerate(classes)
        }
        saved = list(
            csv.reader(io.StringIO(download(display, "Export the matrix", "matrix as CSV").decode("utf-8-sig")))
        )
        assert [[int(number) for number in row[1:]] for row in saved[1:]] == counted.difference.tolist()
        display.grid.get_by_role("gridcell", name=f"actual {MISSED[0]}, predicted {MISSED[1]}").click()
        wanted = both.instances("test", 20, cells=[MISSED], compared=True)
        display.show_face("Instances")
        cards = display.instances.get_by_role("listitem")
        expect(cards).to_have_count(min(24, len(wanted)))
        assert cards.evaluate_all(ROWS) == wanted.rows.tolist()[:24]
        expect(cards.first).to_contain_text(re.compile(r"8 missed, (right|predicted as .) in v1"))
        flip_in_the_large_view(display, shown.page.get_by_role("dialog", name="Image", exact=True))
    assert shown.problems == []


def flip_in_the_large_view(display: Display, large: Locator) -> None:
    """The same truth is selected under both, and where one looks stays; the Lens goes on showing what it shows."""
    display.instances.get_by_role("listitem", name=re.compile("8 missed, right in v1")).first.get_by_role(
        "button", name="Open"
    ).click()
    selected = large.get_by_role("list", name="Instances").locator("[aria-pressed=true]")
    expect(selected).to_have_text(re.compile("8 missed, right in v1"))
    zoom = large.get_by_role("status").filter(has_text=re.compile(r"^\d+ %$"))
    before = zoom.all_inner_texts()
    display.page.keyboard.press("1")
    expect(selected).to_have_text(re.compile("8 correct, missed in v2"))
    expect(large.get_by_role("radio", name="v1")).to_be_checked()
    expect(large.get_by_role("status").filter(has_text="v1 is in front")).to_be_attached()
    assert zoom.all_inner_texts() == before
    display.page.keyboard.press("2")
    expect(selected).to_have_text(re.compile("8 missed, right in v1"))
    # Of the other model is listed what it predicted otherwise, and no more once that is switched off.
    others = large.get_by_role("list", name="Instances").get_by_text(re.compile("^v1: "))
    expect(others.first).to_be_visible()
    large.get_by_role("switch", name="v1").click()
    expect(others).to_have_count(0)
    display.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(display.toolbar.get_by_role("radio", name="difference")).to_be_checked()


def test_a_card_says_both_and_what_is_gone_is_shown_without_a_mark(both: Evaluation, chromium: Browser, tmp_path: Path):
    lens = compared(both)
    lens.set_trait("transition", ["gone"])
    report = lens.to_html(tmp_path / "report.html", thumbnails=20)
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        wanted = both.instances("test", 20, transition=["gone"])
        before, after = (both.images("test", 20, model=name) for name in both.models)
        first = display.images.get_by_role("listitem").first
        name = first.get_attribute("aria-label") or ""
        fp, fn = (
            [int(getattr(table, key)[list(table.name).index(name)]) for table in (before, after)]
            for key in ("fp", "fn")
        )
        expect(first).to_contain_text(f"{fp[0]} FP to {fp[1]}")
        expect(first).to_contain_text(f"{fn[0]} FN to {fn[1]}")
        display.show_face("Instances")
        cards = display.instances.get_by_role("listitem")
        expect(cards).to_have_count(min(24, len(wanted)))
        assert cards.evaluate_all(ROWS) == wanted.rows.tolist()[:24]
        expect(cards.first).to_contain_text("not in v2")
        expect(cards.first.get_by_role("button", name="Mark")).to_have_count(0)
        cards.first.get_by_role("button", name="Open").click()
        large = shown.page.get_by_role("dialog", name="Image", exact=True)
        expect(large.get_by_role("list", name="Instances").locator("[aria-pressed=true]")).to_contain_text("v1: ")
    assert shown.problems == []


def test_each_model_has_a_threshold_of_its_own_until_they_are_linked_again(
    both: Evaluation, chromium: Browser, tmp_path: Path
):
    report = compared(both).to_html(tmp_path / "report.html", thumbnails=0)
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        handle = display.toolbar.get_by_role("slider", name="Threshold of v1")
        expect(handle).to_have_attribute("aria-valuetext", "20 %, as of both")
        found = both.test("f1", split="test", confidence=20, resamples=0).values
        delta, low, high = (f"{float(found[name][0]):.3f}"[1:] for name in ("delta", "low", "high"))
        expect(display.toolbar).to_contain_text(f"F1 +{delta}, {low} to {high} since v1")
        handle.press("PageUp")
        expect(handle).to_have_attribute("aria-valuenow", "30")
        expect(display.slider).to_have_attribute("aria-valuenow", "20")
        wanted = both.difference("test", confidence=(30, 20))
        row = wanted.classes.index("8")
        assert changes(display)["8", "8"] == int(wanted.difference[row, row])
        display.toolbar.get_by_role("button", name="v1 30 %").click()
        expect(handle).to_have_attribute("aria-valuetext", "20 %, as of both")
        box = handle.bounding_box()
        assert box is not None
        shown.page.mouse.move(box["x"] + 8, box["y"] + 8)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + 60, box["y"] + 8, steps=4)
        shown.page.mouse.up()
        expect(handle).not_to_have_attribute("aria-valuenow", "20")
    assert shown.problems == []
