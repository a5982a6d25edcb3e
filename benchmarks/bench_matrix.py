"""How long the confusion matrix takes to order, shade and paint: ``python benchmarks/bench_matrix.py``.

At 100 and 1,203 classes, in the system's Chromium, from the front end's own modules. "Redraw" is what a step
of the threshold costs the matrix once it is counted. Medians of milliseconds; what is painted is read back.

``--json PATH`` writes the figures, ``--quick`` takes fewer samples. Exits 1 when a redraw takes 30 ms.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import command
from playwright.sync_api import sync_playwright

CLASSES = (100, 1203)
MOST_MS = 30.0
FLAGS = ["--no-sandbox", "--disable-gpu"]


def measured(chromium: str, samples: int) -> list[dict[str, Any]]:
    """All figures; the first round only warms up."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.add_script_tag(content=command.bundled("matrix.ts", Path(folder)))
        run = "([classes, samples]) => measured(classes, samples)"
        for classes in CLASSES:
            page.evaluate(run, [classes, 5])
        figures = [figure for classes in CLASSES for figure in page.evaluate(run, [classes, samples])]
        browser.close()
    return figures


def main() -> int:
    """Print the figures; 1 when a redraw takes too long."""
    given = command.options(__doc__)
    figures = measured(command.chromium(), 7 if given.quick else 25)
    command.show_ms(figures)
    command.write(figures, given.json)
    return int(any("redraw" in f["what"] and f["value"] >= MOST_MS for f in figures))


if __name__ == "__main__":
    sys.exit(main())
