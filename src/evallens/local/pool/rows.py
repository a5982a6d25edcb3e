"""Rows of one side read from its files: some columns of some row groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...errors import DataError
from ..batches.arrow import arrow, whole
from .alike import alike
from .files import Files


class Piece(NamedTuple):
    """Some row groups of one file."""

    file: int
    groups: tuple[int, ...]


def read(side: Files, pieces: Sequence[Piece], columns: Sequence[str]) -> Any:
    """The rows of ``pieces`` in their order, an Arrow table; raises DataError naming the file that cannot be read."""
    pa = arrow()
    parts = [_read(side, piece, columns) for piece in pieces]
    if not parts:
        return _nothing(side, columns)
    return pa.concat_tables([part.cast(parts[0].schema) for part in parts]) if len(parts) > 1 else parts[0]


def _read(side: Files, piece: Piece, columns: Sequence[str]) -> Any:
    from pyarrow import parquet

    pa, path = arrow(), side.paths[piece.file]
    # Names repeat: read as codes they are a tenth of the work.
    texts = (side.naming.image, *side.naming.labels, side.naming.split)
    try:
        footer = parquet.read_metadata(path)
        there = [name for name in footer.schema.to_arrow_schema().names if name in columns]
        coded = [name for name in texts if name in there]
        with parquet.ParquetFile(path, metadata=footer, read_dictionary=coded) as file:
            table = file.read_row_groups(list(piece.groups), columns=there, use_threads=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"{path}: cannot be read any more ({error})") from error
    try:
        return alike(table, {name: side.types[name] for name in columns}, side.said[piece.file])
    except pa.ArrowInvalid as error:
        raise DataError(f"{path}: has a value that is no number or name of its column ({error})") from error


def _nothing(side: Files, columns: Sequence[str]) -> Any:
    return _read(side, Piece(0, ()), columns)


def column(table: Any, name: str) -> Any:
    """A column in one piece."""
    return whole(table.column(name))
