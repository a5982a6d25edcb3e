"""One user's story, the same in every place where a Lens is shown.

Click the worst cell, see exactly these images and counts, lasso, turn the page, open one, move the
threshold, change the split, Reset: every number compared with the oracle's.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.display import Display
from tests.browser.lab import eventually
from tests.hosts.demo import answer, worst_cell, x_of

LEFT_HALF = [(0.02, 0.02), (0.5, 0.02), (0.5, 0.98), (0.02, 0.98)]

_WITH_PICTURE = """cards => cards.filter((card) => {
  const picture = card.querySelector("img");
  return picture?.complete && picture.naturalWidth > 0;
}).length"""


def tell(display: Display) -> None:
    """Tell the story; afterwards at least nine of ten cards met on the way have shown a real picture."""
    met = Cards(display)
    shows(display, **answer())
    clicks_the_worst_cell(display, met)
    lassos_the_left_half(display, met)
    opens_one(display)
    moves_the_threshold(display)
    resets(display)
    changes_the_split(display)
    assert met.with_picture >= 0.9 * met.count > 0


class Cards:
    """Counts the cards met, and those among them that show a picture."""

    def __init__(self, display: Display) -> None:
        self.display = display
        self.count = 0
        self.with_picture = 0

    def look(self) -> None:
        """Count the page on show, once its pictures had the time that they need."""
        cards = self.display.images.get_by_role("listitem")
        promised = cards.locator("img").count()
        eventually(lambda: cards.evaluate_all(_WITH_PICTURE), promised)
        self.count += cards.count()
        self.with_picture += promised


def shows(display: Display, names: list[str], counts: list[int], matrix: dict[tuple[str, str], int]) -> None:
    """Matrix, line and every page of cards say what the data say."""
    eventually(display.counts, counts)
    assert display.names() == names
    assert display.matrix() == matrix


def clicks_the_worst_cell(display: Display, met: Cards) -> None:
    display.cell(*worst_cell()).click()
    shows(display, **answer(cells=(worst_cell(),)))
    met.look()
    display.root.get_by_role("button", name=re.compile("^Remove filter: ")).click()
    shows(display, **answer())


def lassos_the_left_half(display: Display, met: Cards) -> None:
    """What is left are the images left of a line, whatever the camera was; and they are counted anew."""
    display.draw_lasso(LEFT_HALF)
    expect(display.root.get_by_role("button", name=re.compile("^Remove filter: lasso"))).to_be_visible()
    names = display.names()
    others = set(answer()["names"]) - set(names)
    assert 0 < len(names) < len(answer()["names"])
    assert max(map(x_of, names)) < min(map(x_of, others))
    shows(display, **answer(picked=tuple(names)))
    met.look()
    assert display.turn_to("Next page")
    assert display.page_names() == names[24:48]
    met.look()


def opens_one(display: Display) -> None:
    name = display.page_names()[2]
    display.images.get_by_role("button", name=f"Open {name}").click()
    large = display.root.get_by_role("dialog", name="Image", exact=True).filter(has_text=name)
    expect(large).to_be_visible()
    picture = large.locator("img").first
    eventually(lambda: picture.evaluate("(img) => img.complete && img.naturalWidth > 0"), expected=True)
    display.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    assert display.page_names()[2] == name


def moves_the_threshold(display: Display) -> None:
    display.slider.press("ArrowRight")
    eventually(display.threshold, 21)


def resets(display: Display) -> None:
    display.reset()
    shows(display, **answer(confidence=21))


def changes_the_split(display: Display) -> None:
    display.choose("Split", "valid")
    shows(display, **answer(split="valid", confidence=21))
    display.choose("Split", "test")
    display.slider.press("ArrowLeft")
    shows(display, **answer())
