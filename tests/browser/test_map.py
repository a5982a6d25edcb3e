"""The map draws what is selected: pixels read back where three images lie."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from tests import oracle
from tests.browser.display import Display, Pixel
from tests.browser.lab import Notebook, eventually
from tests.browser.served import Served
from tests.oracle import Json

MARGIN = 14
"""Pixels between the outermost points and the edge of the map."""


@pytest.fixture
def evaluation(served: Served) -> Json:
    return served.evaluation(20)


def places(ev: Json, width: float, height: float) -> dict[int, Pixel]:
    """Where each test image lies on a map that shows all of them, with one scale for both axes."""
    images = ev["images"]
    rows = [row for row, split in enumerate(images["split"]) if split == "test"]
    xs, ys = [images["x"][row] for row in rows], [images["y"][row] for row in rows]
    scale = min((width - 2 * MARGIN) / (max(xs) - min(xs)), (height - 2 * MARGIN) / (max(ys) - min(ys)))
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return {
        row: (width / 2 + (x - middle[0]) * scale, height / 2 - (y - middle[1]) * scale)
        for row, x, y in zip(rows, xs, ys, strict=True)
    }


def loneliest(found: dict[int, Pixel], among: list[int], most: int) -> list[Pixel]:
    """The places of the images farthest from any other."""

    def room(row: int) -> float:
        return min(math.dist(found[row], place) for other, place in found.items() if other != row)

    return [found[row] for row in sorted(among, key=room, reverse=True)[:most]]


def test_points_of_images_that_are_filtered_out_fade(display: Display, evaluation: Json):
    box = display.box()
    found = places(evaluation, box["width"], box["height"])
    classes = evaluation["header"]["classes"]
    cell = [classes.index("3"), classes.index("background")]
    shown = oracle.visible(evaluation, {**oracle.EVERYTHING, "split": "test", "cells": [cell]})
    points = loneliest(found, [row for row in found if row not in shown], 3)
    before = display.colours(points)
    ground = display.colours([(2, 2)])[0]
    assert ground not in before, "there is a point at each of the three places"
    display.cell("3", "background").click()
    eventually(lambda: [a != b for a, b in zip(display.colours(points), before, strict=True)], [True] * 3)
    display.reset()
    eventually(lambda: display.colours(points), before)


def test_click_on_a_point_opens_its_image_and_ctrl_click_picks_it(
    notebook: Notebook, display: Display, evaluation: Json
):
    box = display.box()
    found = places(evaluation, box["width"], box["height"])
    point = loneliest(found, list(found), 1)[0]
    row = next(row for row, place in found.items() if place == point)
    name = evaluation["images"]["name"][row]
    display.page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    large = display.root.get_by_role("dialog")
    expect(large.get_by_role("heading", name=name)).to_be_visible()
    eventually(lambda: notebook.value("lens.open"), row)
    display.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    box = display.box()
    display.page.keyboard.down("Control")
    display.page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    display.page.keyboard.up("Control")
    assert display.names() == [name]
    eventually(lambda: notebook.value("lens.picked"), [row])


@pytest.mark.parametrize("view", ["Map of the images", "Confusion matrix", "Images"])
def test_a_plain_wheel_scrolls_the_page_whatever_was_clicked_before(display: Display, view: str):
    page = display.page
    page.evaluate("""() => window.addEventListener("wheel", (event) => {
      window.wasTaken = event.defaultPrevented;
    }, { capture: false, passive: true })""")
    part = display.root.get_by_label(view, exact=True).first
    part.scroll_into_view_if_needed()
    # At the very end there would be nothing left to scroll.
    page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollBy(0, -80)")
    box = part.bounding_box()
    assert box is not None
    # Between rows and points: nothing is opened or selected by a press there.
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.up()
    scroller = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"
    before = page.evaluate(scroller)
    page.mouse.wheel(0, 40)
    page.wait_for_function("() => window.wasTaken === false")
    page.wait_for_function(f"(before) => ({scroller})() > before", arg=before)
