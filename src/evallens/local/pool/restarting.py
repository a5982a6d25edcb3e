"""The folder of finished parts beside the one that is asked for, which a call with the same arguments takes up."""

from __future__ import annotations

import json
import os
import shutil
import socket
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from ...archive.folders import is_alive
from ...errors import InputError

_MANIFEST = "manifest.json"
_OWNER = "owner.json"
_PARTS = 2
"""The version of what a part holds."""


@contextmanager
def parts_folder(target: Path, arguments: Mapping[str, Any]) -> Iterator[Path]:
    """The folder of parts, which is removed once the block ends well, and after an error that left none finished.

    Parts that were made with other arguments, from other files or by another version are removed, with a warning that
    says what differs. Raises InputError where another process is at work in it, or it cannot be made.
    """
    folder = target.absolute().parent / f".{target.name}.evallens-parts"
    told = json.loads(json.dumps({"parts": _PARTS, **arguments}, default=str))
    with _alone(folder, target):
        _check_free(folder, target)
        made = [parent for parent in folder.parents if not parent.exists()]
        try:
            with _in_words(target):
                _taken_up(folder, told, target)
                _own(folder)
            yield folder
        except BaseException:
            if is_begun(folder):
                (folder / _OWNER).unlink(missing_ok=True)
            else:
                _remove(folder, made)
            raise
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error


_AT_WORK: set[Path] = set()
"""The folders in which threads of this process are at work."""
_LOCK = Lock()


@contextmanager
def _alone(folder: Path, target: Path) -> Iterator[None]:
    """Raise InputError where another thread is at work in the folder."""
    with _LOCK:
        if folder in _AT_WORK:
            raise InputError(f"{target}: another thread is at work on it. Wait for it, or name another place.")
        _AT_WORK.add(folder)
    try:
        yield
    finally:
        _AT_WORK.discard(folder)


def is_begun(folder: Path) -> bool:
    """Is there a part that is finished, or rows that were divided?"""
    return any(next(folder.rglob(pattern), None) for pattern in ("part-*.json", "*.spill"))


def _remove(folder: Path, made: list[Path]) -> None:
    """Remove a folder, and those that were made for it."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        for parent in made:
            parent.rmdir()


def _taken_up(folder: Path, told: dict[str, Any], target: Path) -> None:
    before = _read(folder / _MANIFEST)
    if folder.exists() and before != told and not is_begun(folder):
        shutil.rmtree(folder)
    if folder.exists() and before != told:
        differing = sorted(name for name in told if before is None or before.get(name) != told[name])
        words = f"{target}: there are parts of an evaluation with other {', '.join(differing)}; all begins anew."
        warnings.warn(words, stacklevel=2)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _MANIFEST).exists():
        part = folder / f"{_MANIFEST}.tmp"
        part.write_text(json.dumps(told, indent=1), "utf-8")
        part.replace(folder / _MANIFEST)


def _own(folder: Path) -> None:
    (folder / _OWNER).write_text(json.dumps([socket.gethostname(), os.getpid()]), "utf-8")
    for left in folder.glob("*.tmp"):
        left.unlink(missing_ok=True)


def _check_free(folder: Path, target: Path) -> None:
    """Raise InputError where a process of this machine is at work in the folder."""
    owner = _read(folder / _OWNER)
    if not isinstance(owner, list) or owner[0] != socket.gethostname() or owner[1] == os.getpid():
        return
    if is_alive(int(owner[1])):
        raise InputError(f"{target}: process {owner[1]} is at work on it. Wait for it, or name another place.")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
