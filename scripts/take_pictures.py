"""Take the pictures of the README: the demo's report, light and dark, in the system's Chromium."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import evallens

DOCS = Path(__file__).parents[1] / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
WIDTH, HEIGHT = 1180, 900


def main() -> int:
    """Write docs/lens-light.png and docs/lens-dark.png."""
    lens = evallens.Lens(evallens.demo(), page_size=15)
    lens.cells = [("3", "9"), ("8", "1")]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = lens.to_html(Path(folder) / "demo.html", thumbnails=100)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for theme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=theme, device_scale_factor=1.5
            )
            page.goto(report.as_uri())
            page.get_by_role("list", name="Images").locator("img").first.wait_for()
            page.wait_for_function("() => document.fonts.status === 'loaded'")
            # The map follows the size of its pane a frame later.
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            picture = Image.open(io.BytesIO(page.get_by_role("region", name="EvalLens").screenshot()))
            # 256 colours are enough for what is mostly flat, and a third of the bytes.
            picture.convert("RGB").quantize(256).save(DOCS / f"lens-{theme}.png", optimize=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
