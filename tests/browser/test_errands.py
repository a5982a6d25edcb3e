"""What an engineer comes for, each from the question to the answer, with a kernel and without one."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pycocotools.coco import COCO

import evallens
from evallens.evaluation import Evaluation
from tests.browser.conftest import display_of
from tests.browser.display import Display
from tests.browser.lab import Lab, Notebook, eventually
from tests.browser.test_files import download
from tests.hosts import offline
from tests.hosts.notebooks import notebook
from tests.look.sets import DATA, dental, voc

PERSON = ("background", "person")
ROW = "(card) => Number(card.dataset.row)"


@pytest.fixture(scope="module")
def photographs() -> Evaluation:
    """VOC's beside the checkout, which know persons."""
    if not DATA.is_dir():
        pytest.skip("VOC's photographs are not beside the checkout")
    return voc()


@pytest.fixture
def live(lab: Lab, photographs: Evaluation) -> Iterator[tuple[Notebook, Display]]:
    path = lab._server.root / "photographs.evallens"
    photographs.save(path)
    opened = lab.open(notebook(f"import evallens; lens = evallens.Lens(evallens.open({str(path)!r})); display(lens)"))
    try:
        opened.run(0)
        yield opened, display_of(opened)
    finally:
        opened.close()


def mark_by_keyboard(display: Display, cell: tuple[str, str], count: int) -> list[int]:
    """Mark the most confident instances of a cell by keys alone, once it is chosen; their outcome rows."""
    display.cell(*cell).click()
    display.show_face("Instances")
    cards = display.instances.get_by_role("listitem")
    expect(display.instances.locator("img[src]").first).to_be_visible()
    rows = [int(card.evaluate(ROW)) for card in cards.all()[:count]]
    cards.first.get_by_role("button", name="Open ").focus()
    for _ in rows:
        display.page.keyboard.press("m")
        display.page.keyboard.press("ArrowRight")
    return rows


def predictions_of(ev: Evaluation, cell: tuple[str, str], count: int) -> list[int]:
    """The one line in Python that gives the same."""
    return sorted(ev.instances(cells=[cell], sort="score").outcomes.prediction[:count].tolist())


def test_the_five_most_confident_false_positives_of_person_marked_and_read_back(live, photographs: Evaluation):
    opened, display = live
    rows = mark_by_keyboard(display, PERSON, 5)
    assert len(rows) == 5
    wanted = predictions_of(photographs, PERSON, 5)
    eventually(lambda: sorted(opened.value("lens.marks['objects']")), wanted)
    assert opened.value("[[row.side, row.label] for row in lens.marked]") == [["prediction", "person"]] * 5


def test_the_same_without_a_kernel(chromium: Browser, photographs: Evaluation, tmp_path: Path):
    report = evallens.Lens(photographs).to_html(tmp_path / "report.html")
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        mark_by_keyboard(display, PERSON, 5)
        saved = download(display, "Download", "load_marks")
    assert shown.problems == []
    (tmp_path / "marks.json").write_bytes(saved)
    lens = evallens.Lens(photographs)
    assert lens.load_marks(tmp_path / "marks.json") == []
    assert sorted(lens.marks["objects"]) == predictions_of(photographs, PERSON, 5)


def test_ten_images_are_picked_and_exported_as_coco(chromium: Browser, photographs: Evaluation, tmp_path: Path):
    report = evallens.Lens(photographs).to_html(tmp_path / "report.html")
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        cards = display.images.get_by_role("listitem")
        for card in cards.all()[:10]:
            card.get_by_role("button", name="Mark ").click()
        names = display.page_names()[:10]
        written = download(display, "Download", "COCO")
    path = tmp_path / "coco.json"
    path.write_bytes(written)
    with redirect_stdout(io.StringIO()):
        coco = COCO(str(path))
    assert sorted(image["file_name"] for image in coco.loadImgs(coco.getImgIds())) == sorted(names)
    lens = evallens.Lens(photographs)
    rows = {name: row for row, name in enumerate(photographs.columns.images.name)}
    lens.marks = {"images": [rows[name] for name in names], "objects": []}
    assert json.loads(written)["images"] == lens.marked.to_coco()["images"]


def test_all_of_one_taken_for_another_are_walked_by_keyboard(chromium: Browser, tmp_path: Path):
    ev = dental()
    lens = evallens.Lens(ev)
    confused = ev.confusion_matrix(lens.split, lens.confidence)
    counts = {
        (actual, predicted): int(confused.matrix[i, j])
        for i, actual in enumerate(confused.classes)
        for j, predicted in enumerate(confused.classes)
        if i != j and "background" not in (actual, predicted)
    }
    cell = max(counts, key=lambda one: counts[one])
    lens.cells = [cell]
    wanted = lens.selected_instances.rows.tolist()
    assert len(wanted) > 1
    with offline.opened(chromium, lens.to_html(tmp_path / "report.html")) as shown:
        display = offline.in_page(shown.page)
        display.show_face("Instances")
        cards = display.instances.get_by_role("listitem")
        assert [int(card.evaluate(ROW)) for card in cards.all()] == wanted
        cards.first.get_by_role("button", name="Open ").focus()
        keyboard = shown.page.keyboard
        keyboard.press("Enter")
        dialog = display.root.get_by_role("dialog", name="Image", exact=True)
        chosen = dialog.locator(".findings button[aria-pressed=true]")
        for place in range(len(wanted)):
            expect(dialog).to_contain_text(f"{place + 1} of {len(wanted)}")
            expect(chosen).to_contain_text(f"{cell[0]} predicted as {cell[1]}")
            keyboard.press("j")
        for place in reversed(range(len(wanted) - 1)):
            keyboard.press("k")
            expect(dialog).to_contain_text(f"{place + 1} of {len(wanted)}")
        keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(cards.first.get_by_role("button", name="Open ")).to_be_focused()
