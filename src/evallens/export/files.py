"""Writing a report: all of it or nothing."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from ..errors import InputError


def write(text: str, path: str | os.PathLike[str]) -> Path:
    """Write ``text`` as UTF-8; an existing file is replaced in one step or not at all.

    Raises InputError when the folder is not there or cannot be written to.
    """
    target = Path(path)
    # A short name of its own: one made from the target's could be too long for the file system.
    part = target.parent / f".evallens-{os.getpid()}-{threading.get_ident()}.part"
    try:
        with part.open("xb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, ValueError) as error:
        raise InputError(f"{target}: cannot be written ({getattr(error, 'strerror', None) or error})") from error
    finally:
        part.unlink(missing_ok=True)
    return target
