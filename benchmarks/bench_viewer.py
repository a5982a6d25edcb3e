"""How long a step of zoom and pan takes in the large view: ``python benchmarks/bench_viewer.py``.

A report with a photograph of 12 million pixels and 150 pairs of boxes, without and with all labels, in the system's
Chromium. "Step" is the script, style and layout of one step; "frame" is from one painted step to the next while every
frame has one. Medians of milliseconds.

``--json PATH`` writes the figures, ``--quick`` takes fewer samples. Exits 1 when a step takes more than one frame.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import command
import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

import evallens
from evallens.pictures import Picture
from evallens.pictures.stored import StoredPictures

FLAGS = ["--no-sandbox", "--disable-gpu"]
WIDTH, HEIGHT, BOXES = 4000, 3000, 150
FRAME_MS = 1000 / 60
SLACK_MS = 4.0
"""What the clock of the screen and the page's own differ by."""

_STEPS = """async ([kind, count]) => {
  const root = [...document.querySelectorAll("*")].find((node) => node.shadowRoot).shadowRoot;
  const stage = root.querySelector(".stage");
  const { left, top, width, height } = stage.getBoundingClientRect();
  const at = (dx, dy) => ({ clientX: left + width / 2 + dx, clientY: top + height / 2 + dy, bubbles: true,
    cancelable: true, pointerId: 1, button: 0, buttons: 1, pointerType: "mouse" });
  const step = {
    zoom: (i) => stage.dispatchEvent(new WheelEvent("wheel", { ...at(90, 50), deltaY: i < count / 2 ? -50 : 50 })),
    pan: (i) => stage.dispatchEvent(new PointerEvent("pointermove", at(8 * Math.sin(i / 5) * 20, 4 * i))),
  }[kind];
  if (kind === "pan") stage.dispatchEvent(new PointerEvent("pointerdown", at(0, 0)));
  const [steps, frames] = [[], []];
  let last = 0;
  for (let i = 0; i < count; i++) {
    const now = await new Promise(requestAnimationFrame);
    if (last) frames.push(now - last);
    last = now;
    const begun = performance.now();
    step(i);
    // What is asked for has to be laid out first.
    stage.getBoundingClientRect();
    root.querySelector(".over g").getBoundingClientRect();
    steps.push(performance.now() - begun);
  }
  stage.dispatchEvent(new PointerEvent("pointerup", at(0, 0)));
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  return { step: median(steps), frame: median(frames) };
}"""


def report(folder: Path) -> Path:
    """One image with many boxes, in a file."""
    rng = np.random.default_rng(1)
    corners = rng.uniform(0, (WIDTH - 300, HEIGHT - 300), (BOXES, 2))
    boxes = [[*corner, *rng.uniform(20, 300, 2).tolist()] for corner in corners.tolist()]
    kinds = rng.integers(1, 6, BOXES).tolist()
    truth = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": WIDTH, "height": HEIGHT}],
        "categories": [{"id": kind, "name": f"class {kind}"} for kind in range(1, 6)],
        "annotations": [
            {"id": i, "image_id": 1, "category_id": kind, "bbox": box, "area": box[2] * box[3], "iscrowd": 0}
            for i, (kind, box) in enumerate(zip(kinds, boxes, strict=True))
        ],
    }
    found = [
        {"image_id": 1, "category_id": kind if i % 3 else kind % 5 + 1, "bbox": box, "score": 0.5}
        for i, (kind, box) in enumerate(zip(kinds, boxes, strict=True))
    ]
    file = io.BytesIO()
    shapes = rng.integers(0, 255, (HEIGHT // 20, WIDTH // 20, 3), np.uint8)
    Image.fromarray(shapes).resize((WIDTH, HEIGHT)).save(file, "JPEG", quality=85)
    # A report carries small pictures: here the photograph itself, as a kernel would send it.
    pictures = StoredPictures.of([Picture(file.getvalue(), WIDTH, HEIGHT)])
    evaluation = replace(evallens.evaluate(truth, found), pictures=pictures)
    return evallens.Lens(evaluation).to_html(folder / "report.html", thumbnails="all")


def measured(page: Page, samples: int) -> list[dict[str, Any]]:
    """All figures; each first round only warms up."""
    figures = []
    for size in ("no labels", "all labels"):
        for kind in ("zoom", "pan"):
            page.keyboard.press("0")
            page.evaluate(_STEPS, [kind, 10])
            found = page.evaluate(_STEPS, [kind, samples])
            figures += [
                {"what": f"large view: {kind}, {part}", "who": "evallens", "size": size, "value": value, "unit": "ms"}
                for part, value in found.items()
            ]
        page.keyboard.press("l")
    return figures


def main() -> int:
    """Print the figures; 1 when a step takes more than one frame."""
    given = command.options(__doc__)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command.chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(report(Path(folder)).as_uri())
        page.get_by_role("button", name="Open a.jpg").click()
        page.locator(".ground img").wait_for()
        figures = measured(page, 30 if given.quick else 120)
        browser.close()
    command.show_ms(figures)
    command.write(figures, given.json)
    return int(any(f["value"] > FRAME_MS + SLACK_MS for f in figures))


if __name__ == "__main__":
    sys.exit(main())
