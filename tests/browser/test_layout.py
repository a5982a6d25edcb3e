"""The answer beside the question, above the fold, in windows as laptops have them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

import evallens
from tests.browser.conftest import display_of
from tests.browser.display import Display
from tests.browser.lab import Lab, Notebook, eventually
from tests.hosts.notebooks import notebook
from tests.look.sets import detections

SIZES = [(1280, 800), (1440, 900)]
CARDS = 6
"""So many of the answer are in sight, at least."""

_IN_SIGHT = """(parts) => {
  const view = document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
  return parts.filter((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    return top >= view.top - 1 && bottom <= view.bottom + 1 && left >= view.left - 1 && right <= view.right + 1;
  }).length;
}"""


@pytest.fixture(params=[10, 32])
def shown(request: pytest.FixtureRequest, lab: Lab) -> Iterator[tuple[Notebook, Display]]:
    """A one-line cell that shows the demo, or an evaluation of 32 classes with a map."""
    path = lab._server.root / f"{request.param}.evallens"
    (evallens.demo() if request.param == 10 else detections(32, images=400)).save(path)
    opened = lab.open(notebook(f"import evallens; lens = evallens.Lens(evallens.open({str(path)!r})); display(lens)"))
    try:
        opened.run(0)
        yield opened, display_of(opened)
    finally:
        opened.page.set_viewport_size({"width": 1360, "height": 1100})
        opened.close()


@pytest.mark.parametrize("size", SIZES)
def test_after_a_click_on_a_cell_six_cards_and_the_whole_matrix_are_in_sight(
    shown: tuple[Notebook, Display], size: tuple[int, int]
):
    opened, display = shown
    matrix = display.matrix()
    wrong = {cell: count for cell, count in matrix.items() if cell[0] != cell[1] and "background" not in cell}
    cell = max(wrong, key=lambda cell: wrong[cell])
    assert wrong[cell] >= CARDS
    opened.page.set_viewport_size({"width": size[0], "height": size[1]})
    lens = display.root.get_by_role("region", name="EvalLens").first
    expect(lens.locator(".views")).to_have_attribute("data-columns", "2")
    lens.evaluate("(lens) => lens.scrollIntoView({ block: 'start' })")
    display.cell(*cell).click()
    cards = display.images.get_by_role("listitem")
    eventually(lambda: min(CARDS, cards.evaluate_all(_IN_SIGHT)), CARDS)
    eventually(lambda: display.grid.get_by_role("gridcell").evaluate_all(_IN_SIGHT), len(matrix))
    eventually(lambda: display.grid.evaluate_all(_IN_SIGHT), 1)


def test_the_lines_between_the_panes_are_moved_by_hand_and_kept_by_the_lens(lab: Lab):
    opened = lab.open(notebook("import evallens; lens = evallens.Lens(evallens.demo()); display(lens)"))
    try:
        opened.run(0)
        display = display_of(opened)
        line = display.root.get_by_role("separator", name="Width of the matrix")
        line.scroll_into_view_if_needed()
        box = line.bounding_box()
        assert box is not None
        y = box["y"] + 60
        opened.page.mouse.move(box["x"] + 4, y)
        opened.page.mouse.down()
        opened.page.mouse.move(box["x"] - 116, y, steps=4)
        opened.page.mouse.up()
        eventually(lambda: opened.value("int(lens.view['matrix_share'] < 0.4)"), 1)
        opened.kernel("lens.view = {'matrix_share': 0.6}")
        expect(line).to_have_attribute("aria-valuenow", "60")
    finally:
        opened.close()
