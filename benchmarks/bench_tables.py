"""What questions cost over a folder of Parquet with a hundred million outcomes: ``python benchmarks/bench_tables.py``.

The folder is made first, which takes some minutes and 9 GB, and removed at the end; ``--folder PATH`` asks one that is
there, and leaves it. Asked as a Lens asks, each question beside the same one in plain DuckDB SQL over the images and
the outcomes of the same folder, in one run, and the answers must be equal. The cell is the largest of the matrix.

``--json PATH`` writes the figures, ``--quick`` takes a million outcomes, ``--outcomes N`` as many. Exits 1 when one of
them is larger than it may be.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import command
import duckdb
import numpy as np

import evallens
from evallens.evaluation import Evaluation
from evallens.evaluation.metrics.order import Sort

LARGE, SMALL = 100_000_000, 1_000_000
AT = 40
"""Integer percent: one at which errors are stored."""
CELL, CLUSTER = (0, 0), 5
PAGE = 24
OURS, PLAIN = "evallens", f"duckdb {duckdb.__version__}"

STEP = "a step of the threshold: matrix and rates"
MOST = {
    "open": 1000.0,
    "a cell's first page by score": 1500.0,
    "a cell's first page by errors": 6000.0,
    "a cell's first page by F1": 6000.0,
    "images and instances of a cell": 5000.0,
    "a cluster's cube": 5000.0,
}
"""Milliseconds, at ``LARGE`` outcomes."""
MOST_CUBE_MB, MOST_KERNEL_MB = 2.5, 2000.0
MOST_STEP_MS = 1000 / 60
"""A step of the threshold takes no longer than a frame: the cube of a hundred times as many outcomes is some six times
as large, for there are only so many cells and percents."""


class Question(NamedTuple):
    """One question, asked in two ways: each gives the same answer."""

    what: str
    ours: Callable[[Evaluation], Any]
    plain: str


_IN_CELL = "actual = $a AND predicted = $p AND first <= $t AND last >= $t"

_BY_SCORE = "SELECT row FROM outcomes WHERE {in_cell} ORDER BY prediction_score DESC NULLS LAST, row LIMIT 24"

_BY_ERRORS = """
SELECT image FROM outcomes SEMI JOIN (SELECT image FROM outcomes WHERE {in_cell}) USING (image)
WHERE first <= $t AND last >= $t GROUP BY image
ORDER BY sum(CASE WHEN actual = predicted THEN 0
    ELSE (actual <> $nothing)::BIGINT + (predicted <> $nothing)::BIGINT END * "count") DESC, image LIMIT 24
"""

_BY_F1 = """
SELECT image FROM outcomes SEMI JOIN (SELECT image FROM outcomes WHERE {in_cell}) USING (image)
WHERE first <= $t AND last >= $t GROUP BY image
ORDER BY 2 * sum(CASE WHEN actual = predicted AND actual <> $nothing THEN "count" ELSE 0 END)
    / sum(CASE WHEN actual = predicted THEN 2 * (actual <> $nothing)::BIGINT
    ELSE (actual <> $nothing)::BIGINT + (predicted <> $nothing)::BIGINT END * "count") NULLS LAST, image LIMIT 24
"""

_COUNTS = """SELECT unnest([count(DISTINCT image), sum("count")::BIGINT]) FROM outcomes WHERE {in_cell}"""

_CUBE = """
WITH held AS (
    SELECT i.split AS of_split, o.* FROM outcomes o JOIN images i ON o.image = i.row WHERE i.cluster = $cluster
), changes AS (
    SELECT of_split, actual, predicted, kind, first AS percent, "count" AS change FROM held
    UNION ALL
    SELECT of_split, actual, predicted, kind, last + 1 AS percent, -"count" AS change FROM held WHERE last < 100
), cube AS (
    SELECT of_split, actual, predicted, kind, percent, sum(change) AS change FROM changes GROUP BY ALL
    HAVING sum(change) <> 0
)
SELECT unnest([count(*), sum(change)::BIGINT]) FROM cube
"""

_MATRIX = """
SELECT actual, predicted, sum("count")::BIGINT AS total FROM outcomes WHERE first <= $t AND last >= $t GROUP BY ALL
"""


def questions(ev: Evaluation) -> list[Question]:
    """What is asked after the first matrix."""
    cell = ev.where("all", AT, [CELL])
    in_cluster = ev.where("all", AT, clusters=[CLUSTER])

    def cube(ev: Evaluation) -> list[int]:
        found = ev.queries.cube(in_cluster)
        return [len(found), int(found.change.sum())]

    def page(ev: Evaluation, sort: Sort) -> list[int]:
        return ev.queries.page(cell, sort, size=PAGE).rows.tolist()

    def instances(ev: Evaluation) -> list[int]:
        return ev.queries.instances(cell, "score", size=PAGE).rows.tolist()

    return [
        Question("a cell's first page by score", instances, _BY_SCORE),
        Question("a cell's first page by errors", lambda ev: page(ev, "errors"), _BY_ERRORS),
        Question("a cell's first page by F1", lambda ev: page(ev, "f1"), _BY_F1),
        Question("images and instances of a cell", lambda ev: list(ev.queries.count(cell)[:2]), _COUNTS),
        Question("a cluster's cube", cube, _CUBE),
    ]


class Plain:
    """DuckDB over the images and outcomes of a folder."""

    def __init__(self, folder: Path, ev: Evaluation) -> None:
        self._database = duckdb.connect()
        self._values = {"a": CELL[0], "p": CELL[1], "t": AT, "cluster": CLUSTER, "nothing": ev.header.background}
        for name in ("images", "outcomes"):
            self._database.read_parquet(f"{folder / name}/*.parquet").create_view(name)

    def ask(self, sql: str) -> duckdb.DuckDBPyConnection:
        """The answer to a text whose names stand for the values it asks about."""
        text = sql.format(in_cell=_IN_CELL)
        return self._database.execute(text, {name: v for name, v in self._values.items() if f"${name}" in text})


def asked(folder: Path, size: str) -> Iterator[dict[str, Any]]:
    """Every figure of one folder: all of ours, the memory they took, then plain SQL."""

    def figure(what: str, who: str, value: float, unit: str = "ms") -> dict[str, Any]:
        return {"what": what, "who": who, "size": size, "value": value, "unit": unit}

    took, ev = timed(lambda: evallens.open(folder))
    yield figure("open", OURS, took)
    yield figure("the cube", OURS, (folder / "cube.npz").stat().st_size / 1e6, "MB")
    took, matrix = timed(lambda: ev.confusion_matrix("all", AT).matrix)
    yield figure("the first matrix", OURS, took)
    steps = [timed(lambda t=t: _step(ev, t))[0] for t in range(41, 72)]
    yield figure(STEP, OURS, statistics.median(steps))
    answers = []
    for one in questions(ev):
        took, answer = timed(lambda one=one: one.ours(ev))
        answers.append(answer)
        yield figure(one.what, OURS, took)
    yield figure("memory of the kernel, peak", OURS, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB")
    plain = Plain(folder, ev)
    took, found = timed(lambda: plain.ask(_MATRIX).fetchnumpy())
    assert np.array_equal(_dense(found, len(matrix)), matrix), "plain SQL has another matrix"
    yield figure("the first matrix", PLAIN, took)
    for one, answer in zip(questions(ev), answers, strict=True):
        took, rows = timed(lambda one=one: plain.ask(one.plain).fetchall())
        assert [row[0] for row in rows] == answer, f"plain SQL has another answer for {one.what}"
        yield figure(one.what, PLAIN, took)


def _dense(found: dict[str, Any], size: int) -> np.ndarray:
    matrix = np.zeros((size, size), np.int64)
    matrix[np.asarray(found["actual"]), np.asarray(found["predicted"])] = found["total"]
    return matrix


def _step(ev: Evaluation, confidence: int) -> None:
    """What a step of the threshold counts anew in the kernel, as the browser does from the same cube."""
    where = ev.where("all", confidence)
    ev.queries.matrix(where)
    ev.queries.rates(where)


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of one run, and what it gave."""
    start = time.perf_counter()
    found = run()
    return 1000 * (time.perf_counter() - start), found


@contextmanager
def made(outcomes: int) -> Iterator[Path]:
    """A folder of so many outcomes, made by another process: its memory is not ours."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "run"
        program = [sys.executable, str(Path(__file__).with_name("tabled.py")), str(folder), str(outcomes)]
        subprocess.run(program, check=True)  # noqa: S603 - this project's own program
        yield folder


def show(figures: list[dict[str, Any]]) -> None:
    """A line a figure; plain SQL with how many times ours it is."""
    mine = {(f["what"], f["size"]): f["value"] for f in figures if f["who"] == OURS}
    for f in figures:
        ratio = "" if f["who"] == OURS else f"{f['value'] / mine[f['what'], f['size']]:8.1f} x ours"
        print(f"{f['size']:>22}  {f['what']:<44} {f['who']:<14} {f['value']:10.1f} {f['unit']} {ratio}")


def too_large(figures: list[dict[str, Any]], large: str) -> Iterator[str]:
    """What is larger than it may be, in words."""
    of = {(f["what"], f["size"]): f["value"] for f in figures if f["who"] == OURS}
    limits = {**MOST, STEP: MOST_STEP_MS, "the cube": MOST_CUBE_MB, "memory of the kernel, peak": MOST_KERNEL_MB}
    for what, most in limits.items():
        if of[what, large] > most:
            yield f"{what}: {of[what, large]:,.1f}, more than {most:,.1f}"


def main() -> int:
    """Print the figures; 1 when one is larger than it may be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--outcomes", type=int)
    parser.add_argument("--folder", type=Path, help="ask this folder, and make none")
    given = parser.parse_args()
    figures: list[dict[str, Any]] = []
    small = f"{SMALL:,} outcomes"
    with made(SMALL) as folder:
        figures += asked(folder, small)
    if given.quick and not given.folder:
        show(figures)
        command.write(figures, given.json)
        return 0
    size = given.outcomes or LARGE
    if given.folder:
        size = evallens.open(given.folder).summary["outcomes"]
        figures += asked(given.folder, f"{size:,} outcomes")
    else:
        with made(size) as folder:
            figures += asked(folder, f"{size:,} outcomes")
    show(figures)
    command.write(figures, given.json)
    found = list(too_large(figures, f"{size:,} outcomes"))
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
