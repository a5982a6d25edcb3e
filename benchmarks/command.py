"""What the benchmarks whose figures are in the document have in common on the command line."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

JS = Path(__file__).parents[1] / "js"


def options(description: str | None) -> argparse.Namespace:
    """``quick``, and ``json``: where the figures go, or ``None``."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def write(figures: Sequence[dict[str, Any]], path: Path | None) -> None:
    """Write the figures, if a path is given."""
    if path is not None:
        path.write_text(json.dumps(figures, indent=1), "utf-8")


def show_ms(figures: Sequence[dict[str, Any]]) -> None:
    """Print figures in milliseconds, one a line."""
    for f in figures:
        print(f"{f['size']:>14}  {f['what']:<40} {f['value']:7.2f} ms")


def chromium() -> str:
    """The Chromium on the PATH; ends the program where there is none."""
    return shutil.which("chromium") or sys.exit(f"{Path(sys.argv[0]).stem} needs Chromium on the PATH")


def bundled(measurement: str, folder: Path) -> str:
    """A measurement of ``js/tests/bench`` and the modules it measures as one script, made in ``folder``."""
    script = folder / "bench.js"
    command = [f"tests/bench/{measurement}", "--bundle", "--format=iife", "--loader:.css=text", f"--outfile={script}"]
    esbuild = JS / "node_modules" / ".bin" / "esbuild"
    subprocess.run([str(esbuild), *command, "--log-level=warning"], cwd=JS, check=True)  # noqa: S603 - this project's own
    return script.read_text("utf-8")
