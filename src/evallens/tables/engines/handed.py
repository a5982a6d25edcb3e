"""Frames that a user hands in: which engine they belong to, and what each engine needs beside Narwhals."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from os import PathLike
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from ...errors import InputError, missing_extra
from .duck import Duck, connected
from .engine import Change, Engine, Frame

if TYPE_CHECKING:
    import pyarrow as pa

_TAKEN = "a DuckDB relation, a Polars, pandas, Arrow or Spark frame, or an Ibis table"
_IN_MEMORY = ("pandas", "pyarrow", "modin", "cudf")


class _Handed(Engine):
    """Frames that belong to an engine of the user's."""

    def __init__(self, frames: Mapping[str, Frame]) -> None:
        self._frames = dict(frames)

    def tables(self) -> Mapping[str, Frame]:
        """The frames by name."""
        return self._frames

    def changed(self, name: str, change: Change) -> Engine:
        """The same engine, one of whose tables is what ``change`` makes of it, whenever it is asked."""
        return type(self)({**self._frames, name: change(self, self._frames)})

    def computed(self, name: str, frame: Frame) -> Engine:
        """The same engine, one of whose tables is ``frame``, computed once."""
        return type(self)({**self._frames, name: self._kept(frame)})

    def _kept(self, frame: Frame) -> Frame:
        return self.beside(self.answered(frame))

    def beside(self, table: pa.Table) -> Frame:
        """A small table as a frame of the same engine."""
        found: Frame = nw.from_native(self._native(table))
        return found

    @abstractmethod
    def _native(self, table: pa.Table) -> Any:
        """A small table as the engine has it."""

    def _collected(self, frame: Frame) -> pa.Table:
        return frame.collect("pyarrow").to_native()


class _Relations(_Handed):
    """Relations of a connection of the user's, which takes one question at a time."""

    name: ClassVar[str] = "DuckDB"
    casts_keys: ClassVar[bool] = False

    def __init__(self, frames: Mapping[str, Frame]) -> None:
        super().__init__(frames)
        self._lock, self._numbers = Lock(), count()

    def _native(self, table: pa.Table) -> Any:
        # A relation does not say which connection it is of; a query over it is of the same, and sees names in here.
        held = table  # noqa: F841
        relation: Any = next(iter(self._frames.values())).to_native()
        with self._lock:
            return relation.query(f"evallens_beside_{next(self._numbers)}", "select * from held")

    def _collected(self, frame: Frame) -> pa.Table:
        with self._lock:
            return super()._collected(frame)


class _Polars(_Handed):
    name: ClassVar[str] = "Polars"

    def _native(self, table: pa.Table) -> Any:
        import polars as pl

        found: Any = pl.from_arrow(table)
        return found.lazy()


class _Ibis(_Handed):
    name: ClassVar[str] = "the engine behind Ibis"

    def __init__(self, frames: Mapping[str, Frame]) -> None:
        super().__init__(frames)
        self._lock = Lock()

    def _native(self, table: pa.Table) -> Any:
        import ibis

        return ibis.memtable(table)

    def _collected(self, frame: Frame) -> pa.Table:
        # A backend of Ibis is one connection.
        with self._lock:
            return super()._collected(frame)


class _Spark(_Handed):
    name: ClassVar[str] = "Spark"

    def _native(self, table: pa.Table) -> Any:
        return self._session.createDataFrame(signed(table))

    def _kept(self, frame: Frame) -> Frame:
        native: Any = frame.to_native()
        found: Frame = nw.from_native(native.cache())
        return found

    def _collected(self, frame: Frame) -> pa.Table:
        self._session.addTag(_tag())
        try:
            return super()._collected(frame)
        finally:
            self._session.removeTag(_tag())

    def _ends(self) -> tuple[Callable[[], object], ...]:
        return (partial(self._session.interruptTag, _tag()),)

    @property
    def _session(self) -> Any:
        frame: Any = next(iter(self._frames.values())).to_native()
        return frame.sparkSession


def _tag() -> str:
    """What the jobs of the calling thread are known by."""
    return f"evallens-{get_ident()}"


_ENGINES: dict[str, type[_Handed]] = {
    "duckdb": _Relations,
    "polars": _Polars,
    "ibis": _Ibis,
    "pyspark": _Spark,
    "pyspark[connect]": _Spark,
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
    return table.cast(pa.schema(list(zip(table.column_names, types, strict=True))))


def _line(error: Exception) -> str:
    """The message of an error in one line."""
    told = ", ".join(map(str, error.args)) if error.args else type(error).__name__
    return " ".join(told.split()).rstrip(".")


def signed(table: pa.Table) -> pa.Table:
    """The table without unsigned types, which Spark has not."""
    import pyarrow as pa

    signed = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64(), pa.uint64(): pa.int64()}
    return table.cast(pa.schema([(one.name, signed.get(one.type, one.type)) for one in table.schema]))
