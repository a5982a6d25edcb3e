"""Ending answers that nobody waits for any more: who asks holds a ``Stop``, and an engine says how it is stopped.

A Lens asks in a thread, ``with stop.covering():``, and calls ``stop.now()`` from another one when something else is
wanted. An engine wraps each query that may take long, ``with stoppable(connection.interrupt):``; one that cannot be
interrupted gives nothing, and ends before the next query.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .errors import SupersededError

_GIVEN_UP = "The answer was given up: something else is wanted by now."


class Stop:
    """Ends what is asked under it, at once or as soon as it is asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: list[Callable[[], object]] = []
        self._is_now = False

    @property
    def is_now(self) -> bool:
        """Was it called?"""
        return self._is_now

    def now(self) -> None:
        """End what runs, and let nothing more begin; from any thread."""
        with self._lock:
            self._is_now = True
            for end in self._running:
                end()

    @contextmanager
    def covering(self) -> Iterator[None]:
        """What is asked inside the ``with`` block, in this thread, ends with it."""
        token = _stop.set(self)
        try:
            yield
        finally:
            _stop.reset(token)

    @contextmanager
    def running(self, end: Callable[[], object]) -> Iterator[None]:
        """A query that ``end`` ends, from any thread; raises SupersededError once it was called, whatever that left."""
        with self._lock:
            self._check()
            self._running.append(end)
        try:
            yield
        except Exception as error:
            if self._is_now:
                raise SupersededError(_GIVEN_UP) from error
            raise
        finally:
            with self._lock:
                self._running.remove(end)
        self._check()

    def _check(self) -> None:
        if self._is_now:
            raise SupersededError(_GIVEN_UP)


_stop: ContextVar[Stop | None] = ContextVar("stop", default=None)


def _nothing() -> None:
    pass


@contextmanager
def stoppable(end: Callable[[], object] = _nothing) -> Iterator[None]:
    """A query of an engine, which ``end`` ends from another thread.

    Raises SupersededError where the answer is not wanted any more, in place of what the engine says when it is ended.
    """
    stop = _stop.get()
    if stop is None:
        yield
        return
    with stop.running(end):
        yield
