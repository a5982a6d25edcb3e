"""Take the pictures of the README and of the docs, light and dark, in the system's Chromium."""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import evallens

from .drawn_pets import Box, draw

DOCS = Path(__file__).parents[1] / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu"]
WIDTH, HEIGHT = 1180, 900
THEMES = ("light", "dark")
PAIRS = ("unlabelled object", "wrong label", "badly drawn label", "label of nothing", "labelled twice")
MENDED: dict[str, list[tuple[str, Box | None, Box | None]]] = {
    "a.jpg": [("dog", (0, 500, 40, 540), None), ("dog", (100, 500, 140, 540), (100, 500, 140, 540))],
    "b.jpg": [
        ("dog", (0, 500, 40, 512), (0, 500, 40, 540)),
        ("cat", None, (100, 500, 140, 540)),
        ("cat", None, (300, 0, 340, 39)),
    ],
}
"""What is there, and how the first code of docs/model-or-label.md labels it."""


def main() -> int:
    """Write docs/lens-*.png, docs/suspects-*.png, docs/judging-*.png and docs/changes-*.png."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for theme in THEMES:
            take_demo(browser, Path(folder), theme)
            take_suspects(browser, Path(folder), theme)
            take_changes(browser, Path(folder), theme)
        browser.close()
    return 0


def take_demo(browser: Browser, folder: Path, theme: str) -> None:
    """The demo, two cells selected."""
    lens = evallens.Lens(evallens.demo(), page_size=15)
    lens.cells = [("3", "9"), ("8", "1")]
    page = opened(browser, lens.to_html(folder / "demo.html", thumbnails=100), theme)
    page.get_by_role("list", name="Images").locator("img").first.wait_for()
    keep(page.get_by_role("region", name="EvalLens"), f"lens-{theme}")


def take_suspects(browser: Browser, folder: Path, theme: str) -> None:
    """The suspects of the page: the panel and their crops, two of them judged; and one in the large view."""
    lens = evallens.Lens(pets(folder))
    lens.view = {"panel": "suspects", "face": "instances", "instance_sort": "weight"}
    lens.suspects = PAIRS
    page = opened(browser, lens.to_html(folder / "pets.html"), theme)
    cards = page.get_by_role("list", name="Instances", exact=True)
    cards.locator("img[src]").nth(len(PAIRS) - 1).wait_for()
    cards.get_by_role("button", name="Open ").first.focus()
    for key in "ll":
        page.keyboard.press(key)
    keep(page.get_by_role("region", name="EvalLens"), f"suspects-{theme}")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Image", exact=True)
    dialog.get_by_role("group", name="What is wrong: this instance").wait_for()
    page.keyboard.press("0")
    keep(dialog.locator(".viewer-panel"), f"judging-{theme}", is_flat=False)


def take_changes(browser: Browser, folder: Path, theme: str) -> None:
    """The demo's two detectors: the difference, and what the second one broke of the class that got worse most."""
    both = evallens.compare(evallens.demo(), evallens.demo("v2"), names=("v1", "v2"))
    lens = evallens.Lens(both, confidence=40, page_size=12)
    lens.compared = True
    lens.view = {"panel": "changes", "colour": "change"}
    page = opened(browser, lens.to_html(folder / "changes.html", thumbnails=300), theme)
    page.get_by_role("button", name=re.compile("^8: [0-9]+ broken$")).click()
    page.get_by_role("list", name="Instances", exact=True).locator("img[src]").nth(5).wait_for()
    keep(page.get_by_role("region", name="EvalLens"), f"changes-{theme}")


def pets(folder: Path) -> evallens.Evaluation:
    """The evaluation that docs/model-or-label.md begins with, and its pictures."""
    text = (DOCS / "model-or-label.md").read_text("utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    made: dict[str, Any] = {}
    exec(compile(code, "model-or-label.md", "exec"), made)  # noqa: S102 - the page's own code
    pictures = folder / "pets"
    pictures.mkdir(exist_ok=True)
    draw(made["truth"], MENDED, pictures)
    splits = {"a.jpg": "test", "b.jpg": "test"}
    return evallens.evaluate(
        made["truth"], made["found"], images=pictures, splits=splits, embeddings=False, title="Cats and dogs"
    )


def opened(browser: Browser, report: Path, theme: str) -> Page:
    """A report in a window of its own."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=theme, device_scale_factor=1.5)  # type: ignore[arg-type]
    page.goto(report.as_uri())
    page.get_by_role("region", name="EvalLens").wait_for()
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    return page


def keep(shown: Locator, name: str, *, is_flat: bool = True) -> None:
    """Write docs/NAME.png, in 256 colours where it is mostly flat: a third of the bytes."""
    # The map follows the size of its pane a frame later.
    shown.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    picture = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    (picture.quantize(256) if is_flat else picture).save(DOCS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
