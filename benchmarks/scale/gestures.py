"""What a hand does in the page. Each returns when the browser took the deciding input, in seconds since 1970."""

from __future__ import annotations

import math
import time

from benchmarks.scale import clock
from benchmarks.scale.visit import Visit

PAN_PX, WHEEL_PX = 9, 10
"""Of a step. Larger turns would lead to where the picture stays: points fill the plot, or none is in it."""
_BREATH, _MOST_BREATH = 0.04, 0.09
"""Seconds without a frame before the next step, and at most: the hand is to keep moving."""

_ANSWER = 30.0


def click_cell(visit: Visit, cell: tuple[int, int]) -> float:
    """Click a cell of the matrix of EvalLens."""
    visit.page.mouse.click(*_place_of(visit, cell))
    return clock.inputs(visit.page, "pointerup")[-1]


def hover_cell(visit: Visit, cell: tuple[int, int]) -> None:
    """Go there, so that what a pointer shows on its way is no part of the click."""
    visit.page.mouse.move(*_place_of(visit, cell))
    visit.rest()


def _place_of(visit: Visit, cell: tuple[int, int]) -> tuple[float, float]:
    """The middle of a cell; with many classes the matrix is a canvas.

    Elements stand in for the cells around the tab stop, and where two of them begin tells where all do.
    """
    places: list[list[float]] = visit.page.locator(".jp-OutputArea-output .matrix [role=gridcell]").evaluate_all(
        """(cells) => cells.map((cell) => [
          Number(cell.parentElement.ariaRowIndex) - 2, Number(cell.ariaColIndex) - 2,
          cell.getBoundingClientRect().left, cell.getBoundingClientRect().top])"""
    )
    (row, column, left, top), (last_row, last_column, right, bottom) = places[0], places[-1]
    width, height = (right - left) / (last_column - column), (bottom - top) / (last_row - row)
    return left + (cell[1] - column + 0.5) * width, top + (cell[0] - row + 0.5) * height


def press_threshold(visit: Visit, key: str) -> float:
    """Press a key on the threshold slider of EvalLens."""
    visit.page.locator('.jp-OutputArea-output [aria-label="Confidence threshold"]').focus()
    visit.page.keyboard.press(key)
    return clock.inputs(visit.page, "keydown")[-1]


def lasso(visit: Visit, turn: int) -> float:
    """Draw around a part of the plot, and let go."""
    box = visit.scatter()
    x, y = box["x"] + (0.35 + 0.25 * (turn % 2)) * box["width"], box["y"] + 0.45 * box["height"]
    # From the outer side: plotly takes a press inside the last selection for a wish to move that.
    radius = 0.2 * box["width"] * (1 if turn % 2 else -1)
    corners = [(x + radius * math.cos(a / 10 * math.tau), y + radius * math.sin(a / 10 * math.tau)) for a in range(11)]
    mouse = visit.page.mouse
    is_held = visit.peer.lasso == "shift"
    if is_held:
        visit.page.keyboard.down("Shift")
    mouse.move(*corners[0])
    mouse.down()
    for corner in corners[1:]:
        mouse.move(*corner)
    # The line is drawn; what comes now is the answer to letting go.
    visit.rest()
    mouse.up()
    if is_held:
        visit.page.keyboard.up("Shift")
    return clock.inputs(visit.page, "pointerup")[-1]


def pan(visit: Visit, steps: int, seconds: float) -> list[float]:
    """Drag the plot in steps, each when the one before was answered; the time of each step."""
    box = visit.scatter()
    x, y = box["x"] + 0.4 * box["width"], box["y"] + 0.4 * box["height"]
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    # Some widgets wait for a few pixels before a press becomes a drag.
    mouse.move(x + PAN_PX, y + PAN_PX)
    visit.rest()
    clock.forget_inputs(visit.page)
    deadline = time.monotonic() + seconds
    for step in range(2, steps + 2):
        count = len(visit.screencast.frames)
        mouse.move(x + PAN_PX * step, y + PAN_PX * step)
        _answer(visit, count)
        if time.monotonic() > deadline:
            break
    times = clock.inputs(visit.page, "pointermove")
    visit.rest()
    mouse.up()
    return times


def zoom(visit: Visit, steps: int, seconds: float) -> list[float]:
    """Turn the wheel over the plot with ctrl held, in and out again; the time of each step."""
    box = visit.scatter()
    visit.page.mouse.move(box["x"] + 0.45 * box["width"], box["y"] + 0.45 * box["height"])
    visit.page.keyboard.down("Control")
    visit.rest()
    deadline = time.monotonic() + seconds
    for step in range(steps):
        count = len(visit.screencast.frames)
        visit.page.mouse.wheel(0, -WHEEL_PX if step < steps // 2 else WHEEL_PX)
        _answer(visit, count)
        if time.monotonic() > deadline:
            break
    visit.page.keyboard.up("Control")
    return clock.inputs(visit.page, "wheel")


def _answer(visit: Visit, count: int) -> None:
    """Wait for the frame that answers a step, and for those that follow at its heels."""
    visit.screencast.wait_for_frame(count, _ANSWER)
    deadline = time.monotonic() + _MOST_BREATH
    while visit.screencast.rested < _BREATH and time.monotonic() < deadline:
        time.sleep(0.005)
