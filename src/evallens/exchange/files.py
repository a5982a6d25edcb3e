"""Writing a text to a file: all of it or nothing."""

from __future__ import annotations

from typing import Protocol

from ..archive import replacing


class FilePath(Protocol):
    """What ``open`` takes for a path besides a string."""

    def __fspath__(self) -> str: ...


def write_text(text: str, path: str | FilePath) -> None:
    """Write ``text`` as UTF-8; raises InputError when it cannot be written."""
    with replacing(path) as file:
        file.write(text.encode("utf-8", "replace"))
