"""One image shown large, from a real kernel: down to the original's pixels, by keys that move nothing else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Opener, display_of
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually

SIDES = (2400, 1800)

PHOTOGRAPHS = f"""
import io, time
import numpy as np
from PIL import Image

def photograph(seed):
    noise = np.random.default_rng(seed).integers(0, 255, ({SIDES[1]}, {SIDES[0]}, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG", quality=50)
    return file.getvalue()

names = [f"{{i}}.jpg" for i in range(4)]
boxes = [(200 + 300 * k, 300, 120, 90) for k in range(3)]
truth = {{
    "images": [dict(id=i, file_name=name, width={SIDES[0]}, height={SIDES[1]}) for i, name in enumerate(names)],
    "categories": [dict(id=1, name="cat"), dict(id=2, name="dog")],
    "annotations": [
        dict(id=3 * i + k, image_id=i, category_id=1, bbox=box, area=10800, iscrowd=0)
        for i in range(4) for k, box in enumerate(boxes)
    ],
}}
found = [
    dict(image_id=i, category_id=1 + (k == 0), bbox=box, score=.9 - .1 * k)
    for i in range(4) for k, box in enumerate(boxes)
]
ev = evallens.evaluate(truth, found, images={{name: photograph(i) for i, name in enumerate(names)}})
lens = evallens.Lens(ev)
lens
"""

BUSY = """
# The kernel's main thread does nothing else until the original was sent.
while not int(np.frombuffer(bytes(lens.open_assets.get("wanted", {}).get("data", b"")), np.uint8).sum()):
    lens.wait(.05)
"""

WIDTH = "(image) => image.naturalWidth"
TOP = "(output) => output.getBoundingClientRect().top"
PLACE = "(ground) => ground.style.transform"


@pytest.fixture
def notebook(open_quickstart: Opener) -> Notebook:
    """The quickstart with photographs of several million pixels shown in its last cells."""
    notebook = open_quickstart(PHOTOGRAPHS, BUSY)
    for index in (1, len(notebook.cells()) - 2):
        notebook.run(index)
    return notebook


@pytest.fixture
def display(notebook: Notebook) -> Display:
    return display_of(notebook)


@pytest.fixture
def large(display: Display) -> Locator:
    """The dialog, with the first image."""
    display.images.get_by_role("button", name="Open ").first.click()
    dialog = display.root.get_by_role("dialog", name="Image", exact=True).filter(has_text="0.jpg")
    expect(dialog).to_be_visible()
    eventually(lambda: dialog.locator(".ground img").evaluate(WIDTH), 1600)
    return dialog


def test_the_wheel_zooms_to_the_originals_pixels_while_the_kernel_is_busy(
    notebook: Notebook, display: Display, large: Locator
):
    page = display.page
    stage = large.locator(".stage").bounding_box()
    assert stage is not None
    top = display.root.evaluate(TOP)
    notebook.run(len(notebook.cells()) - 1, is_awaited=False)
    page.mouse.move(stage["x"] + stage["width"] / 3, stage["y"] + stage["height"] / 3)
    page.mouse.wheel(0, -1000)
    ground = large.locator(".ground")
    expect(ground).not_to_have_attribute("style", re.compile(r"scale\(0\."))
    place = ground.evaluate(PLACE)
    eventually(lambda: large.locator(".ground img").evaluate(WIDTH), SIDES[0])
    assert ground.evaluate(PLACE) == place, "the view stays"
    expect(large.get_by_text("small picture")).to_have_count(0)
    assert display.root.evaluate(TOP) == top, "the notebook does not scroll"
    notebook.wait_until_idle()
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    eventually(lambda: notebook.value("[lens.open, lens.open_pixels, lens.open_assets]"), [None, None, {}])


def test_keys_walk_over_all_instances_and_change_no_cell(notebook: Notebook, display: Display, large: Locator):
    page = display.page
    before = notebook.state()
    expect(large).to_be_visible()
    selected = display.root.get_by_role("dialog").locator(".findings button[aria-pressed=true]")
    expect(selected).to_have_count(0)
    page.keyboard.press("j")
    expect(selected).to_contain_text("cat predicted as dog")
    page.keyboard.press("m")
    for key in ("j", "j"):
        page.keyboard.press(key)
        expect(selected).to_contain_text("cat correct")
    page.keyboard.press("j")
    expect(display.root.get_by_role("dialog", name="Image").filter(has_text="1.jpg")).to_be_visible()
    expect(selected).to_contain_text("cat predicted as dog")
    for key in "+-01lfk":
        page.keyboard.press(key)
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    expect(display.root.get_by_role("dialog")).to_have_count(0)
    assert notebook.state() == before
    eventually(lambda: len(notebook.value("lens.marks['objects']")), 1)


def test_the_focus_stays_in_the_dialog_and_returns(display: Display, large: Locator):
    page = display.page
    inside = "(dialog) => dialog.contains(dialog.getRootNode().activeElement)"
    for _ in range(40):
        page.keyboard.press("Tab")
        # Between the last and the first the focus may be on the browser itself, never on the notebook.
        in_page = page.evaluate("() => document.activeElement !== document.body")
        assert large.evaluate(inside) or not in_page
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(display.images.get_by_role("button", name="Open 0.jpg")).to_be_focused()
