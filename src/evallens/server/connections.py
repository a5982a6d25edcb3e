"""Connections that make a server wait: closed when the head of a request does not arrive, and bounded in number.

Imports uvicorn, so it is imported where a server starts.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""Seconds in which the request line and the headers have to arrive."""
MOST_WAITING = 200
"""Connections that may be without a whole head at once; of more, the one that waits for longest is closed."""


class BoundedProtocol(H11Protocol):
    """The HTTP protocol of uvicorn, with the limits that it lacks."""

    deadline: asyncio.TimerHandle | None = None
    """Closes the connection; only while the head of a request is awaited."""

    def connection_made(self, transport: Any) -> None:
        """Await the first head."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read what has come; the first bytes after an answer begin the next head."""
        if self._is_idle():
            self._await_head()
        super().data_received(data)
        if not self._is_idle():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Await nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_idle(self) -> bool:
        # None until the first request, whatever the library's annotation says.
        cycle: Any = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _await_head(self) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)
            self._make_room()

    def _stop_waiting(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def _make_room(self) -> None:
        waiting = [
            (one.deadline.when(), one.transport)
            for one in self.connections
            if isinstance(one, BoundedProtocol) and one.deadline is not None
        ]
        if len(waiting) > MOST_WAITING:
            _, longest = min(waiting, key=lambda one: one[0])
            longest.abort()
