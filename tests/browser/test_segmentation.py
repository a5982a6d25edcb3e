"""Semantic segmentation without a kernel: from a cell to its pixels, in a report of a saved and reopened file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Locator, expect

import evallens
from evallens.evaluation import Evaluation
from tests.hosts import offline

NAMES = ["road", "sidewalk", "car"]
_ALPHAS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const alphas = Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3]);
  return [alphas[0], alphas.at(-1), canvas.width, canvas.height];
}"""


def reopened(folder: Path) -> Evaluation:
    """Road above, sidewalk below, of which the lower right is taken for a car; the lowest line is not judged."""
    truth = np.zeros((60, 80), int)
    truth[30:] = 1
    found = truth.copy()
    found[45:, 40:] = 2
    truth[59:, :40] = 255
    evallens.evaluate({"street": truth}, {"street": found}, classes=NAMES).save(folder / "streets.evallens")
    return evallens.open(folder / "streets.evallens")


def corners(layer: Locator) -> list[int]:
    """Alphas of the first and the last pixel, width and height."""
    found: list[int] = layer.evaluate(_ALPHAS)
    return found


def test_from_a_cell_to_its_pixels(chromium: Browser, tmp_path: Path):
    lens = evallens.Lens(reopened(tmp_path))
    report = lens.to_html(tmp_path / "report.html")
    with offline.opened(chromium, report) as shown:
        page = shown.page
        layer = page.get_by_role("list", name="Images").locator("canvas").first
        expect(layer).to_be_visible()
        right, wrong, *size = corners(layer)
        assert size == [80, 60]
        assert 0 < right < wrong / 2
        page.get_by_role("gridcell", name="actual sidewalk, predicted car").click()
        expect(page.get_by_text("mIoU")).to_be_visible()
        page.get_by_role("button", name="Open street").click()
        large = page.get_by_role("dialog").locator("canvas")
        expect(large).to_be_visible()
        box = large.bounding_box()
        assert box is not None
        for share in (0.8, 0.82):
            page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.9 * box["height"])
        expect(page.get_by_text("actual sidewalk, predicted car", exact=True)).to_be_visible()
        page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.995 * box["height"])
        expect(page.get_by_text("actual sidewalk, predicted car", exact=True)).to_be_hidden()
        page.get_by_role("dialog").get_by_role("button", name="sidewalk predicted as car, 600 pixels").click()
        page.mouse.move(0, 0)
        assert corners(large)[0] < right
        page.get_by_role("dialog").get_by_role("radio", name="truth").click()
        page.get_by_role("dialog").get_by_role("slider", name="Opacity").fill("40")
        expect(large).to_have_css("opacity", "0.4")
        assert not shown.problems
