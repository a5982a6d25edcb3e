"""DuckDB over the files of a folder, which somebody may write anew while it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ...errors import EngineError
from .duck import Duck
from .engine import Frame

if TYPE_CHECKING:
    import pyarrow as pa

Stamp = tuple[int, int] | None
"""When a file was written, and its size; ``None``: it is not there."""


class DuckOfFiles(Duck):
    """DuckDB, as long as the file that describes the others is the one that was read."""

    @classmethod
    def described(cls, files: Mapping[str, Sequence[str]], by: Path) -> Self:
        """Over Parquet files, each table a list of paths, which the file ``by`` describes."""
        # DuckDB takes every path for a pattern: brackets of a folder's own name would name another folder.
        found = cls.over_parquet({name: [escape(path) for path in paths] for name, paths in files.items()})
        found.note(by)
        return found

    def note(self, path: Path) -> None:
        """Remember the file that describes the others, as it is now."""
        self._described = (path, _stamp(path))

    def answered(self, frame: Frame) -> pa.Table:
        """As of every engine; raises EngineError where other files stand there now, too, that the cube knows not."""
        self._check()
        found = super().answered(frame)
        self._check()
        return found

    def _check(self) -> None:
        path, before = self._described
        if _stamp(path) != before:
            raise EngineError(f"{path.parent}: was written anew, moved or removed since it was opened; open it again.")


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
