"""How long the crops of a page take in Python: ``python benchmarks/bench_crops.py``.

From the assignment that turns to instances by size until the 24 crops of the page are in their trait, for JPEGs of
640 x 480 and of 4,000 x 3,000 pixels in a folder; no page shows an image twice. Beside it the same 24 by plain Pillow:
open, crop, write, one after the other. ``--json PATH`` writes the figures; exits 1 when a page of the small ones takes
over 100 milliseconds.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import command
import numpy as np
from PIL import Image

import evallens
from evallens.evaluation import InstanceTable

MOST_MS = 100.0
IMAGES, PAGE, REPEATS = 48, 24, 5
SIZES = {"640 x 480": (640, 480), "4,000 x 3,000": (4000, 3000)}


def made(folder: Path, size: tuple[int, int]) -> evallens.Evaluation:
    """One false positive of its own score and size in each of 48 JPEGs."""
    rng = np.random.default_rng(0)
    predictions = []
    for row in range(IMAGES):
        coarse = Image.fromarray(rng.integers(0, 255, (24, 32, 3), dtype=np.uint8)).resize(size)
        noise = rng.integers(-12, 12, (size[1], size[0], 3), dtype=np.int16)
        pixels = np.clip(np.asarray(coarse, np.int16) + noise, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{row:02}.jpg", quality=90)
        box = [size[0] / 4, size[1] / 4, 60 + 2 * row, 40 + row]
        predictions.append({"image_id": row, "category_id": 0, "bbox": box, "score": (row * 29 % 48 + 1) / 50})
    images = [{"id": row, "file_name": f"{row:02}.jpg", "width": size[0], "height": size[1]} for row in range(IMAGES)]
    truth = {"images": images, "annotations": [], "categories": [{"id": 0, "name": "thing"}]}
    return evallens.evaluate(truth, predictions, images=folder, splits="test")


def page(evaluation: evallens.Evaluation) -> float:
    """Seconds until the crops are there; nothing was cut before."""
    lens = evallens.Lens(evaluation, confidence=0, thumbnail_budget=0, page_size=PAGE)
    lens.wait()
    begun = time.perf_counter()
    lens.view = {"face": "instances", "instance_sort": "size"}
    took = time.perf_counter() - begun
    assert len(lens.page_crops["offsets"]["data"])
    lens.close()
    return took


def plain(shown: InstanceTable) -> float:
    """Seconds that Pillow alone takes for crops of the same places."""
    begun = time.perf_counter()
    for path, (x, y, w, h) in zip(shown.path, shown.prediction_boxes.tolist(), strict=True):
        with Image.open(path) as image:
            image.crop((int(x), int(y), int(x + w), int(y + h))).convert("RGB").save(io.BytesIO(), "JPEG")
    return time.perf_counter() - begun


def main() -> int:
    """Print the figures; 1 when one is missed."""
    given = command.options(__doc__)
    rows: list[dict[str, Any]] = []
    is_missed = False
    for name, size in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            evaluation = made(Path(folder), size)
            shown = evaluation.instances(confidence=0, sort="size")[:PAGE]
            took = [(page(evaluation), plain(shown)) for _ in range(1 if given.quick else REPEATS)]
        ours, theirs = (1000 * statistics.median(values) for values in zip(*took, strict=True))
        print(f"{PAGE} crops of {name}: {ours:.0f} ms; plain Pillow {theirs:.0f} ms; {ours / theirs:.2f}")
        is_missed |= size == SIZES["640 x 480"] and ours > MOST_MS
        what = f"page of {PAGE} crops, in Python"
        rows += [
            {"what": what, "who": who, "size": f"JPEGs of {name}", "value": value, "unit": "ms"}
            for who, value in (("evallens", ours), ("Pillow", theirs))
        ]
    command.write(rows, given.json)
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
