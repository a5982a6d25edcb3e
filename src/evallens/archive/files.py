"""Writing a file: all of it or nothing."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError


def named(path: str | os.PathLike[str]) -> Path:
    """``path``, if it can be that of a file; raises InputError for anything else."""
    if not isinstance(path, str | os.PathLike):
        raise InputError(f"A file is named by a path, not by {path!r}")
    try:
        # An unpaired surrogate, such as a name from JSON may hold, is in no name of a file.
        is_name = bool(Path(path).name) and b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_name = False
    if not is_name:
        raise InputError(f"{os.fspath(path)!r} is no name of a file")
    if "://" in os.fsdecode(path):
        raise InputError(
            f"{os.fspath(path)}: files are written to this machine's folders: mount it there, or copy them"
        )
    return Path(path)


def is_file(path: str | os.PathLike[str]) -> bool:
    """Is there a file of that name? A text that no path can be, such as one that is too long, names none."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Is there a folder of that name? As :func:`is_file`."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """A file to read from; raises OSError where it cannot be opened, or is none: a pipe would be waited for."""
    found = Path(path)
    if not stat.S_ISREG(found.stat().st_mode):
        raise OSError(errno.EINVAL, "is no file")
    return found.open("rb")


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the one at ``path`` in one step once the block ends well.

    Raises InputError when the folder is not there or cannot be written to.
    """
    target = named(path)
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
