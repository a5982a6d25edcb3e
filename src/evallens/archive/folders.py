"""Writing a folder: all of it or nothing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import InputError
from .files import named

_PART, _OLD = ".part", ".old"
_LONGEST = 180
"""Letters of a name that are kept in that of the folder beside it: file systems take 255 bytes."""


@contextmanager
def replacing_folder(
    path: str | os.PathLike[str], *, is_ours: Callable[[Path], bool], overwrite: bool = False
) -> Iterator[Path]:
    """A new folder to write into, which becomes the one at ``path`` once the block ends well.

    Args:
        path: What the folder is called at the end.
        is_ours: Is an existing folder one that may be replaced? No other one is.
        overwrite: May one of ours be replaced?

    Raises InputError when something else is there, and when it cannot be made: nothing is left then. What is written
    into it stands under :func:`on_disk`. A writer that is killed leaves a folder beside it, which :func:`unfinished`
    finds and the next writer removes.
    """
    target = named(path)
    check_place(target, is_ours, overwrite=overwrite)
    _remove_abandoned(target)
    part = target.parent / _part_of(target)
    try:
        with on_disk(target):
            part.mkdir()
        yield part
        with on_disk(target):
            _sync(part)
            # Another writer may have been here meanwhile.
            check_place(target, is_ours, overwrite=overwrite)
            _move(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def on_disk(path: str | os.PathLike[str]) -> Iterator[None]:
    """Tell what goes wrong on the disk in words, as an InputError."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{os.fspath(path)}: cannot be written ({_reason(error)}). Nothing half written is left there."
        ) from error


def unfinished(path: str | os.PathLike[str]) -> list[Path]:
    """The folders beside ``path`` that writers of it were given and have not finished."""
    return _left(Path(path), _PART)


def _left(target: Path, suffix: str) -> list[Path]:
    with suppress(OSError, ValueError):
        begin = _beginning(target)
        return sorted(p for p in target.absolute().parent.iterdir() if p.name.startswith(begin) and p.suffix == suffix)
    return []


def _reason(error: OSError) -> str:
    """Why, in the system's words: pyarrow and DuckDB hide its number in theirs."""
    number = re.search(r"errno\W{1,4}(\d+)", str(error))
    return os.strerror(int(number[1])) if number else error.strerror or str(error)


def check_place(target: Path, is_ours: Callable[[Path], bool], *, overwrite: bool) -> None:
    """Raise InputError where something stands at ``target`` that may not be replaced."""
    try:
        if not target.exists():
            return
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error
    if not target.is_dir():
        raise InputError(f"{target}: is a file, not a folder to write to. Name another place.")
    if not is_ours(target):
        raise InputError(f"{target}: is there already and holds no evaluation in tables, so it is left as it is.")
    if not overwrite:
        raise InputError(f"{target}: is there already. overwrite=True replaces it.")


def _beginning(target: Path) -> str:
    return f".{target.name[:_LONGEST]}.evallens-"


def _part_of(target: Path) -> str:
    return f"{_beginning(target)}{socket.gethostname()[:20]}-{os.getpid()}-{threading.get_ident()}{_PART}"


def _remove_abandoned(target: Path) -> None:
    """Remove what writers of the same folder left that are no longer alive on this machine."""
    # One that was killed in between has put nothing in place of what it took away.
    replaced = _left(target, _OLD) if target.exists() else []
    for found in [*unfinished(target), *replaced]:
        host, _, rest = found.stem.removeprefix(_beginning(target)).rpartition("-")[0].rpartition("-")
        if host == socket.gethostname()[:20] and rest.isdigit() and not is_alive(int(rest)):
            shutil.rmtree(found, ignore_errors=True)


def is_alive(process: int) -> bool:
    """Is there such a process on this machine, whoever's it is?"""
    if os.name == "nt":
        # There a signal of 0 is Ctrl-C: what it left stays for whoever removes it.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync(part: Path) -> None:
    """Bring every file to the disk, so that a folder under its final name is whole after a loss of power, too."""
    for file in part.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def _move(part: Path, target: Path) -> None:
    if not target.exists():
        part.rename(target)
        return
    old = part.with_suffix(_OLD)
    target.rename(old)
    try:
        part.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
