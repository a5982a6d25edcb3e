"""Cards hold real pictures, and names and classes stay text."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually

_PICTURES = """async (list) => {
  const pictures = [...list.querySelectorAll("img")];
  await Promise.all(pictures.map((picture) => picture.decode()));
  return Promise.all(pictures.map(async (picture) => {
    const bytes = new Uint8Array(await (await fetch(picture.src)).arrayBuffer());
    return { width: picture.naturalWidth, height: picture.naturalHeight, src: picture.src, bytes: [...bytes].join() };
  }));
}"""


def test_every_card_shows_a_picture_of_its_own(display: Display):
    expect(display.images.locator("img")).to_have_count(24)
    pictures = display.images.evaluate(_PICTURES)
    assert all(picture["width"] > 0 and picture["height"] > 0 for picture in pictures)
    assert all(picture["src"].startswith("blob:") for picture in pictures), "nothing is asked of a server"
    assert len({picture["bytes"] for picture in pictures}) == 24


def test_pictures_of_a_page_that_was_not_sent_ahead_arrive(notebook: Notebook, display: Display):
    notebook.kernel("small = evallens.Lens(evallens.demo(), thumbnail_budget=0)")
    notebook.kernel("lens.page = 9")
    eventually(display.page_text, "page 9 of 10")
    expect(display.images.locator("img")).to_have_count(24)
    assert all(picture["width"] > 0 for picture in display.images.evaluate(_PICTURES))


def test_card_says_what_is_wrong_with_its_image(display: Display):
    display.cell("3", "9").click()
    for card in display.images.get_by_role("listitem").all():
        expect(card).to_contain_text("3 predicted as 9")


def test_card_opens_large_steps_on_and_closes(notebook: Notebook, display: Display):
    first, second = display.page_names()[:2]
    display.images.get_by_role("button", name=f"Open {first}").click()
    large = display.root.get_by_role("dialog")
    expect(large).to_contain_text(first)
    display.page.keyboard.press("ArrowRight")
    expect(large).to_contain_text(second)
    eventually(lambda: notebook.value("lens.selected.name[list(lens.selected.rows).index(lens.open)]"), second)
    display.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    eventually(lambda: notebook.value("lens.open"), None)
