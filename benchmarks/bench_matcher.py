"""Matching at scale: ``python benchmarks/bench_matcher.py``.

Boxes from files of Parquet to finished parts on disk, in one process, against ``evaluate``'s own matching of the same
boxes in memory, kinds included, in turns in one run: in seconds of the processor, which other programs on the machine
disturb less than the clock. Then the seconds of the clock, two processes against one in turns, which needs two idle
cores: to finished parts, and of whole calls up to the folder that ``evallens.open`` reads. ``--quick`` takes fewer
images.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import bench_local
import command
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from evallens import evaluate, matcher
from evallens.evaluation.matched import How, Side, matched
from evallens.local.pool import plan
from evallens.local.pool.files import Files
from evallens.local.pool.job import Job
from evallens.local.pool.labels import distinct, meaning
from evallens.local.pool.matching import MatchPart
from evallens.local.pool.workers import worked
from evallens.matching.instances import Instances
from evallens.matching.outcomes import match

TRUTHS, PREDICTIONS = 7, 20
"""An image."""
PARTS = 2
MOST, WANTED = 1.3, 1.6
GROUPS = 16
"""Row groups of a file."""


def generated(images: int) -> tuple[Instances, Instances]:
    """Both sides of so many images."""
    bench_local.OBJECTS, bench_local.DETECTIONS = TRUTHS, PREDICTIONS
    return bench_local.generated(images)


def written(side: Instances, name: str, images: int, folder: Path) -> str:
    """A side as a file with a row a box; returns its path."""
    names = np.array([f"image-{row:09}.jpg" for row in range(images)])
    classes = pa.array([f"class {number}" for number in range(bench_local.CLASSES)])
    corners = dict(zip(("xmin", "ymin", "xmax", "ymax"), side.boxes.corners.T, strict=True))
    score = {} if side.score is None else {"score": side.score}
    table = pa.table({"image": names[side.image], **corners, "label": classes.take(pa.array(side.label)), **score})
    path = folder / f"{name}.parquet"
    parquet.write_table(table, path, row_group_size=len(table) // GROUPS)
    return str(path)


def used(run: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    run()
    return time.process_time() - start


def took(run: Callable[[], object]) -> float:
    """Seconds of the clock."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turns(run: Callable[[int], object], turns: int) -> tuple[float, float]:
    """Seconds of the clock with one process and with two, medians: in turns, so that both meet the same machine."""
    took(lambda: run(2))
    found = [[took(lambda n=n: run(n)) for n in (1, 2)] for _ in range(turns)]
    one, two = (median(times) for times in zip(*found, strict=True))
    return one, two


def main() -> int:
    """Print the figures; exit 1 where the way through Parquet costs more than it may."""
    given = command.options(__doc__)
    images = 30_000 if given.quick else 100_000
    truth, predictions = generated(images)
    figures = []

    def say(what: str, value: float, unit: str) -> None:
        figures.append({"what": f"matching: {what}", "who": "evallens", "size": images, "value": value, "unit": unit})
        print(f"{what:<72} {value:12,.2f} {unit}")

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        paths = [written(side, name, images, folder) for side, name in ((truth, "truth"), (predictions, "predictions"))]
        sides = Files.of(paths[0], "truth", None), Files.of(paths[1], "predictions", None)
        labels = [distinct(side, 0) for side in sides]
        known = meaning(*sides, (labels[0], labels[1]), classes=None, category_ids=None)
        job = Job(
            truth=sides[0], predictions=sides[1], meaning=known, how=How(), difficult="keep", splits=None,
            folder=str(folder),
        )  # fmt: skip
        divided = plan.planned(*sides, (TRUTHS + PREDICTIONS) * images // PARTS)
        assert not divided.is_divided
        work = MatchPart(job, is_divided=False)

        def through(workers: int) -> None:
            for _ in worked(work, divided.parts, workers, str):
                pass

        memory, files = [], []
        for _ in range(3 if given.quick else 5):
            memory.append(
                used(lambda: matched(Side(truth), Side(predictions), background=bench_local.CLASSES, how=How()))
            )
            files.append(used(lambda: through(1)))
        bare = used(lambda: match(truth, predictions, background=bench_local.CLASSES))
        ratio = median(files) / median(memory)
        say("in memory, without kinds", images / bare, "images a second a core")
        say("in memory, with kinds", images / median(memory), "images a second a core")
        say("from Parquet to finished parts", images / median(files), "images a second a core")
        say(f"through Parquet against in memory with kinds (at most {MOST})", ratio, "times")

        def whole(workers: int) -> None:
            evaluate(*paths, out=folder / "run", workers=workers, overwrite=True)

        turns = 3 if given.quick else 5
        one, two = in_turns(through, turns)
        say(f"to finished parts: two processes against one ({WANTED} on an idle machine)", one / two, "times")
        one, two = in_turns(whole, turns)
        say("everything, to the folder of tables, one process", images / one, "images a second")
        say("everything, to the folder of tables, two processes", images / two, "images a second")
        say(f"everything: two processes against one ({WANTED} on an idle machine)", one / two, "times")
        match_batch, rows = matcher(list(known.classes)), nested(truth, predictions, images)
        say("evallens.matcher, one row an image", images / used(lambda: match_batch(rows)), "images a second a core")
    command.write(figures, given.json)
    return 0 if ratio <= MOST else 1


def nested(truth: Instances, predictions: Instances, images: int) -> pa.Table:
    """Both sides as lists, one row an image."""
    columns: dict[str, pa.Array] = {"image": pa.array(np.arange(images))}
    for name, side in (("truth", truth), ("prediction", predictions)):
        ends = pa.array(np.searchsorted(side.image, np.arange(images + 1)).astype(np.int32))
        boxes = pa.FixedSizeListArray.from_arrays(pa.array(side.boxes.corners.ravel()), 4)
        columns[f"{name}_boxes"] = pa.ListArray.from_arrays(ends, boxes)
        columns[f"{name}_labels"] = pa.ListArray.from_arrays(ends, pa.array(side.label))
        if side.score is not None:
            columns[f"{name}_scores"] = pa.ListArray.from_arrays(ends, pa.array(side.score))
    return pa.table(columns)


if __name__ == "__main__":
    sys.exit(main())
