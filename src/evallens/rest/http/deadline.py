"""An end to every fetch: when its time is over, or nobody wants its answer, its sockets are shut down.

Timeouts of a socket end silence only. A service that sends one byte a minute, in the status line, a header
or the size of a chunk, is never silent, and the libraries that read those know no other limit.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TypeVar

from ...evaluation.protocols import Cancelled
from .retry import CancelledError, Clock

_Result = TypeVar("_Result")

_TICK = 0.05
"""Seconds between two looks at the fetches under way."""


class DeadlineError(Exception):
    """The time for the answer is over."""


class Deadline:
    """The end of one fetch, retries included; made by :meth:`Watchdog.deadline`."""

    def __init__(self, clock: Clock, seconds: float, cancelled: Cancelled) -> None:
        self._clock = clock
        self._end = clock.now() + min(seconds, threading.TIMEOUT_MAX)
        self.cancelled = cancelled
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._has_fired = False

    @property
    def remaining(self) -> float:
        """Seconds until the end; not below 0."""
        return max(0.0, self._end - self._clock.now())

    def check(self) -> None:
        """Raise CancelledError or DeadlineError once nothing that arrives may be taken any more.

        To be asked after everything that was read: a body that ends where the connection does looks
        complete when the socket is shut down.
        """
        if self.cancelled.is_set():
            raise CancelledError("The answer is not wanted any more.")
        with self._lock:
            has_fired = self._has_fired
        if has_fired or self.remaining == 0:
            raise DeadlineError

    def wait_for(self, future: Future[_Result]) -> _Result:
        """The result of ``future``; it is left behind, and the error of ``check`` raised, when time is over."""
        while not future.done():
            wait([future], timeout=min(_TICK, self.remaining))
            self.check()
        return future.result()

    def watch(self, connected: socket.socket) -> None:
        """Shut ``connected`` down at the end, whatever is made of it (TLS, a file) until then."""
        # A handle of its own: wrapped in TLS the object at hand no longer owns the socket, and closed it is
        # out of reach although a response may still be read from it.
        handle = socket.socket(fileno=socket.dup(connected.fileno()))
        with self._lock:
            self._sockets.append(handle)
            has_fired = self._has_fired
        if has_fired:
            _shut_down(handle)

    def enforce(self) -> None:
        """Shut the sockets down, if it is time."""
        if self.cancelled.is_set() or self.remaining == 0:
            with self._lock:
                self._has_fired = True
                for handle in self._sockets:
                    _shut_down(handle)

    def release(self) -> None:
        """Let go of the sockets: they belong to the pool again."""
        with self._lock:
            for handle in self._sockets:
                handle.close()
            self._sockets.clear()


class Watchdog:
    """Looks after the fetches under way, in one thread that lives as long as there are any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._deadlines: set[Deadline] = set()
        self._is_running = False

    @contextmanager
    def deadline(self, seconds: float, cancelled: Cancelled) -> Iterator[Deadline]:
        """The deadline for what this thread fetches inside the ``with`` block."""
        deadline = Deadline(self._clock, seconds, cancelled)
        token = _current.set(deadline)
        self._add(deadline)
        try:
            yield deadline
        finally:
            with self._lock:
                self._deadlines.discard(deadline)
            _current.reset(token)
            deadline.release()

    def _add(self, deadline: Deadline) -> None:
        with self._lock:
            self._deadlines.add(deadline)
            if not self._is_running:
                threading.Thread(target=self._run, name="evallens-deadlines", daemon=True).start()
                self._is_running = True

    def _run(self) -> None:
        while True:
            time.sleep(_TICK)
            with self._lock:
                if not self._deadlines:
                    self._is_running = False
                    return
                watched = list(self._deadlines)
            for deadline in watched:
                deadline.enforce()


_current: ContextVar[Deadline] = ContextVar("evallens_deadline")


def current_deadline() -> Deadline:
    """The deadline of the fetch that this thread is at."""
    return _current.get()


def _shut_down(handle: socket.socket) -> None:
    # Not close: that leaves a read in another thread waiting for ever.
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
