"""DuckDB, the engine by default: in this process, over files or over Arrow tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Lock, local
from typing import TYPE_CHECKING, ClassVar, Self

import narwhals as nw

from ...errors import missing_extra
from .engine import Change, Engine, Frame

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Source = Callable[["duckdb.DuckDBPyConnection"], "duckdb.DuckDBPyRelation"]
"""Makes a relation of a connection."""


class Duck(Engine):
    """DuckDB with a cursor for each thread."""

    name: ClassVar[str] = "DuckDB"
    casts_keys: ClassVar[bool] = False

    def __init__(
        self,
        sources: Mapping[str, Source],
        connection: duckdb.DuckDBPyConnection | None = None,
        changes: Sequence[tuple[str, Change]] = (),
    ) -> None:
        self._sources = dict(sources)
        self._connection = connected() if connection is None else connection
        self._changes = tuple(changes)
        self._own = local()
        self._age, self._lock = 0, Lock()

    @classmethod
    def over_arrow(cls, tables: Mapping[str, pa.Table]) -> Duck:
        """Over tables in memory."""
        return cls({name: partial(_of_arrow, table) for name, table in tables.items()})

    @classmethod
    def over_parquet(cls, files: Mapping[str, str | list[str]]) -> Self:
        """Over Parquet files, each table a path, a pattern such as ``images/*.parquet`` or a list of paths."""
        return cls({name: partial(_of_parquet, path) for name, path in files.items()})

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The connection of the calling thread."""
        found: duckdb.DuckDBPyConnection | None = getattr(self._own, "cursor", None)
        if found is None:
            found = self._own.cursor = self._connection.cursor()
            found.execute("SET enable_progress_bar = false")  # It would be drawn into notebooks.
        return found

    def tables(self) -> Mapping[str, Frame]:
        """The frames by name, to be used in the calling thread alone."""
        held: dict[str, Frame] | None = getattr(self._own, "frames", None)
        if held is None:
            held = dict[str, Frame]()
            held |= {name: nw.from_native(source(self.cursor)) for name, source in self._sources.items()}
            for name, change in self._changes:
                held[name] = change(self, held)
            self._own.frames = held
        return held

    def beside(self, table: pa.Table) -> Frame:
        """A small table as a frame that can be joined with those of the calling thread."""
        found: Frame = nw.from_native(self.cursor.from_arrow(table))
        return found

    def changed(self, name: str, change: Change) -> Duck:
        """The same engine, one of whose tables is what ``change`` makes of it, whenever it is asked."""
        return Duck(self._sources, self._connection, [*self._changes, (name, change)])

    def computed(self, name: str, frame: Frame) -> Duck:
        """The same engine, one of whose tables is ``frame``, computed once."""
        sources: dict[str, Source] = {**self._sources, name: partial(_of_arrow, self.answered(frame))}
        return Duck(sources, self._connection, [one for one in self._changes if one[0] != name])

    @property
    def age(self) -> int:
        """How often its connection was lost and made anew."""
        return self._age

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """What DuckDB raises is an EngineError; a connection that is lost is made anew for the next question."""
        with super().in_words(), self._renewing():
            yield

    @contextmanager
    def putting_together(self) -> Iterator[None]:
        """The same where a query is put together."""
        with super().putting_together(), self._renewing():
            yield

    @contextmanager
    def _renewing(self) -> Iterator[None]:
        import duckdb

        age = self._age
        try:
            yield
        except (duckdb.ConnectionException, duckdb.FatalException):
            with self._lock:
                if self._age == age:
                    self._connection, self._own, self._age = connected(), local(), age + 1
            raise

    def _collected(self, frame: Frame) -> pa.Table:
        return frame.collect("pyarrow").to_native()

    def _ends(self) -> tuple[Callable[[], object], ...]:
        return (self.cursor.interrupt,)


def connected() -> duckdb.DuckDBPyConnection:
    """A connection of our own; raises MissingExtraError without DuckDB."""
    try:
        import duckdb
    except ImportError:
        raise missing_extra("An evaluation in tables", "duckdb", "tables") from None
    return duckdb.connect()


def _of_arrow(table: pa.Table, cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return cursor.from_arrow(table)


def _of_parquet(path: str | list[str], cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return cursor.read_parquet(path)
