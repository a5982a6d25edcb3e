"""The map draws what is selected: pixels read back where three images lie."""

from __future__ import annotations

import math

import pytest

from tests import oracle
from tests.browser.display import Display, Pixel
from tests.browser.lab import Notebook, eventually
from tests.browser.served import Served
from tests.oracle import Json

MARGIN = 24
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


def test_click_on_a_point_picks_its_image(notebook: Notebook, display: Display, evaluation: Json):
    box = display.box()
    found = places(evaluation, box["width"], box["height"])
    point = loneliest(found, list(found), 1)[0]
    row = next(row for row, place in found.items() if place == point)
    display.page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    assert display.names() == [evaluation["images"]["name"][row]]
    eventually(lambda: notebook.value("lens.picked"), [row])


def test_wheel_scrolls_the_page_until_the_map_has_the_focus(display: Display):
    display.box()
    page = display.page
    page.evaluate("""() => window.addEventListener("wheel", (event) => {
      window.wasTaken = event.defaultPrevented;
    }, { capture: false, passive: true })""")
    display.embedding.hover(position={"x": 30, "y": 30})
    page.mouse.wheel(0, 10)
    page.wait_for_function("() => window.wasTaken === false")
    display.embedding.focus()
    page.mouse.wheel(0, 10)
    page.wait_for_function("() => window.wasTaken === true")
