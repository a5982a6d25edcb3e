"""Every pixel of the map is one of the screen's, at whole and fractional ratios of the two."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

import evallens
from tests.browser.chromium import ARGUMENTS, installed

OWN_PIXELS = """(map) => {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [map.width, map.height];
  const pen = copy.getContext("2d");
  pen.fillStyle = getComputedStyle(map.parentElement).backgroundColor;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(map, 0, 0);
  const { left, top } = map.getBoundingClientRect();
  return [copy.toDataURL().split(",")[1], Math.round(left * devicePixelRatio), Math.round(top * devicePixelRatio)];
}"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lens = evallens.Lens(evallens.demo())
    lens.cells = [("3", "9"), ("8", "1")]
    return lens.to_html(tmp_path_factory.mktemp("report") / "report.html", thumbnails=0)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2])
def test_the_screen_shows_the_pixels_that_were_painted(chromium: Any, report: Path, ratio: float):
    kind = chromium.browser_type
    # An emulated ratio would enlarge the page after it was painted: that of the screen is asked for.
    options = [*ARGUMENTS, f"--force-device-scale-factor={ratio}", "--window-size=1300,1000"]
    with kind.launch(executable_path=installed(), args=options) as browser:
        page = browser.new_context(no_viewport=True).new_page()
        page.goto(report.as_uri())
        found = page.get_by_label("Map of the images", exact=True)
        found.scroll_into_view_if_needed()
        page.evaluate(TWO_FRAMES)
        own, left, top = found.evaluate(OWN_PIXELS)
        painted = picture(base64.b64decode(own))
        screen = picture(page.screenshot())
    across, down = painted.size
    # Between the tools above and what may be cut by the window below, where rounded corners are not.
    part = (
        round(12 * ratio),
        round(50 * ratio),
        across - round(12 * ratio),
        min(down, screen.height - top) - round(12 * ratio),
    )
    shown = screen.crop((left, top, left + across, top + down))
    colours = painted.crop(part).getcolors(across * down) or []
    assert len(colours) > 20, "there are points"
    difference = ImageChops.difference(painted.crop(part), shown.crop(part))
    assert max(difference.convert("L").tobytes()) <= 2
