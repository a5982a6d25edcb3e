"""Questions whose engine fails before it is asked, as a closed connection does, fail in words as others do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

T = TypeVar("T")


def telling(cls: type[T]) -> type[T]:
    """A class with an ``engine``, whose public methods raise EngineError where that fails to put a query together."""
    for name, held in list(vars(cls).items()):
        if isinstance(held, FunctionType) and not name.startswith("_"):
            setattr(cls, name, _told(held))
    return cls


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def told(self: Any, *given: Any, **named: Any) -> Any:
        with self.engine.putting_together():
            return method(self, *given, **named)

    return told
