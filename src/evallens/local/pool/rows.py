"""Rows of one side read from its files: some columns of some row groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...errors import DataError
from ..batches.arrow import arrow, whole
from .files import Files


class Piece(NamedTuple):
    """Some row groups of one file."""

    file: int
    groups: tuple[int, ...]


def read(side: Files, pieces: Sequence[Piece], columns: Sequence[str], *, threads: bool = False) -> Any:
    """The rows of ``pieces`` in their order, an Arrow table; raises DataError naming the file that cannot be read."""
    pa = arrow()
    parts = [_read(side.paths[piece.file], piece.groups, columns, side, threads=threads) for piece in pieces]
    if not parts:
        return _nothing(side, columns)
    return pa.concat_tables([part.cast(parts[0].schema) for part in parts]) if len(parts) > 1 else parts[0]


def _read(path: str, groups: Sequence[int], columns: Sequence[str], side: Files, *, threads: bool) -> Any:
    from pyarrow import parquet

    pa = arrow()
    # Names repeat: read as codes they are a tenth of the work.
    texts = [name for name in (side.naming.image, *side.naming.labels, side.naming.split) if name in columns]
    try:
        with parquet.ParquetFile(path, read_dictionary=texts) as file:
            return file.read_row_groups(list(groups), columns=list(columns), use_threads=threads)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"{path}: cannot be read any more ({error})") from error


def _nothing(side: Files, columns: Sequence[str]) -> Any:
    return _read(side.paths[0], (), columns, side, threads=False)


def column(table: Any, name: str) -> Any:
    """A column in one piece."""
    return whole(table.column(name))
