"""What sums cost over the edge cube, and over the outcomes it was folded from: ``python benchmarks/bench_cube.py``.

A million images with two million outcomes, of 80 and of 1,203 classes, in one run: folding them, then the first matrix
of an evaluation opened from a file that holds the cube, the next one, and the curve of 101 thresholds, each beside the
same function over the outcomes (a scan), whose answer must be equal; and the bytes that the cube travels in. Medians.

``--json PATH`` writes the figures, ``--quick`` takes fewer images. Exits 1 when the first matrix takes longer than it
may.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import command
import generated
import numpy as np

import evallens
from evallens.evaluation import Evaluation
from evallens.evaluation.columns.codec import bytes_of
from evallens.evaluation.columns.cube import Cube
from evallens.evaluation.columns.tables import Outcomes
from evallens.evaluation.metrics import counts
from evallens.evaluation.metrics.counts import Counts
from evallens.lens.wire.blocks import cube_block

FIRST_MOST_MS = 15.0
THRESHOLDS = tuple(range(25, 34))
OPENINGS = 5

Sum = Callable[[Evaluation, int], Counts]


def folded_matrix(ev: Evaluation, confidence: int) -> Counts:
    """As a user asks."""
    return ev.confusion_matrix(confidence=confidence).matrix


def scanned_matrix(ev: Evaluation, confidence: int) -> Counts:
    """Over all outcomes; the evaluation has one split."""
    outcomes = ev.columns.outcomes
    return counts.matrix(outcomes, counts.active(outcomes, confidence), len(ev.classes))


def folded_curve(ev: Evaluation, confidence: int) -> Counts:
    """TP at the 101 thresholds, and what goes with it."""
    return ev.queries.curve(ev.where(confidence=confidence)).tp


def scanned_curve(ev: Evaluation, _confidence: int) -> Counts:
    """The same over all outcomes."""
    outcomes = ev.columns.outcomes
    return counts.curve(outcomes, np.ones(len(outcomes), np.bool_), ev.header).tp


def measured(images: int, classes: int) -> Iterator[dict[str, Any]]:
    """Every figure of one evaluation; over the cube it is called "evallens", else "scan"."""
    ev = generated.evaluation(images, classes)
    outcomes, split = ev.columns.outcomes, ev.columns.images.split
    size = f"{len(outcomes):,} outcomes, {classes:,} classes"
    yield _figure("fold", "evallens", size, _median(lambda: Cube.of(outcomes, split), OPENINGS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.evallens"
        ev.save(path)
        opened = [evallens.open(path) for _ in range(OPENINGS)]
    first = [(timed(lambda one=one: folded_matrix(one, 50)), timed(lambda one=one: scan_anew(one))) for one in opened]
    yield _figure("first matrix", "evallens", size, statistics.median(mine for mine, _ in first))
    yield _figure("first matrix", "scan", size, statistics.median(scan for _, scan in first))
    one, names = opened[0], (("next matrix", folded_matrix, scanned_matrix), ("curve", folded_curve, scanned_curve))
    for what, folded, scanned in names:
        for percent in THRESHOLDS:
            assert np.array_equal(folded(one, percent), scanned(one, percent)), what
        yield _figure(what, "evallens", size, _each(folded, one))
        yield _figure(what, "scan", size, _each(scanned, one))
    yield {**_figure("cube", "evallens", size, bytes_of(cube_block(ev.columns.cube)) / 1e6), "unit": "MB"}


def scan_anew(ev: Evaluation) -> Counts:
    """The first matrix of outcomes that nothing was asked of."""
    outcomes: Outcomes = replace(ev.columns.outcomes)
    return counts.matrix(outcomes, counts.active(outcomes, 50), len(ev.classes))


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def _median(run: Callable[[], object], times: int) -> float:
    return statistics.median(timed(run) for _ in range(times))


def _each(ask: Sum, ev: Evaluation) -> float:
    return statistics.median(timed(lambda percent=percent: ask(ev, percent)) for percent in THRESHOLDS)


def _figure(what: str, who: str, size: str, value: float) -> dict[str, Any]:
    return {"what": f"cube: {what}", "who": who, "size": size, "value": value, "unit": "ms"}


def main() -> int:
    """Print the figures; 1 when the first matrix is too slow."""
    given = command.options(__doc__)
    images = 50_000 if given.quick else 1_000_000
    figures = [figure for classes in (80, 1203) for figure in measured(images, classes)]
    mine = {(f["what"], f["size"]): f["value"] for f in figures if f["who"] == "evallens"}
    for f in figures:
        ratio = "" if f["who"] == "evallens" else f"{f['value'] / mine[f['what'], f['size']]:8.1f} x ours"
        print(f"{f['size']:>34}  {f['what']:<20} {f['who']:<10} {f['value']:8.2f} {f['unit']} {ratio}")
    command.write(figures, given.json)
    slow = [f for f in figures if f["who"] == "evallens" and "first" in f["what"] and f["value"] > FIRST_MOST_MS]
    for f in slow:
        print(f"{f['what']} takes {f['value']:.1f} ms, more than {FIRST_MOST_MS:.0f} ms: {f['size']}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
