"""How long the points of the map take to be painted: ``python benchmarks/bench_map.py``.

At 10,000, 100,000 and a million points and one and two pixels of the screen for one of CSS, in the system's
Chromium, from the front end's own modules. A step of the view draws a sample of what is there at rest. Medians of
milliseconds; what is painted is read back.

``--json PATH`` writes the figures, ``--quick`` takes fewer samples. Exits 1 when a step takes 60 ms.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import command
from playwright.sync_api import sync_playwright

POINTS = (10_000, 100_000, 1_000_000)
RATIOS = (1, 2)
MOST_MS = 60.0
FLAGS = ["--no-sandbox", "--disable-gpu"]


def measured(chromium: str, samples: int) -> list[dict[str, Any]]:
    """All figures; the first round only warms up."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.add_script_tag(content=command.bundled("points.ts", Path(folder)))
        run = "([points, ratio, samples]) => measured(points, ratio, samples)"
        page.evaluate(run, [POINTS[0], 1, 5])
        figures = [
            figure for points in POINTS for ratio in RATIOS for figure in page.evaluate(run, [points, ratio, samples])
        ]
        browser.close()
    return figures


def main() -> int:
    """Print the figures; 1 when a step takes too long."""
    given = command.options(__doc__)
    figures = measured(command.chromium(), 7 if given.quick else 25)
    command.show_ms(figures)
    command.write(figures, given.json)
    return int(any("step" in f["what"] and f["value"] >= MOST_MS for f in figures))


if __name__ == "__main__":
    sys.exit(main())
