"""Ids that are no text but have one: UUIDs of an engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

import narwhals as nw

from .engines import Engine
from .engines.engine import Frame
from .engines.uuids import NAMING

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def with_text_ids(engine: Engine) -> Engine:
    """Tables whose UUIDs are their texts: of a type that Narwhals does not know, and written so by the engine."""
    for table, frame in engine.tables().items():
        schema = dict(frame.collect_schema())
        unknown = [name for name in NAMING[table] if schema.get(name) == nw.Unknown]
        if not unknown:
            continue
        texts = {name: nw.col(name).cast(nw.String).max().alias(name) for name in unknown}
        found = engine.answered(frame.select(*texts.values()))
        named = [name for name in unknown if _UUID.fullmatch(found[name][0].as_py() or "")]
        if named:
            engine = engine.changed(table, partial(_as_text, table=table, columns=named))
    return engine


def _as_text(_engine: Engine, tables: Mapping[str, Frame], *, table: str, columns: Sequence[str]) -> Frame:
    return tables[table].with_columns(nw.col(name).cast(nw.String) for name in columns)
