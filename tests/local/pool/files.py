"""Files of Parquet to be evaluated, and what becomes of them in a form that can be compared."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

import evallens
from evallens.evaluation.columns.tables import NONE, SPLIT_NAMES
from evallens.local.batches.output import OBJECTS, OUTCOMES
from evallens.local.pool.files import found as found_files
from tests.local.batches.same import PLACES, tables


def written(table: pa.Table, folder: Path, files: int, group: int, seed: int | None = None) -> str:
    """Write a table into some files, its rows in an order of images: that of their names, or drawn from ``seed``.

    Returns the pattern that names them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = np.array(table["image"].to_pylist())
    place = {name: row for row, name in enumerate(np.unique(names).tolist())}
    if seed is not None:
        drawn = np.random.default_rng(seed).permutation(len(place))
        place = {name: int(drawn[row]) for name, row in place.items()}
    # Stable: the boxes of an image keep their order, which decides ties.
    rows = table.take(pa.array(np.argsort([place[name] for name in names.tolist()], kind="stable")))
    ends = np.linspace(0, len(rows), files + 1).astype(int)
    for number in range(files):
        part = rows.slice(ends[number], ends[number + 1] - ends[number])
        parquet.write_table(part, folder / f"part-{number:03}.parquet", row_group_size=group)
    return str(folder / "*.parquet")


def sides(folder: Path, seed: int, *, images: int = 40, shuffled: bool = False, **options: Any) -> tuple[str, str]:
    """Patterns of both sides of a generated scene; ``shuffled``: each side has its images in an order of its own."""
    truth, predictions = tables(seed, images=images, **options)
    orders = (seed + 1, seed + 2) if shuffled else (None, None)
    return (
        written(truth, folder / "truth", 3, 5, orders[0]),
        written(predictions, folder / "predictions", 2, 7, orders[1]),
    )


def of_folder(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What a folder of tables holds of each image, as ``of_evaluation`` has it of columns."""
    tables = {
        name: parquet.read_table(folder / name, partitioning=None).sort_by("row").to_pylist()
        for name in ("images", "outcomes", "objects")
    }
    named = {one["row"]: (one["name"], SPLIT_NAMES[one["split"]]) for one in tables["images"]}
    found: dict[tuple[str, str], dict[str, Any]] = {
        key: {"outcomes": {c: [] for c in OUTCOMES}, "objects": {c: [] for c in OBJECTS}} for key in named.values()
    }
    place: dict[int, int] = {}
    for one in tables["objects"]:
        mine = found[named[one["image"]]]["objects"]["side"]
        place[one["row"]] = len(mine)
        mine.append(one["side"])
    for name, columns in (("outcomes", OUTCOMES), ("objects", [c for c in OBJECTS if c != "side"])):
        for one in tables[name]:
            for column in columns:
                value = one[column]
                is_nothing = value is None or (isinstance(value, float) and math.isnan(value))
                if column in PLACES:
                    value, is_nothing = place.get(value), value == NONE
                found[named[one["image"]]][name][column].append(None if is_nothing else value)
    return found


def in_memory(truth: str, predictions: str, **options: Any) -> evallens.Evaluation:
    """What ``evaluate`` makes of all the rows at once, in the order of the files."""
    tables = [pa.concat_tables([parquet.read_table(path) for path in found_files(one)]) for one in (truth, predictions)]
    return evallens.evaluate(*tables, embeddings=False, **options)
