"""Who made the trait change that is being handled: Python code, the browser, or the Lens itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Origin = Literal["python", "browser", "lens"]

_origin: ContextVar[Origin] = ContextVar("origin", default="python")


def origin() -> Origin:
    """Who is acting in this thread now."""
    return _origin.get()


@contextmanager
def acting_as(who: Origin) -> Iterator[None]:
    """Attribute every trait change inside the ``with`` block to ``who``."""
    token = _origin.set(who)
    try:
        yield
    finally:
        _origin.reset(token)
