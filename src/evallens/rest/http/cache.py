"""What finished evaluations answered, kept on disk: by content, bounded in size, safe for several processes."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CAP = 1 << 30
"""Bytes kept by default; what was not used for longest goes first."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class DiskCache:
    """Contents under their own hash, and keys that point at them.

    A content that is not what its name says is dropped, so a torn or altered file is only a miss.
    Nothing here raises for a disk that is full, read-only or gone: the cache is then simply empty.
    """

    folder: Path
    cap: int = CAP

    def get(self, key: str) -> bytes | None:
        """What was put under ``key``, if it is still there and whole."""
        try:
            digest = self._pointer(key).read_text("ascii").strip()
            if not _DIGEST.fullmatch(digest):
                return None
            path = self._content(digest)
            data = path.read_bytes()
        except (OSError, ValueError):
            return None
        if hashlib.sha256(data).hexdigest() != digest:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            # The time of last use decides what goes first.
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``, and no more than ``cap`` bytes in all."""
        if len(data) > self.cap:
            return
        digest = hashlib.sha256(data).hexdigest()
        with suppress(OSError):
            self._write(self._content(digest), data)
            self._write(self._pointer(key), digest.encode())
            self._trim()

    def clear(self) -> int:
        """Forget everything; returns how many bytes that were."""
        freed = 0
        for path in [*self._files("contents"), *self._files("keys")]:
            with suppress(OSError):
                size = path.stat().st_size
                path.unlink()
                freed += size
        return freed

    def _pointer(self, key: str) -> Path:
        return self.folder / "keys" / hashlib.sha256(key.encode()).hexdigest()

    def _content(self, digest: str) -> Path:
        return self.folder / "contents" / digest

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
        found = []
        for path in self._files("contents"):
            with suppress(OSError):
                known = path.stat()
                found.append((known.st_mtime, known.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found, key=lambda one: one[0]):
            if total <= self.cap:
                return
            with suppress(OSError):
                path.unlink()
            total -= size

    def _files(self, kind: str) -> Iterator[Path]:
        with suppress(OSError):
            yield from [path for path in (self.folder / kind).iterdir() if path.is_file()]


def default_folder() -> Path:
    """``EVALLENS_CACHE_DIR``, else where this platform keeps caches."""
    named = os.environ.get("EVALLENS_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "darwin":
        return Path("~/Library/Caches/evallens").expanduser()
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "evallens" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "evallens"


def clear_cache() -> int:
    """Forget every report and picture kept on disk; returns how many bytes that were."""
    return DiskCache(default_folder()).clear()
