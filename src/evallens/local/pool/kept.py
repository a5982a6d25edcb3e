"""Finished parts on disk: written whole or not at all, each with what it adds up to."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ...archive.parquet import Ragged, Values, arrow_table
from ...errors import InputError
from ...evaluation.columns.schema import schema_of
from ...evaluation.columns.strings import Strings
from ...evaluation.columns.tables import Columns, Images, Objects, Outcomes
from ..batches.arrow import arrow, whole

_BYTES = "bytes"
_LEFT_OUT = {"Images": ("x", "y", "cluster", "augmentations", "attributes"), "Outcomes": ("score", "count"),
             "Objects": ("suspect", "weight", "twin")}  # fmt: skip
"""Columns that say nothing of what was just matched."""


@contextmanager
def replaced(path: Path) -> Iterator[Any]:
    """A file of Arrow that has its name once the block ends well; raises InputError where the disk is full."""
    pa = arrow()
    part = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with pa.OSFile(str(part), "wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise InputError(_in_words(path, error)) from error
    finally:
        part.unlink(missing_ok=True)


def _in_words(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC or "No space left" in str(error):
        return (
            f"{path.parent}: the disk is full. The parts that are finished stay there: make room, and call the same "
            "again to go on."
        )
    return f"{path}: cannot be written ({error.strerror or error})"


@contextmanager
def writing(path: Path, told: dict[str, Any]) -> Iterator[Callable[[Columns], None]]:
    """Write a part, columns after columns, and once the block ends well what it tells of itself: ``told`` by then.

    Raises InputError where the disk is full. A part is finished when it has told.
    """
    pa = arrow()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with replaced(path) as file:

        def save(columns: Columns) -> None:
            for table in (columns.images, columns.outcomes, columns.objects):
                held = arrow_table(_said(table))
                with pa.ipc.new_stream(file, held.schema, options=options) as stream:
                    stream.write_table(held)

        yield save
    with replaced(_beside(path)) as file:
        file.write(json.dumps({**told, _BYTES: path.stat().st_size}).encode())


def load(path: Path) -> Iterator[Columns]:
    """The columns of a part, as they were written."""
    pa = arrow()
    size = path.stat().st_size
    with pa.OSFile(str(path)) as file:
        while file.tell() < size:
            images, outcomes, objects = (pa.ipc.open_stream(file).read_all() for _ in range(3))
            yield Columns(_images(images), _table(Outcomes, outcomes, count=1), _table(Objects, objects))


def told(path: Path) -> dict[str, Any] | None:
    """What a finished part tells of itself; ``None``: it is not there, or not whole."""
    try:
        found: dict[str, Any] = json.loads(_beside(path).read_bytes())
        return found if found.pop(_BYTES) == path.stat().st_size else None
    except (OSError, ValueError, KeyError):
        return None


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _said(table: Any) -> dict[str, Values]:
    """The columns that say anything."""
    return {
        name: Ragged(values.data, values.offsets) if isinstance(values, Strings) else values
        for name, values in table.columns().items()
        if name not in _LEFT_OUT[type(table).__name__]
    }


def strings(column: Any) -> Strings:
    """A column of text as it is held, without a copy where it has no nulls."""
    pa = arrow()
    text = column.cast(pa.large_string())
    _, offsets, data = text.buffers()
    ends = np.frombuffer(offsets, np.int64)[text.offset : text.offset + len(text) + 1]
    held = (
        np.frombuffer(data, np.uint8)[ends[0] : ends[-1]] if data is not None and len(ends) else np.zeros(0, np.uint8)
    )
    return Strings(held, ends - ends[0] if len(ends) else np.zeros(1, np.int64))


def images_of(names: Any, splits: Any) -> Images:
    """The images of a part, which have no place on a map."""
    found = strings(names)
    count = len(found)
    return Images(
        id=found, name=found, split=splits, x=np.full(count, np.nan, np.float32), y=np.full(count, np.nan, np.float32),
        cluster=np.full(count, -1, np.int32), augmentations=np.zeros(count, np.int32),
    )  # fmt: skip


def _images(table: Any) -> Images:
    return images_of(whole(table.column("name")), np.asarray(whole(table.column("split"))))


def _table(kind: type[Any], table: Any, **same: Any) -> Any:
    held = {name: np.asarray(whole(table.column(name))) for name in schema_of(kind) if name in table.column_names}
    constant = {name: np.full(table.num_rows, value, schema_of(kind)[name].dtype) for name, value in same.items()}
    rest = {name: None for name in schema_of(kind) if name not in held and name not in constant}
    return kind(**held, **constant, **rest)
