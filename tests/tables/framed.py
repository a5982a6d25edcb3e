"""Evaluations in memory as frames of each engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from evallens.evaluation import Evaluation
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.table import Table
from evallens.tables.opening import opened

Framed = Callable[[dict[str, pa.Table]], dict[str, Any]]


def arrow_tables(ev: Evaluation, *, places: dict[str, int] | None = None) -> dict[str, pa.Table]:
    """The columns of an evaluation as Arrow tables with rows; the rows stand in another order than their numbers."""
    tables = {"images": ev.columns.images, "outcomes": ev.columns.outcomes, "objects": ev.columns.objects}
    return {name: _shuffled(_arrow(table)) for name, table in tables.items() if table is not None}


def _arrow(table: Table) -> pa.Table:
    columns: dict[str, Any] = {"row": np.arange(len(table))}
    for name, values in table.columns().items():
        if isinstance(values, Strings):
            columns[name] = pa.array(list(values), pa.string())
        elif isinstance(values, np.ndarray):
            columns[name] = values
    return pa.table(columns)


def _shuffled(table: pa.Table) -> pa.Table:
    return table.take(np.random.default_rng(0).permutation(table.num_rows))


def duckdb_frames(tables: dict[str, pa.Table]) -> dict[str, Any]:
    import duckdb

    # A handful of rows is answered sooner by one thread than handed to several.
    connection = duckdb.connect(config={"threads": 1})
    return {name: connection.from_arrow(table) for name, table in tables.items()}


def polars_frames(tables: dict[str, pa.Table]) -> dict[str, Any]:
    import polars as pl

    found: dict[str, Any] = {name: pl.from_arrow(table) for name, table in tables.items()}
    return {name: frame.lazy() for name, frame in found.items()}


FRAMES: dict[str, Framed] = {"arrow": lambda tables: tables, "duckdb": duckdb_frames, "polars": polars_frames}


def in_tables(ev: Evaluation, engine: str) -> Evaluation:
    """The same evaluation over frames of an engine."""
    header = ev.header
    frames = FRAMES[engine](arrow_tables(ev))
    found = opened(
        frames["outcomes"],
        frames["images"],
        frames.get("objects"),
        classes=header.classes,
        background=None if header.background is None else header.classes[header.background],
        task=header.task,
        title=header.title,
        mixups=header.mixups,
        confidence=header.confidence,
        matching=header.matching,
        iou=header.iou,
        tb=header.tb,
        pictures=ev.pictures,
    )
    assert found.header.background == header.background
    return found
