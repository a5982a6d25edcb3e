"""A circuit breaker: a host that cannot be reached several times in a row is left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import ServiceError, UnreachableError
from .retry import Clock

FAILURES = 3
"""Failures in a row that open the circuit."""
PAUSE = 30
"""Seconds that it stays open; the first attempt after them closes it, or opens it again."""


class CircuitBreaker:
    """Guards the attempts to reach one host. Safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closes = float("-inf")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """One attempt; raises UnreachableError without any while the circuit is open.

        A host that answers, if only to refuse, is reached.
        """
        with self._lock:
            left = self._closes - self._clock.now()
        if left > 0:
            raise UnreachableError(f"The host could not be reached and is left alone for {left:.0f} seconds more.")
        try:
            yield
        except UnreachableError:
            self._count_failure()
            raise
        except ServiceError:
            self._reset()
            raise
        else:
            self._reset()

    def _count_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closes = self._clock.now() + PAUSE

    def _reset(self) -> None:
        with self._lock:
            self._failures = 0
