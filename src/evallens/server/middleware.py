"""Before every route: which Host and Origin a request may have, and one line about it in the log."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_OTHER_SITE = "Requests of other sites are refused."

log = logging.getLogger("evallens.server.access")


class HostOriginMiddleware:
    """Refuses foreign Host and Origin headers, logs method, path and status.

    A page of another site can make a browser send requests here, and can point a name of its own at
    this machine; it cannot change the Host and Origin headers that the browser adds. ``hosts``
    ``None`` accepts any Host, for servers that other machines reach by names unknown here.
    """

    def __init__(self, app: App, *, hosts: frozenset[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            problem = self._problem(dict(scope["headers"]))
            if problem is None:
                await self._app(scope, receive, sending)
            else:
                await _refuse(problem, sending)
        finally:
            # The query is left out: clients put their key there. The raw path holds no control characters.
            path = scope.get("raw_path", b"").decode("ascii", "replace")
            log.info("%s %s %d %.0f ms", scope["method"], path, status, 1000 * (time.perf_counter() - started))

    def _problem(self, headers: dict[bytes, bytes]) -> str | None:
        host = _hostname("//" + headers.get(b"host", b"").decode("latin-1"))
        if self._hosts is not None and host not in self._hosts:
            return "This server is not known under that name."
        if headers.get(b"sec-fetch-site") == b"cross-site":
            return _OTHER_SITE
        origin = headers.get(b"origin")
        if origin is None:
            return None
        allowed = (self._hosts or frozenset()) | LOOPBACK | ({host} if host else frozenset())
        return None if _hostname(origin.decode("latin-1")) in allowed else _OTHER_SITE


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


async def _refuse(problem: str, send: Send) -> None:
    body = json.dumps({"error": "forbidden", "message": problem}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
