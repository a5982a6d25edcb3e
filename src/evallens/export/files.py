"""Writing a document to a file: all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

from ..exchange import write_text


def write(text: str, path: str | os.PathLike[str]) -> Path:
    """Write ``text`` as UTF-8; an existing file is replaced in one step or not at all.

    Raises InputError when the folder is not there or cannot be written to.
    """
    write_text(text, path)
    return Path(path)
