"""What a table engine must do for us: hand out its frames, lay a small table beside them, and bring an answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from ...errors import EngineError, EvalLensError
from ...stopping import stoppable

if TYPE_CHECKING:
    import pyarrow as pa

Frame = nw.LazyFrame[Any]
"""A lazy frame of any engine."""

_PACKAGES = {"_duckdb", "duckdb", "polars", "pyspark", "py4j", "grpc", "ibis", "narwhals", "sqlglot"}
"""Whose errors are those of an engine."""

_LONGEST = 300
"""Letters of an engine's own message that are told."""


Change = Callable[["Engine", Mapping[str, Frame]], Frame]
"""Makes one of the tables of an engine anew, from all of them."""


class Engine(ABC):
    """Tables somewhere, asked by lazy frames of Narwhals. Safe to be asked from several threads at once."""

    name: ClassVar[str]
    """What it is called in sentences."""
    casts_keys: ClassVar[bool] = True
    """Must columns that are compared or joined be of one type? Where not, filters reach files as they are."""

    @property
    def age(self) -> int:
        """How often it was made anew: frames of before are of a connection that is gone."""
        return 0

    @abstractmethod
    def tables(self) -> Mapping[str, Frame]:
        """The frames by name, to be used in the calling thread alone."""

    @abstractmethod
    def beside(self, table: pa.Table) -> Frame:
        """A small table as a frame that can be joined with those of the calling thread."""

    @abstractmethod
    def _collected(self, frame: Frame) -> pa.Table:
        """The rows of a frame."""

    @abstractmethod
    def changed(self, name: str, change: Change) -> Engine:
        """The same engine, one of whose tables is what ``change`` makes of it, whenever it is asked."""

    @abstractmethod
    def computed(self, name: str, frame: Frame) -> Engine:
        """The same engine, one of whose tables is ``frame``, computed once."""

    def answered(self, frame: Frame) -> pa.Table:
        """The rows of a frame.

        Raises EngineError in words when the engine fails, SupersededError where nobody waits for the answer any more.
        """
        with self.in_words(), stoppable(*self._ends()):
            return self._collected(frame)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """What the engine raises is an EngineError that says so."""
        try:
            yield
        except EvalLensError:
            raise
        except Exception as error:
            raise self._failed(error) from error

    @contextmanager
    def putting_together(self) -> Iterator[None]:
        """As ``in_words``, where frames are made and joined among lines of ours: of what an engine raises alone."""
        try:
            yield
        except EvalLensError:
            raise
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in _PACKAGES:
                raise
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> EngineError:
        return EngineError(
            f"{self.name} failed while it answered: {_first_lines(error)} What was answered before still stands; "
            "ask again, or open the tables anew if they are gone."
        )

    def _ends(self) -> tuple[Callable[[], object], ...]:
        """What ends the query of the calling thread, from another one; nothing where an engine cannot be ended."""
        return ()


def _first_lines(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
    return short if short.endswith((".", "!", "?")) else f"{short}."
