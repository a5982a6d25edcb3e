"""What finished evaluations answered, kept on disk: by content, bounded in size, safe for several processes."""

from __future__ import annotations

import hashlib
import os
import random
import re
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ...archive import opened
from ...errors import InputError

CAP = 1 << 30
"""Bytes kept by default, about; what was not used for longest goes first."""
MOST = 100_000
"""Entries kept by default, about."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_DIGEST_SIZE = 64
_SHARE = 16
"""A trim is due after a sixteenth of what may be kept was written, and leaves a sixteenth free."""


class _File(NamedTuple):
    used: float
    size: int
    path: Path


@dataclass(frozen=True)
class DiskCache:
    """Contents under their own hash, and keys that point at them.

    A content that does not have the hash that its name says is dropped, so a torn or altered file is only a
    miss. Nothing here raises for a disk that is full, read-only or gone: the cache is then simply empty.
    """

    folder: Path
    cap: int = CAP
    """Bytes."""
    most: int = MOST
    """Entries."""

    def get(self, key: str) -> bytes | None:
        """What was put under ``key``, if it is still there and whole."""
        pointer = self._pointer(key)
        try:
            digest = self._read(pointer).decode("ascii").strip()
            if not _DIGEST.fullmatch(digest):
                return None
            content = self._content(digest)
            data = self._read(content)
        except (OSError, ValueError):
            return None
        if hashlib.sha256(data).hexdigest() != digest:
            with suppress(OSError):
                content.unlink()
            return None
        _mark_used(pointer, content)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``, and about ``cap`` bytes and ``most`` entries in all."""
        if len(data) > self.cap:
            return
        digest = hashlib.sha256(data).hexdigest()
        pointer, content = self._pointer(key), self._content(digest)
        with suppress(OSError):
            self._write(content, data)
            self._write(pointer, digest.encode())
            _mark_used(pointer, content)
            # Looking at every file each time would make the time of a put grow with their number. By chance and
            # not by count, so that many short-lived processes trim as often as one that lives long.
            if random.random() < _SHARE * max(len(data) / self.cap, 1 / self.most):  # noqa: S311 - no secret
                self._trim()

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(file.size for kind in ("contents", "keys") for file in self._files(kind))

    def clear(self) -> int:
        """Forget everything; returns how many bytes that were."""
        freed = 0
        for file in [*self._files("contents"), *self._files("keys")]:
            with suppress(OSError):
                file.path.unlink()
                freed += file.size
        return freed

    def _pointer(self, key: str) -> Path:
        return self.folder / "keys" / hashlib.sha256(key.encode()).hexdigest()

    def _content(self, digest: str) -> Path:
        return self.folder / "contents" / digest

    def _read(self, path: Path) -> bytes:
        """What a file holds; of one that is larger than anything that is put, nothing."""
        with opened(path) as file:
            return file.read() if os.fstat(file.fileno()).st_size <= max(self.cap, _DIGEST_SIZE) else b""

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written aside and renamed: another process sees the whole file or none.
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(aside).replace(path)
        except OSError:
            with suppress(OSError):
                Path(aside).unlink()
            raise

    def _trim(self) -> None:
        contents = sorted(self._files("contents"))
        size, number = sum(file.size for file in contents), len(contents)
        if size <= self.cap and number <= self.most:
            return
        last = float("-inf")
        for file in contents:
            if size <= self.cap * (1 - 1 / _SHARE) and number <= self.most * (1 - 1 / _SHARE):
                break
            with suppress(OSError):
                file.path.unlink()
            size, number, last = size - file.size, number - 1, file.used
        # A key is never used later than its content: those of the removed contents are among these.
        for file in self._files("keys"):
            if file.used <= last:
                with suppress(OSError):
                    file.path.unlink()

    def _files(self, kind: str) -> list[_File]:
        found = []
        with suppress(OSError), os.scandir(self.folder / kind) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_file(follow_symlinks=False):
                        known = entry.stat(follow_symlinks=False)
                        found.append(_File(known.st_mtime, known.st_size, Path(entry.path)))
        return found


def default_folder() -> Path:
    """``EVALLENS_CACHE_DIR``, else where this platform keeps caches.

    Raises InputError where the variable names no folder.
    """
    named = os.environ.get("EVALLENS_CACHE_DIR")
    if named:
        return cache_folder(named)
    if sys.platform == "darwin":
        return Path("~/Library/Caches/evallens").expanduser()
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "evallens" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "evallens"


def cache_folder(given: str | os.PathLike[str]) -> Path:
    """The folder that ``given`` names, ``~`` being that of the user; raises InputError for what names none."""
    try:
        name = os.fspath(given)
        if name.strip() and b"\0" not in os.fsencode(name):
            return Path(name).expanduser()
    except (TypeError, RuntimeError, UnicodeEncodeError):
        # Neither a path, nor a user whose folder is known, nor a name that has bytes.
        pass
    raise InputError(f"A folder for the cache is needed, not {given!r}; cache=False keeps nothing on disk.")


def default_cache() -> DiskCache:
    """The cache in the default folder."""
    return DiskCache(default_folder())


def _mark_used(pointer: Path, content: Path) -> None:
    """The time of last use decides what goes first; a content's is not before that of a key that points at it."""
    with suppress(OSError):
        os.utime(pointer)
        os.utime(content)
