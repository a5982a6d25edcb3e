"""Writing a text to a file: all of it or nothing."""

from __future__ import annotations

import json
from typing import Any, Protocol

from ..archive import replacing


class FilePath(Protocol):
    """What ``open`` takes for a path besides a string."""

    def __fspath__(self) -> str: ...


def write_text(text: str, path: str | FilePath) -> None:
    """Write ``text`` as UTF-8; raises InputError when it cannot be written."""
    with replacing(path) as file:
        file.write(text.encode("utf-8", "replace"))


def write_json(value: Any, path: str | FilePath) -> None:
    """Write ``value`` as JSON in UTF-8; raises InputError when it cannot be written."""
    write_text(json.dumps(value, ensure_ascii=False, allow_nan=False), path)
