"""Work on pictures by several threads: Pillow decodes and encodes without Python's lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

WORKERS = min(8, os.cpu_count() or 1)

T = TypeVar("T")
U = TypeVar("U")


def mapped(function: Callable[[T], U], items: list[T]) -> Iterable[U]:
    """``map`` by several threads, where there are any and it is worth it."""
    if len(items) < 2 or WORKERS < 2 or sys.platform == "emscripten":
        return map(function, items)
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))
