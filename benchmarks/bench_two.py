"""What a step of the threshold costs over the difference of two models: ``python benchmarks/bench_two.py``.

50,000 images and a million outcomes of each model, 80 classes, from the front end's own modules in Node.js. "One model"
is matrix, tallies and order of the images; "difference" is that, the same of the baseline, what changed, and the order
by it; the ratio is of one run. The baseline goes on from the threshold before, as a slider does; one far away is
counted anew, and then the difference costs twice as much. "Transitions" also says what became of every truth and
false positive, and counts it.

``--json PATH`` writes the figures, ``--quick`` takes fewer images. Exits 1 when a difference costs over 1.5 x one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import command

JS = Path(__file__).parents[1] / "js"
MOST = 1.5


def measured(images: int, samples: int) -> dict[str, float]:
    """Milliseconds of each step, and the outcomes of both models."""
    node = shutil.which("node")
    if node is None:
        sys.exit("evallens: not installed and so not measured: Node.js.")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "two.js"
        esbuild = [str(JS / "node_modules" / ".bin" / "esbuild"), "tests/bench/two.ts", "--bundle", "--format=iife"]
        subprocess.run([*esbuild, f"--outfile={script}", "--log-level=warning"], cwd=JS, check=True)  # noqa: S603 - this project's own
        with script.open("a", encoding="utf-8") as file:
            file.write(f"\nconsole.log(JSON.stringify(measured({images}, {samples})));\n")
        run = subprocess.run([node, str(script)], check=True, capture_output=True, text=True)  # noqa: S603 - the same
    found: dict[str, float] = json.loads(run.stdout)
    return found


def main() -> int:
    """Print the figures; 1 when the difference costs too much."""
    given = command.options(__doc__)
    images = 10_000 if given.quick else 50_000
    found = measured(images, 15 if given.quick else 41)
    names = {"one": "one model", "difference": "difference", "transitions": "difference and transitions"}
    figures: list[dict[str, Any]] = [
        {
            "what": f"threshold step: {what}",
            "who": "evallens",
            "size": f"{found['outcomes']:,.0f} outcomes",
            "value": found[name],
            "unit": "ms",
        }
        for name, what in names.items()
    ]
    command.show_ms(figures)
    ratio = found["difference"] / found["one"]
    print(f"difference: {ratio:.2f} x one model (at most {MOST:g})")
    command.write(figures, given.json)
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
