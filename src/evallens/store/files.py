"""Writing a file: all of it or nothing."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the one at ``path`` in one step once the block ends well.

    Raises InputError when the folder is not there or cannot be written to.
    """
    if not isinstance(path, str | os.PathLike):
        raise InputError(f"A file to write is named by a path, not by {path!r}")
    target = Path(path)
    if not target.name or "\0" in str(target):
        raise InputError(f"{os.fspath(path)!r} cannot be written: that is no name of a file")
    # A short name of its own: one made from the target's could be too long for the file system.
    part = target.parent / f".evallens-{os.getpid()}-{threading.get_ident()}.part"
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)
