"""What a report weighs, how long it takes to write, and when it shows something: ``python benchmarks/bench_export.py``.

The demo, and 1,000 images (200 with ``--quick``) whose 160 px thumbnails are as hard to compress as photographs
get. First paint is the time from opening the file until the matrix has cells, with the network off.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import evallens
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.pictures import ImageRef, Picture

IMAGES, QUICK_IMAGES, CLASSES, THUMBNAIL = 1000, 200, 20, 160
MOST_BYTES = 25_000
"""An image."""
REPEATS = 3

_ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader")

_FIRST_PAINT = """() => {
  const find = (root) => [...root.querySelectorAll("*")].some((node) =>
    (node.getAttribute("role") === "gridcell") || (node.shadowRoot && find(node.shadowRoot)));
  const look = () => {
    if (document.body && find(document)) window.painted = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}"""


class Photographs:
    """Noise at every scale, as WebP of quality 80: more bytes than most photographs need."""

    is_at_hand = True

    def __init__(self, images: int) -> None:
        self._made = [_photograph(row) for row in range(images)]

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture]:
        """Those of several images."""
        return map(self.thumbnail, images)

    def thumbnail(self, image: ImageRef) -> Picture:
        """A picture of its own for every row."""
        return self._made[image.row]

    large = thumbnail


def _photograph(row: int) -> Picture:
    rng = np.random.default_rng(row)
    pixels = np.zeros((THUMBNAIL, THUMBNAIL, 3))
    for size in (5, 10, 20, 40, 80, 160):
        coarse = rng.normal(0, 40 * (5 / size) ** 0.5, (size, size, 3))
        pixels += np.kron(coarse, np.ones((THUMBNAIL // size, THUMBNAIL // size, 1)))
    buffer = io.BytesIO()
    Image.fromarray(np.clip(pixels + 128, 0, 255).astype(np.uint8)).save(buffer, "webp", quality=80)
    return Picture(buffer.getvalue(), 1280, 1280)


def generated(images: int) -> Evaluation:
    """Eight outcomes an image, most of them right, at every threshold."""
    rng = np.random.default_rng(1)
    image = np.repeat(np.arange(images), 8)
    actual = rng.integers(0, CLASSES, len(image))
    predicted = np.where(rng.random(len(image)) < 0.8, actual, rng.integers(0, CLASSES, len(image)))
    last = rng.integers(20, 101, len(image))
    names = [f"photo-{row:05}.jpg" for row in range(images)]
    return Evaluation(
        header=Header(
            title="Generated",
            task="object-detection",
            classes=(*(f"class {i}" for i in range(CLASSES - 1)), "background"),
            background=CLASSES - 1,
        ),
        columns=Columns(
            Images.of(names, ["test"] * images, embedding=rng.normal(0, 3, (images, 2))),
            Outcomes.of(image, actual, predicted, first=0, last=last),
        ),
        pictures=Photographs(images),
    )


def measure(browser: Browser, name: str, ev: Evaluation, folder: Path) -> int:
    """Print one line; returns the bytes of the report."""
    lens = evallens.Lens(ev)
    start = time.perf_counter()
    path = lens.to_html(folder / f"{name}.html", thumbnails="all")
    written = time.perf_counter() - start
    start = time.perf_counter()
    bundle = lens._repr_mimebundle_()
    displayed = time.perf_counter() - start
    assert bundle is not None
    html = bundle[0]["text/html"]
    paints = sorted(first_paint(browser, path) for _ in range(REPEATS))
    size = path.stat().st_size
    print(
        f"{name:10} report {size / 1e6:6.2f} MB, written in {written:5.2f} s, "
        f"first paint {paints[REPEATS // 2]:5.0f} ms"
        f" | a display adds {len(html) / 1e6:.2f} MB in {1000 * displayed:4.0f} ms"
    )
    return size


def first_paint(browser: Browser, path: Path) -> float:
    """Milliseconds from opening to the first cell of the matrix."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    try:
        page = context.new_page()
        page.add_init_script(f"({_FIRST_PAINT})()")
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("() => window.painted > 0")
        return float(page.evaluate("() => window.painted"))
    finally:
        context.close()


def main() -> None:
    """Measure both; fails when the larger report is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer images")
    images = QUICK_IMAGES if parser.parse_args().quick else IMAGES
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("bench_export needs Chromium on the PATH")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        measure(browser, "demo", evallens.demo(), Path(folder))
        size = measure(browser, "generated", generated(images), Path(folder))
        browser.close()
    assert size < images * MOST_BYTES, f"{size:,} bytes for {images:,} images"


if __name__ == "__main__":
    main()
