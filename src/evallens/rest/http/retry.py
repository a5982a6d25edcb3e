"""How long to wait for an answer, how often to try, and the clock that measures both."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ...errors import EvalLensError, InputError
from ...evaluation.protocols import Cancelled


class CancelledError(EvalLensError):
    """The answer is not wanted any more by whoever asked for it."""


class Clock:
    """Time as a transport sees it; tests put their own in its place."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()

    def today(self) -> float:
        """Seconds since the epoch, to read the date in a ``Retry-After``."""
        return time.time()

    def wait(self, seconds: float, cancelled: Cancelled) -> None:
        """Wait, unless ``cancelled`` is set before."""
        cancelled.wait(seconds)


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """How long to wait, in seconds, and how often to try.

    Raises InputError for a ``whole`` that is no number above 0.
    """

    connect: float = 10
    read: float = 60
    """Silence on an open connection."""
    whole: float = 180
    """One answer, from asking for the first time to its last byte, retries and the waits between them included."""
    attempts: int = 5
    """Tries in all when the service says 429 or 5xx."""
    reconnects: int = 3
    """Tries in all when a connection fails."""
    first_wait: float = 1
    longest_wait: float = 60
    """A longer ``Retry-After`` is not waited for but reported."""

    def __post_init__(self) -> None:
        whole: object = self.whole
        if isinstance(whole, bool) or not isinstance(whole, int | float) or not whole > 0:
            raise InputError(f"timeout is a number of seconds above 0, not {whole!r}.")
