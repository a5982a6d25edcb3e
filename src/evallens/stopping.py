"""Ending answers that nobody waits for any more: who asks holds a ``Stop``, and an engine says how it is stopped.

A Lens asks in a thread, ``with stop.covering():``, and calls ``stop.now()`` from another one when something else is
wanted. An engine wraps each query that may take long, ``with stoppable(connection.interrupt):``; one that cannot be
interrupted gives nothing, and ends before the next query.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from .errors import SupersededError

_GIVEN_UP = "The answer was given up: something else is wanted by now."
_AGAIN = 0.05
"""Seconds after which what still runs is ended once more."""


class Stop:
    """Ends what is asked under it, at once or as soon as it is asked."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: list[Callable[[], object]] = []
        self._is_now = False

    def now(self) -> None:
        """End what runs, and let nothing more begin; from any thread."""
        with self._changed:
            if self._is_now:
                return
            self._is_now = True
            self._end()
            still_runs = bool(self._running)
        if still_runs:
            with suppress(RuntimeError):  # Pyodide and some sandboxes cannot start threads.
                threading.Thread(target=self._insist, name="evallens-stop", daemon=True).start()

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
        with self._changed:
            self._check()
            self._running.append(end)
        try:
            yield
        except Exception as error:
            if self._is_now:
                raise SupersededError(_GIVEN_UP) from error
            raise
        finally:
            with self._changed:
                self._running.remove(end)
                self._changed.notify_all()
        self._check()

    def _end(self) -> None:
        for end in self._running:
            end()

    def _insist(self) -> None:
        """An engine forgets that it was ended a moment before its query began."""
        with self._changed:
            while self._running:
                self._changed.wait(_AGAIN)
                self._end()

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
