"""Columns of files that were not written alike: one type each, whatever a file has it as, and what folders say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from ...errors import DataError
from ..batches.arrow import arrow, is_text
from ..readers.tables.frames import plain
from ..readers.tables.naming import CROWD, DIFFICULT, SPLITS, Naming

_NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What Hive, Spark and DuckDB call a folder of rows without a value."""
_EXACT = {16: 1 << 11, 32: 1 << 24, 64: 1 << 53}
"""Up to which whole number a fraction of so many bits holds every one."""
_OPTIONAL = (*SPLITS, *CROWD, *DIFFICULT)


def folders(path: str) -> dict[str, str | None]:
    """What the folders of a file say of all its rows, as ``split=valid`` does: column and value."""
    pairs = [part.split("=", 1) for part in PurePath(path).parts[:-1] if "=" in part]
    return {name: None if value == _NOTHING else unquote(value) for name, value in pairs if name}


def names_of(schemas: Sequence[Any], said: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of a side: those of its first file, and what only others, or folders, say of rows."""
    names = dict.fromkeys(schemas[0].names)
    names |= dict.fromkeys(name for schema in schemas[1:] for name in schema.names if plain(name) in _OPTIONAL)
    return list(names | dict.fromkeys(name for of_file in said for name in of_file))


def types_of(
    naming: Naming, schemas: Sequence[Any], said: Sequence[Mapping[str, Any]], paths: Sequence[str]
) -> dict[str, Any]:
    """The type of each column that holds the values of all files.

    Raises DataError for a file that lacks a column, unless it may be left out, or has it in a type of another kind.
    """
    may_lack = {naming.split, naming.crowd, naming.difficult}
    found: dict[str, Any] = {}
    for name in naming.columns:
        first = ""
        for schema, of_file, path in zip(schemas, said, paths, strict=True):
            if name not in schema.names and name not in of_file:
                if name not in may_lack:
                    raise DataError(f"{path}: lacks the column {name!r}, which {first or paths[0]} has")
                continue
            theirs = _kind(schema.field(name).type if name in schema.names else arrow().string(), name, naming)
            kind = _common(found.get(name, theirs), theirs)
            if kind is None:
                raise DataError(
                    f"{path}: the column {name!r} is {theirs}, and {found[name]} in {first}; write them alike"
                )
            found[name], first = kind, first or path
    return found


def _kind(kind: Any, name: str, naming: Naming) -> Any:
    """A type with those that hold the same as one: texts, the numbers of images, yes and no."""
    types = arrow().types
    if name in (naming.crowd, naming.difficult):
        return arrow().int8() if types.is_boolean(kind) else kind
    if name not in (naming.image, *naming.labels, naming.split):
        return kind
    if is_text(kind) or types.is_binary(kind) or types.is_large_binary(kind) or _is_uuid(kind):
        return arrow().string()
    if name == naming.image and types.is_uint64(kind):
        return arrow().decimal128(20, 0)
    is_number = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    return arrow().int64() if name == naming.image and is_number else kind


def _is_uuid(kind: Any) -> bool:
    storage = getattr(kind, "storage_type", kind)
    return bool(arrow().types.is_fixed_size_binary(storage) and storage.byte_width == 16)


def _common(one: Any, other: Any) -> Any:
    """The type that holds the values of both; ``None``: there is none."""
    pa = arrow()
    schemas = [pa.schema([("column", kind)]) for kind in (one, other)]
    try:
        return pa.unify_schemas(schemas, promote_options="permissive").field("column").type
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None


def alike(table: Any, wanted: Mapping[str, Any], said: Mapping[str, Any]) -> Any:
    """The columns ``wanted``, each in its type: those of ``table``, what folders say, else nulls.

    Raises ArrowInvalid for a value that its type cannot hold.
    """
    pa = arrow()
    held = {
        name: _as(table.column(name), kind) if name in table.column_names else _same(said.get(name), len(table), kind)
        for name, kind in wanted.items()
    }
    return pa.table(held) if held else table


def _same(value: Any, rows: int, kind: Any) -> Any:
    pa = arrow()
    if not is_text(kind):
        return pa.nulls(rows, kind)
    indices = pa.nulls(rows, pa.int32()) if value is None else pa.repeat(pa.scalar(0, pa.int32()), rows)
    return pa.DictionaryArray.from_arrays(indices, pa.array([] if value is None else [value], pa.string()))


def _as(column: Any, kind: Any) -> Any:
    pa = arrow()
    if column.type == kind or (is_text(kind) and is_text(column.type)):
        return column
    if not is_text(kind):
        if pa.types.is_integer(kind):
            _check_exact(column)
        return column.cast(kind)
    if _is_uuid(column.type):
        held = column.cast(pa.binary(16)).combine_chunks().dictionary_encode()
        names = [None if value is None else str(UUID(bytes=value)) for value in held.dictionary.to_pylist()]
        return pa.DictionaryArray.from_arrays(held.indices, pa.array(names, pa.string()))
    return column.cast(pa.dictionary(pa.int32(), pa.string()))


def _check_exact(column: Any) -> None:
    """Raise ArrowInvalid for fractions that stand for whole numbers they cannot hold: two images would be one."""
    pa = arrow()
    if not pa.types.is_floating(column.type):
        return
    from pyarrow import compute

    # Of half floats there is no absolute value.
    most = compute.max(compute.abs(column.cast(pa.float64()))).as_py()
    exact = _EXACT[column.type.bit_width]
    if most is not None and most > exact:
        raise pa.ArrowInvalid(
            f"{most:.0f} is written as {column.type}, which holds every whole number up to {exact} alone"
        )
