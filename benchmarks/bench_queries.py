"""How long the two queries behind every click take: ``python benchmarks/bench_queries.py``.

The confusion matrix of a million images with two million outcomes, and the images of one cell in gallery
order with their TP, FP and FN, next to pandas and DuckDB over the same columns in the same run; the three
answers must be equal. Cold: a threshold not asked for before; warm: the same one again. Then what a Lens
over them takes to make and to change, and ``import evallens`` in a fresh interpreter. Medians.

Prints a table; ``--json PATH`` writes the figures, ``--quick`` takes fewer images. Exits 1 when a peer is
missing, or when a query over a million images takes longer than it may.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, NamedTuple

import command
import generated
import numpy as np

import evallens
from evallens.evaluation import Evaluation
from evallens.pictures import ImageRef, Picture

PEERS = ("pandas", "duckdb")
MOST_MS = 15.0
COLD = tuple(range(25, 34))
"""Thresholds, each asked for once."""
CELL = (0, 1)

Answer = tuple[np.ndarray, ...]


class Asked(NamedTuple):
    """How one library answers the two queries at a threshold."""

    who: str
    matrix: Callable[[int], Answer]
    images: Callable[[int], Answer]


def ours(ev: Evaluation) -> Asked:
    """As a user asks."""

    def images(confidence: int) -> Answer:
        table = ev.images(cells=[CELL], confidence=confidence)
        return table.rows, table.tp, table.fp, table.fn

    return Asked("evallens", lambda confidence: (ev.confusion_matrix(confidence=confidence).matrix,), images)


def pandas_over(ev: Evaluation) -> Asked:
    """A frame of the outcomes; the columns' own dtypes."""
    import pandas as pd

    frame = pd.DataFrame(_columns(ev))
    size, background = len(ev.classes), ev.header.background

    def held(confidence: int) -> pd.DataFrame:
        return frame[(frame["first"] <= confidence) & (confidence <= frame["last"])]

    def matrix(confidence: int) -> Answer:
        sums = held(confidence).groupby(["actual", "predicted"], sort=False)["count"].sum()
        return (_dense(sums.index.get_level_values(0), sums.index.get_level_values(1), sums.to_numpy(), size),)

    def images(confidence: int) -> Answer:
        rows = held(confidence)
        behind = rows.loc[(rows.actual == CELL[0]) & (rows.predicted == CELL[1]), "image"].unique()
        mine = rows[rows.image.isin(behind)]
        same = mine.actual == mine.predicted
        is_thing, is_named = mine.actual != background, mine.predicted != background
        kinds = {"tp": same & is_thing, "fp": ~same & is_named, "fn": ~same & is_thing}
        parts = mine[["image"]].assign(**{name: mine["count"].where(kind, 0) for name, kind in kinds.items()})
        tallies = parts.groupby("image", as_index=False).sum()
        tallies["errors"] = -(tallies.fp + tallies.fn)
        tallies = tallies.sort_values(["errors", "image"])
        return tuple(tallies[name].to_numpy() for name in ("image", "tp", "fp", "fn"))

    return Asked(f"pandas {pd.__version__}", matrix, images)


def duckdb_over(ev: Evaluation) -> Asked:
    """A table of the outcomes in DuckDB's own memory."""
    import duckdb

    database = duckdb.connect()
    given = _columns(ev)
    names = ", ".join(f'"{name}"' for name in given)
    database.register("given", given)
    database.execute(f"CREATE TABLE outcomes AS SELECT {names} FROM given")  # noqa: S608 - names from above
    size = len(ev.classes)

    def matrix(confidence: int) -> Answer:
        sums = database.execute(_MATRIX, {"t": confidence}).fetchnumpy()
        return (_dense(sums["actual"], sums["predicted"], sums["total"], size),)

    def images(confidence: int) -> Answer:
        asked = {"t": confidence, "a": CELL[0], "p": CELL[1], "nothing": ev.header.background}
        found = database.execute(_IMAGES, asked).fetchnumpy()
        return tuple(np.asarray(found[name]) for name in ("image", "tp", "fp", "fn"))

    return Asked(f"DuckDB {duckdb.__version__}", matrix, images)


_MATRIX = """
SELECT actual, predicted, sum("count")::BIGINT AS total FROM outcomes
WHERE "first" <= $t AND $t <= "last" GROUP BY actual, predicted
"""

_IMAGES = """
WITH held AS (SELECT * FROM outcomes WHERE "first" <= $t AND $t <= "last"),
behind AS (SELECT DISTINCT image FROM held WHERE actual = $a AND predicted = $p)
SELECT image,
    coalesce(sum("count") FILTER (actual = predicted AND actual <> $nothing), 0)::BIGINT AS tp,
    coalesce(sum("count") FILTER (actual <> predicted AND predicted <> $nothing), 0)::BIGINT AS fp,
    coalesce(sum("count") FILTER (actual <> predicted AND actual <> $nothing), 0)::BIGINT AS fn
FROM held SEMI JOIN behind USING (image) GROUP BY image ORDER BY fp + fn DESC, image
"""


def _columns(ev: Evaluation) -> dict[str, np.ndarray]:
    names = ("image", "actual", "predicted", "count", "first", "last")
    return {name: getattr(ev.columns.outcomes, name) for name in names}


def _dense(actual: Any, predicted: Any, total: Any, size: int) -> np.ndarray:
    matrix = np.zeros((size, size), np.int64)
    matrix[np.asarray(actual), np.asarray(predicted)] = total
    return matrix


class Thumbnails:
    """A picture for every image, at once."""

    is_at_hand = True

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture]:
        """Those of several images."""
        return map(self.thumbnail, images)

    def thumbnail(self, _image: ImageRef) -> Picture:
        """The same few bytes each time: what takes time here is not the picture."""
        return Picture(bytes(4000), 160, 120)

    large = thumbnail


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def queries(images: int, classes: int) -> Iterator[dict[str, Any]]:
    """Every library in turn; the first one to answer says what the others must."""
    ev = generated.evaluation(images, classes)
    label = f"{images:,} images, {classes:,} classes"
    expected: dict[str, list[Answer]] = {}
    for make in (ours, pandas_over, duckdb_over):
        asked = make(ev)
        for what, ask in (("matrix", asked.matrix), ("images of a cell", asked.images)):
            yield _figure(f"{what}, first", asked.who, label, timed(lambda ask=ask: ask(24)))
            yield _figure(f"{what}, cold", asked.who, label, _median(timed(lambda t=t, ask=ask: ask(t)) for t in COLD))
            yield _figure(f"{what}, warm", asked.who, label, _median(timed(lambda ask=ask: ask(33)) for _ in COLD))
            answers = [ask(confidence) for confidence in COLD]
            for mine, theirs in zip(expected.setdefault(what, answers), answers, strict=True):
                same = all(np.array_equal(one, other) for one, other in zip(mine, theirs, strict=True))
                assert same, f"{asked.who} has another answer for {what}"


def of_lens(images: int, classes: int) -> Iterator[dict[str, Any]]:
    """Making a Lens, and changing it from Python, thumbnails of the page included."""
    ev = replace(generated.evaluation(images, classes), pictures=Thumbnails())
    evallens.Lens(evallens.demo())  # Imports what a Lens needs.
    label = f"{images:,} images, {classes:,} classes"
    yield _figure("Lens(ev), first", "evallens", label, timed(lambda: evallens.Lens(ev)))
    yield _figure("Lens(ev), again", "evallens", label, timed(lambda: evallens.Lens(ev)))
    lens = evallens.Lens(ev)
    cells = [[(a, a + 1)] for a in range(len(COLD))]
    yield _figure("lens.cells = ...", "evallens", label, _median(_setting(lens, "cells", cells)))
    lens.cells = []
    yield _figure("lens.confidence = ..., all images", "evallens", label, _median(_setting(lens, "confidence", COLD)))
    yield _figure("lens.page = ..., all images", "evallens", label, _median(_setting(lens, "page", range(2, 9))))
    for sort in ("f1", "name", "errors"):
        yield _figure(f"lens.view, all by {sort}", "evallens", label, *_setting(lens, "view", [{"sort": sort}]))
    for query in ("IMG", "00012", "no such name"):
        yield _figure(f"lens.query = {query!r}", "evallens", label, *_setting(lens, "query", [query]))


def _setting(lens: evallens.Lens, trait: str, values: Any) -> Iterator[float]:
    for value in values:
        yield timed(lambda value=value: setattr(lens, trait, value))


def importing() -> Iterator[dict[str, Any]]:
    """What a new notebook waits for before its first line."""
    for module in ("evallens", *PEERS):
        took = _median(timed(lambda module=module: _fresh(f"import {module}")) for _ in range(7))
        idle = _median(timed(lambda: _fresh("")) for _ in range(7))
        yield _figure("import, in a fresh interpreter", module, "", took - idle)


def _fresh(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - this Python, one of the lines above


def _median(values: Iterator[float]) -> float:
    return statistics.median(values)


def _figure(what: str, who: str, size: str, value: float) -> dict[str, Any]:
    return {"what": what, "who": who, "size": size, "value": value, "unit": "ms"}


def show(figures: list[dict[str, Any]]) -> None:
    """A line a figure; a peer's with how many times ours it is."""
    mine = {(f["what"], f["size"]): f["value"] for f in figures if f["who"] == "evallens"}
    for f in figures:
        times = f["value"] / mine[f["what"], f["size"]] if f["who"] != "evallens" else None
        ratio = "" if times is None else f"{times:8.1f} x ours"
        print(f"{f['size']:>32}  {f['what']:<34} {f['who']:<14} {f['value']:9.2f} ms {ratio}")


def main() -> int:
    """Print the figures; 1 when a peer is missing or a query is too slow."""
    given = command.options(__doc__)
    missing = [name for name in PEERS if find_spec(name) is None]
    if missing:
        print(f"bench_queries compares with {' and '.join(missing)}: install evallens[bench]")
        return 1
    images = 50_000 if given.quick else 1_000_000
    figures = [
        *(figure for classes in (100, 1203) for figure in queries(images, classes)),
        *of_lens(images, 100),
        *importing(),
    ]
    show(figures)
    command.write(figures, given.json)
    counted = [f for f in figures if f["who"] == "evallens" and f["what"].endswith((", cold", ", warm"))]
    slow = [f for f in counted if f["value"] > MOST_MS]
    for f in slow:
        print(f"{f['what']} takes {f['value']:.1f} ms, more than {MOST_MS:.0f} ms: {f['size']}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
