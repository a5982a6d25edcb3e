"""A connection that answers one question at a time: who waits for it, whose question runs, and who may end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock, get_ident
from typing import Any
from weakref import WeakKeyDictionary


class Turn:
    """Whose turn it is to ask a connection."""

    def __init__(self) -> None:
        self._lock, self._guard = RLock(), Lock()
        self._whose: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The calling thread's turn, once those before it are done; within its own as often as it likes."""
        with self._lock:
            before = self._whose
            with self._guard:
                self._whose = get_ident()
            try:
                yield
            finally:
                with self._guard:
                    self._whose = before

    def ending(self, interrupt: Callable[[], object]) -> Callable[[], None]:
        """Interrupts the question of the calling thread, from any other; never that of another one."""
        mine = get_ident()

        def end() -> None:
            with self._guard:
                if self._whose == mine:
                    interrupt()

        return end


_turns: WeakKeyDictionary[Any, Turn] = WeakKeyDictionary()
_making = Lock()


def turn_of(connection: Any) -> Turn:
    """The turn of a connection, the same whoever asks it; of one that cannot be remembered, as SQLite's, a new one."""
    with _making:
        try:
            return _turns.setdefault(connection, Turn())
        except TypeError:
            return Turn()
