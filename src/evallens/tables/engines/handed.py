"""The engines of frames that a user hands in: what each needs beside Narwhals."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import count
from threading import get_ident
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from .engine import Change, Engine, Frame
from .turns import Turn, turn_of

if TYPE_CHECKING:
    import pyarrow as pa


class Handed(Engine):
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


class _InTurns(Handed):
    """Frames of one connection, which takes one question at a time: all lines that make and ask frames are a turn."""

    def __init__(self, frames: Mapping[str, Frame]) -> None:
        super().__init__(frames)
        self._connection = self._connected()
        self._turn = Turn() if self._connection is None else turn_of(self._connection)

    @abstractmethod
    def _connected(self) -> Any:
        """The connection that the frames are of; ``None``: they do not say."""

    def changed(self, name: str, change: Change) -> Engine:
        """The same engine, one of whose tables is what ``change`` makes of it, whenever it is asked."""
        with self._turn.taken():
            return super().changed(name, change)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """As of every engine, when it is the turn of the calling thread."""
        with self._turn.taken(), super().in_words():
            yield

    @contextmanager
    def putting_together(self) -> Iterator[None]:
        """As of every engine, when it is the turn of the calling thread."""
        with self._turn.taken(), super().putting_together():
            yield

    def _ends(self) -> tuple[Callable[[], object], ...]:
        interrupt = getattr(self._connection, "interrupt", None)
        return () if interrupt is None else (self._turn.ending(interrupt),)


class Relations(_InTurns):
    """Relations of a connection of the user's."""

    name: ClassVar[str] = "DuckDB"
    casts_keys: ClassVar[bool] = False
    _numbers: ClassVar[Iterator[int]] = count()

    def _connected(self) -> Any:
        # From DuckDB 2 on a relation holds it; there is no other way to end what it asks.
        return getattr(self._relation, "_con", None)

    @property
    def _relation(self) -> Any:
        return next(iter(self._frames.values())).to_native()

    def _native(self, table: pa.Table) -> Any:
        # A query over a relation is of the same connection, and sees names in here.
        held = table  # noqa: F841
        with self._turn.taken():
            return self._relation.query(f"evallens_beside_{next(self._numbers)}", "select * from held")


class Polars(Handed):
    """Lazy frames of this process."""

    name: ClassVar[str] = "Polars"

    def _native(self, table: pa.Table) -> Any:
        import polars as pl

        found: Any = pl.from_arrow(table)
        return found.lazy()


class Ibis(_InTurns):
    """Tables of a backend, which is one connection."""

    name: ClassVar[str] = "the engine behind Ibis"

    def _connected(self) -> Any:
        # DuckDB's can be interrupted; of others nobody knows.
        table: Any = next(iter(self._frames.values())).to_native()
        return getattr(table.get_backend(), "con", None)

    def _native(self, table: pa.Table) -> Any:
        import ibis

        return ibis.memtable(table)


class Spark(Handed):
    """Frames of a session, here or by Spark Connect."""

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


def signed(table: pa.Table) -> pa.Table:
    """The table without unsigned types, which Spark has not."""
    import pyarrow as pa

    signed = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64(), pa.uint64(): pa.int64()}
    return table.cast(pa.schema([(one.name, signed.get(one.type, one.type)) for one in table.schema]))
