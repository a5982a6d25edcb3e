"""What a person sees of one Lens, and can do with it: read from the page, found by role and name."""

from __future__ import annotations

import io
import re
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

_EVERY_PAGE = """async (output) => {
  const root = [...output.querySelectorAll("*")].find((element) => element.shadowRoot).shadowRoot;
  const button = (name) => root.querySelector(`nav[aria-label=Pages] button[aria-label="${name}"]`);
  const shown = () => root.querySelector("nav[aria-label=Pages] [role=status]").textContent;
  // Where rows are in tables the cards of the page before stay, faded, until Python has answered.
  const settled = async () => {
    while (root.querySelector(".stale")) await new Promise(requestAnimationFrame);
  };
  const press = async (name) => {
    if (button(name).ariaDisabled === "true") return false;
    const before = shown();
    button(name).click();
    while (shown() === before) await new Promise(requestAnimationFrame);
    await settled();
    return true;
  };
  const cards = () => [...root.querySelectorAll("[role=list][aria-label=Images] [role=listitem] .name")];
  await settled();
  await press("First page");
  const names = [];
  do names.push(...cards().map((name) => name.textContent)); while (await press("Next page"));
  await press("First page");
  return names;
}"""

Pixel = tuple[float, float]


class Display:
    """One display of a Lens; ``root`` is the output it stands in."""

    def __init__(self, page: Page, root: Locator) -> None:
        self.page = page
        self.root = root
        self.toolbar = root.get_by_role("region", name="What is shown")
        self.grid = root.get_by_role("grid", name="Confusion matrix")
        self.embedding = root.get_by_role("application", name="Map of the images")
        self.images = root.get_by_role("list", name="Images")
        gallery = root.get_by_role("region", name="Images shown")
        self.instances = gallery.get_by_role("list", name="Instances")
        self.slider = root.get_by_role("slider", name="Confidence threshold")
        self.search = root.get_by_role("searchbox")
        self.pages = root.get_by_role("navigation", name="Pages")

    # Reading

    def wait_until_drawn(self) -> None:
        """Wait for matrix, map and images."""
        expect(self.grid.get_by_role("gridcell").first).to_be_visible()
        expect(self.embedding).to_be_visible()
        expect(self.images.get_by_role("listitem").first).to_be_visible()

    def counts(self) -> list[int]:
        """Images shown, images of the split, and instances, as the line above the views says."""
        line = self.toolbar.get_by_text(re.compile(r"^[\d,]+ of [\d,]+ images?$"))
        instances = self.toolbar.get_by_text(re.compile(r"^[\d,]+ instances?$"))
        # JupyterLab hides cells that are scrolled out of sight: they have a content, but no inner text.
        words = f"{line.text_content()} {instances.text_content()}".replace(",", "")
        return [int(number) for number in re.findall(r"\d+", words)]

    def matrix(self) -> dict[tuple[str, str], int]:
        """The counts of the grid, by the names of its cells."""
        found = re.compile(r"actual (.+), predicted (.+): ([\d,]+)")
        labels = self.grid.get_by_role("gridcell").evaluate_all("cells => cells.map((cell) => cell.ariaLabel)")
        cells = [found.match(label) for label in labels]
        return {(cell[1], cell[2]): int(cell[3].replace(",", "")) for cell in cells if cell}

    def page_names(self) -> list[str]:
        """The names on the cards of the page on show."""
        names: list[str] = self.images.get_by_role("listitem").evaluate_all(
            "cards => cards.map((card) => card.querySelector('.name').textContent)"
        )
        return names

    def names(self) -> list[str]:
        """The names on the cards of every page, turned one by one from the first."""
        found: list[str] = self.root.evaluate(_EVERY_PAGE)
        return found

    def threshold(self) -> int:
        """Integer percent."""
        return int(self.slider.get_attribute("aria-valuenow") or "-1")

    # Doing

    def cell(self, actual: str, predicted: str) -> Locator:
        """One cell of the matrix."""
        return self.grid.get_by_role("gridcell", name=f"actual {actual}, predicted {predicted}: ")

    def turn_to(self, button: str) -> bool:
        """Press a button of the pages; False when it leads nowhere."""
        found = self.pages.get_by_role("button", name=button, exact=True)
        if not found.is_visible() or found.get_attribute("aria-disabled") == "true":
            return False
        before = self.page_text()
        found.click()
        expect(self.pages.get_by_role("status")).not_to_have_text(before)
        self.settle()
        return True

    def page_text(self) -> str:
        """Such as "page 1 of 10"."""
        return self.pages.get_by_role("status").text_content() or ""

    def settle(self) -> None:
        """Wait until nothing on show is of before: what Python counts and looks up in tables comes when it comes."""
        expect(self.root.locator(".stale")).to_have_count(0)

    def show_face(self, name: str) -> None:
        """Turn the gallery to its "Images" or "Instances"."""
        self.root.get_by_role("tab", name=re.compile(f"^{name} ")).click()

    def choose(self, group: str, choice: str) -> None:
        """Choose one of a few, such as a sort or a split."""
        self.root.get_by_role("radiogroup", name=group).get_by_role("radio", name=re.compile(f"^{choice}")).click()

    def reset(self) -> None:
        """Clear every filter, if there is any."""
        button = self.root.get_by_role("button", name="Reset", exact=True)
        if button.is_visible():
            button.click()

    def draw_lasso(self, corners: list[Pixel]) -> None:
        """Draw around a part of the map; corners are shares of its width and height."""
        box = self.box()
        pixels = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in [*corners, corners[0]]]
        self.page.keyboard.down("Shift")
        self.page.mouse.move(*pixels[0])
        self.page.mouse.down()
        for pixel in pixels[1:]:
            self.page.mouse.move(*pixel, steps=6)
        self.page.mouse.up()
        self.page.keyboard.up("Shift")

    def drag_threshold(self, share: float) -> None:
        """Drag the line to a share of its way."""
        self.slider.scroll_into_view_if_needed()
        box = self.slider.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + box["width"] * self.threshold() / 100, middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] * share, middle, steps=8)
        self.page.mouse.up()

    # Pixels

    def box(self) -> Any:
        """Where the map is in the window, scrolled into it."""
        self.embedding.scroll_into_view_if_needed()
        return self.embedding.bounding_box()

    def colours(self, places: list[Pixel]) -> list[tuple[int, ...]]:
        """The colours of the map at some CSS pixels from its corner."""
        picture = Image.open(io.BytesIO(self.page.screenshot(clip=self.box()))).convert("RGB")
        return [picture.getpixel((round(x), round(y))) for x, y in places]  # type: ignore[misc]
