"""The HTTP library as it is used here: no redirects, sockets with a deadline, no proxy to this very machine."""

from __future__ import annotations

import socket
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from .deadline import Deadline, current_deadline
from .hosts import is_loopback
from .parallel import start

WORKERS = 8
"""Requests under way at once; also the size of the connection pool."""


class Session(requests.Session):
    """A session that leaves redirects alone: their body is not read, their address not looked at."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(pool_connections=1, pool_maxsize=WORKERS))
        self.headers["User-Agent"] = "evallens"

    def get_redirect_target(self, resp: requests.Response) -> None:
        """There is none: asked not to follow redirects, the library prepares for the next request all the same."""

    def merge_environment_settings(self, url: Any, *settings: Any, **named: Any) -> Any:
        """What the environment says about proxies and certificates."""
        merged = super().merge_environment_settings(url, *settings, **named)
        if is_loopback(str(url)):
            # A proxy does not know this machine's own loopback.
            merged["proxies"] = {}
        return merged


class _Watched(HTTPConnection):
    """A connection whose socket is shut down at the deadline of the fetch that uses it."""

    def _new_conn(self) -> socket.socket:
        return _connected(self, current_deadline())

    def request(self, *arguments: Any, **named: Any) -> None:
        if self.sock is not None:
            # It may come from the pool, where an earlier fetch has left it.
            current_deadline().watch(self.sock)
        super().request(*arguments, **named)


class _WatchedTLS(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTLS


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        _watch(self.poolmanager)

    def proxy_manager_for(self, proxy: Any, **named: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **named)
        # SOCKS has connections of its own, whose bodies are held to the deadline but not their headers.
        if not str(proxy).lower().startswith("socks"):
            _watch(manager)
        return manager


def _watch(manager: Any) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}


def _connected(connection: HTTPConnection, deadline: Deadline) -> socket.socket:
    """A socket to the host of ``connection``; raises the library's own errors."""
    host, port = connection._dns_host.strip("[]"), connection.port  # noqa: SLF001 - with the dot it may end in
    try:
        # A name server that does not answer cannot be interrupted; its thread is left behind.
        addresses = deadline.wait_for(start(partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)))
    except (socket.gaierror, UnicodeError) as error:
        # The second for a name with an empty or an overlong part.
        raise NameResolutionError(host, connection, socket.gaierror(str(error))) from error
    failure: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in addresses:
        deadline.check()
        try:
            return _opened(connection, deadline, (family, kind, protocol), address)
        except OSError as error:
            failure = error
    deadline.check()
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, f"{host} timed out") from failure
    raise NewConnectionError(connection, f"{host}: {failure}") from failure


def _opened(
    connection: HTTPConnection, deadline: Deadline, family: tuple[int, int, int], address: Any
) -> socket.socket:
    opened = socket.socket(*family)
    try:
        deadline.watch(opened)
        for option in connection.socket_options or ():
            opened.setsockopt(*option)
        opened.settimeout(connection.timeout if isinstance(connection.timeout, float | int) else None)
        opened.connect(address)
    except BaseException:
        opened.close()
        raise
    return opened
