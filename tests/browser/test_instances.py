"""From a cell to the pixels of an error: instances, from a real kernel and by keyboard, the same in Python."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Opener, display_of
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.local.peers import REAL, real_detections

VOC = f"""
data = {str(REAL / "voc100_padilla")!r}
ev = evallens.evaluate(f"{{data}}/gt_coco.json", f"{{data}}/pred_coco.json", images=f"{{data}}/images")
lens = evallens.Lens(ev)
lens
"""

ROWS = "(cards) => cards.map((card) => Number(card.dataset.row))"
FOCUSED = "(list) => list.getRootNode().activeElement.closest('[data-row]')?.dataset.row"


def shown_rows(display: Display) -> list[int]:
    """The outcome rows of the cards on show."""
    rows: list[int] = display.instances.get_by_role("listitem").evaluate_all(ROWS)
    return rows


def test_the_instances_of_a_cell_are_those_of_python_in_every_order(notebook: Notebook, display: Display):
    display.cell("3", "9").click()
    display.show_face("Instances")
    cards = display.instances.get_by_role("listitem")
    eventually(lambda: notebook.value("lens.view['face']"), "instances")
    for label, sort in (("IoU", "iou"), ("area", "size"), ("confidence", "score")):
        display.choose("Sort by", label)
        eventually(_sort_of(notebook), sort)
        assert shown_rows(display) == notebook.value("lens.selected_instances.rows.tolist()")
    for card in cards.all():
        expect(card).to_contain_text("3 predicted as 9")
    expect(display.root.get_by_role("tab", name=f"Instances {cards.count()}")).to_be_visible()


def _sort_of(notebook: Notebook) -> Callable[[], str]:
    return lambda: str(notebook.value("lens.view['instance_sort']"))


def test_a_cell_is_walked_and_marked_by_keyboard(notebook: Notebook, display: Display):
    display.cell("3", "9").click()
    display.show_face("Instances")
    rows = shown_rows(display)
    assert len(rows) > 2
    display.instances.get_by_role("button", name="Open ").first.focus()
    keyboard = display.page.keyboard
    for row in rows[1:]:
        keyboard.press("ArrowRight")
        eventually(lambda: display.instances.evaluate(FOCUSED), str(row))
    keyboard.press("Space")
    eventually(lambda: notebook.value("len(lens.marks['objects'])"), 1)
    keyboard.press("Enter")
    large = display.root.get_by_role("dialog")
    expect(large).to_be_visible()
    image = notebook.value(f"int(lens.evaluation.queries.outcomes().outcomes.image[{rows[-1]}])")
    eventually(lambda: notebook.value("lens.open"), image)
    keyboard.press("Escape")
    expect(large).to_be_hidden()
    eventually(lambda: display.instances.evaluate(FOCUSED), str(rows[-1]))


def test_a_brushed_range_is_the_range_in_python(notebook: Notebook, display: Display):
    display.show_face("Instances")
    display.root.get_by_role("button", name="filter", exact=True).click()
    lowest = display.root.get_by_role("slider", name="confidence, lowest")
    for _ in range(20):
        lowest.press("ArrowRight")
    eventually(lambda: notebook.value("lens.where['score']['range'][1]"), None)
    eventually(lambda: notebook.value("len(lens.selected_instances)"), display.counts()[2])


@real_detections
def test_the_most_confident_false_positives_of_a_class_in_pixels_marked_and_read_back(open_quickstart: Opener):
    notebook = open_quickstart(VOC)
    for index in (1, len(notebook.cells()) - 1):
        notebook.run(index)
    display = display_of(notebook)
    display.cell("background", "person").click()
    display.show_face("Instances")
    cards = display.instances.get_by_role("listitem")
    expect(cards).to_have_count(24)
    # Cut from the originals, which arrive after the small pictures.
    expect(display.instances.locator("img[src]")).to_have_count(24)
    expect(display.instances.locator(".frame[data-small]")).to_have_count(0)
    for card in cards.all()[:5]:
        expect(card).to_contain_text("person, unlabelled")
        card.get_by_role("button", name="Mark ").click()
    eventually(lambda: notebook.value("len(lens.marks['objects'])"), 5)
    best = "lens.evaluation.instances(cells=[('background', 'person')], sort='score')"
    assert notebook.value(f"lens.selected_instances.rows.tolist() == {best}.rows.tolist()")
    wanted = notebook.value(f"[int({best}.outcomes.prediction[place]) for place in range(5)]")
    assert sorted(notebook.value("lens.marks['objects']")) == sorted(wanted)
