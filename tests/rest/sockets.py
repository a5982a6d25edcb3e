"""Servers that answer byte by byte, in the clear or by TLS, for what no HTTP server would send."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from pathlib import Path

CERTIFICATES = Path(__file__).with_name("certificates")
Talk = Callable[[socket.socket, threading.Event], object]
"""What is sent to whoever connects, until the event is set."""


def drip(start: bytes, *pieces: bytes, every: float = 0.02) -> Talk:
    """Read the request, send ``start``, then one of ``pieces`` after another, the last of them without end."""

    def talk(connection: socket.socket, stopped: threading.Event) -> None:
        connection.recv(1 << 16)
        connection.sendall(start)
        for piece in chain(pieces, repeat(pieces[-1])):
            if stopped.wait(every):
                return
            connection.sendall(piece)

    return talk


def say(answer: bytes) -> Talk:
    """Read the request, send ``answer`` and close."""

    def talk(connection: socket.socket, _stopped: threading.Event) -> None:
        connection.recv(1 << 16)
        connection.sendall(answer)

    return talk


@contextmanager
def listening(talk: Talk, certificate: str | None = None) -> Iterator[str]:
    """A server on a free port of loopback; its ``host:port``."""
    stopped = threading.Event()
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / certificate)

    def serve(connection: socket.socket) -> None:
        with (
            suppress(OSError),
            connection,
            context.wrap_socket(connection, server_side=True) if context else connection as secured,
        ):
            talk(secured, stopped)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            stopped.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
