"""All benchmarks in one run: ``python -m benchmarks``, as ``make bench`` does.

Writes docs/benchmarks.md and docs/benchmarks.svg; with ``--quick`` it measures less and only prints. Exits 1
when something that is measured is not installed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.report.chart import draw
from benchmarks.report.markdown import document
from benchmarks.report.run import Row, Run, machine, today, versions
from benchmarks.scale.peer import INSTALL, PEERS
from benchmarks.scale.schedule import FAILED, FULL, QUICK, Plan, measured

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
KEPT = ROOT / "build" / "benchmarks"

WITH_ROWS = (
    *("bench_crops", "bench_cube", "bench_first_answer", "bench_loading", "bench_matrix", "bench_memory"),
    *("bench_matcher", "bench_queries", "bench_tables", "bench_two"),
)
"""Those whose figures are in the document too; the others only print."""


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="less of everything, printed and not written to docs/")
    parser.add_argument("--documented", action="store_true", help="leave out benchmarks whose figures are only printed")
    parser.add_argument("--rounds", type=int, help=f"visits to each widget at each size, by default {FULL.rounds}")
    parser.add_argument("--from", type=Path, dest="kept", help="write the document from the figures of an earlier run")
    given = parser.parse_args()
    if given.kept:
        publish(Run.read(given.kept))
        return 0
    missing = sorted({package for peer in PEERS for package in peer.missing()})
    if missing:
        print(f"evallens: not installed and so not measured: {', '.join(missing)}. Run: {INSTALL}", file=sys.stderr)
        return 1
    begun = time.monotonic()
    plan = QUICK if given.quick else FULL
    plan = replace(plan, rounds=given.rounds or plan.rounds)
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("bench_*.py"))
    wanted = [name for name in names if name in WITH_ROWS or not given.documented]
    rows, failed = without_widgets(wanted, is_quick=given.quick)
    figures, browser = measured(plan)
    run = Run(today(), machine(browser), versions(), time.monotonic() - begun, plan.rounds, figures, rows)
    kept = KEPT / ("quick.json" if given.quick else "full.json")
    run.write(kept)
    failed += [f"{figure.who} at {figure.size:,}" for figure in figures.all() if figure.note.startswith(FAILED)]
    if given.quick:
        print(document(run))
        print(left_out(run, plan))
    elif failed:
        print(f"docs/benchmarks.md stays as it is; the figures are in {kept.relative_to(ROOT)}.")
    else:
        publish(run)
    if failed:
        print(f"evallens: failed: {', '.join(failed)}; see what each said above.", file=sys.stderr)
    return 1 if failed else 0


def without_widgets(names: Sequence[str], *, is_quick: bool) -> tuple[list[Row], list[str]]:
    """Run other benchmarks by their names: the rows of those that give some, and the names of those that failed."""
    rows: list[Row] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            kept = Path(folder) / f"{name}.json"
            more = [*(["--quick"] if is_quick else []), *(["--json", str(kept)] if name in WITH_ROWS else [])]
            print(f"\n{name}", flush=True)
            begun = time.monotonic()
            program = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), *more]
            done = subprocess.run(program, check=False)  # noqa: S603 - this project's own programs
            print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)
            failed += [name] if done.returncode else []
            rows += json.loads(kept.read_text("utf-8")) if kept.exists() else []
    return rows, failed


def publish(run: Run) -> None:
    """Write the document and its chart."""
    (DOCS / "benchmarks.md").write_text(document(run), "utf-8")
    draw(run.figures, DOCS / "benchmarks.svg")
    print("Wrote docs/benchmarks.md and docs/benchmarks.svg.")


def left_out(run: Run, plan: Plan) -> str:
    """What a quick run does not say."""
    sizes = ", ".join(f"{size:,}" for size in FULL.sizes if size not in plan.sizes)
    return (
        f"Quick, {run.took:.0f} s: without {sizes} images, {run.rounds} of {FULL.rounds} visits to each widget, at"
        f" {plan.glances[0]:,} images first frames and bytes only, exports at {plan.export_sizes[0]:,} only; medians of"
        " few values. docs/benchmarks.md stays as it is."
    )


if __name__ == "__main__":
    sys.exit(main())
