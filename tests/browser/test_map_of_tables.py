"""The map of the demo in tables of DuckDB, and its files, in JupyterLab: as over memory."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import evallens
from tests.browser.conftest import display_of
from tests.browser.display import Display, Pixel
from tests.browser.lab import Lab, Notebook, eventually
from tests.hosts import notebooks
from tests.hosts.demo import answer, worst_cell

MARGIN = 14
"""Pixels between the outermost points and the edge of the map."""


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


def places(display: Display) -> dict[str, Pixel]:
    """Where each image of the split on show lies, in pixels from the corner of a map that shows everything."""
    box, images = display.box(), evallens.demo().columns.images
    sides = [(float(values.min()), float(values.max())) for values in (images.x, images.y)]
    room = [box["width"] - 2 * MARGIN, box["height"] - 2 * MARGIN]
    scale = min(pixels / (most - least) for pixels, (least, most) in zip(room, sides, strict=True))
    (left, right), (bottom, top) = sides
    return {
        name: (
            box["width"] / 2 + (x - (left + right) / 2) * scale,
            box["height"] / 2 - (y - (bottom + top) / 2) * scale,
        )
        for name, split, x, y in zip(images.name, images.split, images.x.tolist(), images.y.tolist(), strict=True)
        if split == 2  # test
    }


def loneliest(found: dict[str, Pixel], among: set[str]) -> str:
    """The image that is farthest from any other."""
    return max(
        sorted(among), key=lambda name: min(math.dist(found[name], found[other]) for other in found if other != name)
    )


def point_at(display: Display, place: Pixel) -> None:
    box = display.box()
    display.page.mouse.move(box["x"] + place[0] - 30, box["y"] + place[1] - 30)
    display.page.mouse.move(box["x"] + place[0], box["y"] + place[1])


def test_a_point_is_named_with_its_picture_and_opens(live, display):
    found = places(display)
    name = loneliest(found, set(found) - set(display.page_names()))
    point_at(display, found[name])
    card = display.root.locator(".hover-card")
    expect(card).to_contain_text(name)
    picture = card.locator("img")
    eventually(lambda: picture.evaluate("(img) => img.complete && img.naturalWidth > 0"), expected=True)
    box = display.box()
    display.page.mouse.click(box["x"] + found[name][0], box["y"] + found[name][1])
    large = display.root.get_by_role("dialog", name="Image", exact=True).filter(has_text=name)
    expect(large).to_be_visible()
    display.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    assert live.problems == []


def test_what_a_filter_hides_stays_as_dust(live, display):
    found = places(display)
    hidden = loneliest(found, set(found) - set(answer(cells=(worst_cell(),))["names"]))
    place = found[hidden]
    before = display.colours([place, (2, 2)])
    assert before[0] != before[1]
    display.cell(*worst_cell()).click()
    display.settle()
    eventually(lambda: display.colours([place])[0] not in before, expected=True)
    point_at(display, place)
    expect(display.root.locator(".hover-card")).to_contain_text(hidden)
    expect(display.root.locator(".hover-card")).to_contain_text("filtered out")
    display.page.mouse.move(0, 0)
    display.reset()
    display.settle()
    eventually(lambda: display.colours([place])[0], before[0])
    assert live.problems == []


def test_what_is_left_is_written_as_csv(live, display, tmp_path):
    display.cell(*worst_cell()).click()
    display.settle()
    size = len(answer(cells=(worst_cell(),))["names"])
    display.root.get_by_role("button", name="Download", exact=True).click()
    with display.page.expect_download() as caught:
        display.root.get_by_role("menuitem", name=f"Download {size} images as CSV", exact=True).click()
    file = caught.value
    assert file.suggested_filename == "digit-scenes-images.csv"
    file.save_as(tmp_path / "images.csv")
    written = (tmp_path / "images.csv").read_bytes().decode()
    assert written == evallens.demo().images(cells=[worst_cell()]).to_csv()
    assert Path(file.suggested_filename).suffix == ".csv"
    assert live.problems == []
