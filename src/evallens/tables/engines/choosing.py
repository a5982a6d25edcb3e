"""Which engine do frames belong to that a user hands in?"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ...errors import InputError, missing_extra
from .duck import Duck, connected
from .engine import Engine
from .handed import Handed, Ibis, Polars, Relations, Spark
from .uuids import texts_of_uuids

if TYPE_CHECKING:
    import pyarrow as pa

_TAKEN = "a DuckDB relation, a Polars, pandas, Arrow or Spark frame, or an Ibis table"
_IN_MEMORY = ("pandas", "pyarrow", "modin", "cudf")

_ENGINES: dict[str, type[Handed]] = {
    "duckdb": Relations,
    "polars": Polars,
    "ibis": Ibis,
    "pyspark": Spark,
    "pyspark[connect]": Spark,
}


def engine_of(given: Mapping[str, Any]) -> Engine:
    """The engine that the ``given`` frames belong to, by the names of their tables.

    What is in memory, as pandas and Arrow have it, is laid beside the frames of another engine, or into DuckDB.
    Raises InputError in words for what is no frame, and for frames of two engines.
    """
    frames = {name: _frame(name, one) for name, one in _of_datasets(given).items()}
    there = {name: one for name, one in frames.items() if one.implementation.value not in _IN_MEMORY}
    kinds = {name: one.implementation.value for name, one in there.items()}
    if not kinds:
        return Duck.over_arrow({name: _arrow(name, one) for name, one in frames.items()})
    if len(set(kinds.values())) > 1:
        told = ", ".join(f"{name} are of {kind}" for name, kind in kinds.items())
        raise InputError(f"The tables belong to two engines, so they cannot be joined: {told}. Hand in all of one.")
    kind = next(iter(kinds.values()))
    if kind not in _ENGINES:
        raise InputError(f"A frame of {kind} is not taken: hand in {_TAKEN}.")
    _check_connections(there)
    engine = _ENGINES[kind]({name: one.lazy() for name, one in there.items()})
    beside = {name: engine.beside(_arrow(name, one)) for name, one in frames.items() if name not in there}
    return type(engine)({**engine.tables(), **beside}) if beside else engine


def _of_datasets(given: Mapping[str, Any]) -> dict[str, Any]:
    """Data sets of Arrow, whose files nobody wants in memory, as relations of one connection of our own."""
    names = [name for name, one in given.items() if _is_dataset(one)]
    connection = connected() if names else None
    return {name: connection.from_arrow(one) if connection and name in names else one for name, one in given.items()}


def _is_dataset(given: Any) -> bool:
    return type(given).__module__ == "pyarrow._dataset" and hasattr(given, "scanner")


def _frame(name: str, given: Any) -> Any:
    if type(given).__name__ in ("RecordBatch", "RecordBatchReader"):
        import pyarrow as pa

        given = pa.table(given)
    try:
        frame = nw.from_native(given)
    except TypeError:
        files = " Files are tables by way of duckdb.read_parquet(...)." if isinstance(given, str | PathLike) else ""
        raise InputError(f"{name} is {type(given).__name__}, which is no table: hand in {_TAKEN}.{files}") from None
    except nw.exceptions.DuplicateError as error:
        raise InputError(f"{name} has columns of one name: {_line(error)}. Rename or drop one of each.") from None
    if not frame.collect_schema().names():
        raise InputError(f"{name} has no columns; docs/scale.md lists what is read.")
    return frame


def _check_connections(frames: Mapping[str, Any]) -> None:
    """Raise InputError for relations of several connections of DuckDB, which no query can join."""
    relations = [(name, one.to_native()) for name, one in frames.items() if one.implementation.value == "duckdb"]
    for name, relation in relations[1:]:
        try:
            relations[0][1].cross(relation)
        except Exception as error:
            if "connection" not in str(error):
                raise
            raise InputError(
                f"{relations[0][0]} and {name} are relations of two connections of DuckDB, so they cannot be joined: "
                "make both with one connection."
            ) from error


def _arrow(name: str, frame: Any) -> pa.Table:
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("An evaluation in tables", "pyarrow", "tables") from None
    try:
        table = frame.to_arrow()
    except (pa.ArrowException, TypeError) as error:
        raise InputError(
            f"{name} cannot be read as Arrow: {_line(error)}. Let each column hold values of one type, or drop it."
        ) from error
    # DuckDB has no floats of 16 bits.
    types = [pa.float32() if pa.types.is_float16(one.type) else one.type for one in table.schema]
    return texts_of_uuids(name, table.cast(pa.schema(list(zip(table.column_names, types, strict=True)))))


def _line(error: Exception) -> str:
    """The message of an error in one line."""
    told = ", ".join(map(str, error.args)) if error.args else type(error).__name__
    return " ".join(told.split()).rstrip(".")
