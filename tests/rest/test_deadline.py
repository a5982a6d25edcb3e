"""No answer outlasts its deadline, wherever its bytes drip, and nothing of it is taken."""

from __future__ import annotations

import gzip
import socket
import threading
import time

import pytest

import evallens
from evallens import errors
from evallens.rest.http.retry import CancelledError, RetryPolicy
from evallens.rest.http.transport import Transport
from tests.rest.sockets import CERTIFICATES, drip, listening, say

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
COMPRESSED = gzip.compress(bytes(range(256)) * 4)
ZIPPED = OK + b"Content-Encoding: gzip\r\nContent-Length: 9999\r\n\r\n"
WHOLE = 0.4

DRIPS = {
    "status line": drip(b"HTTP/1.1 2", b"x"),
    "headers": drip(OK + b"X-Slow: ", b"x"),
    "many headers": drip(OK, b"X: y\r\n", every=0.2),
    "continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "chunk size": drip(CHUNKED, b"0"),
    "chunk extension": drip(CHUNKED + b"5;", b"x"),
    "trailers": drip(CHUNKED + b"0\r\n", b"x"),
    "body": drip(OK + b"Content-Length: 100000\r\n\r\n", b" "),
    "body until the end": drip(OK + b"Connection: close\r\n\r\n[]", b" "),
    "gzip": drip(ZIPPED, *(bytes([byte]) for byte in COMPRESSED)),
    "error body": drip(b"HTTP/1.1 503 No\r\nContent-Length: 100000\r\n\r\n", b" "),
}


def transport(base: str, whole: float = WHOLE) -> Transport:
    return Transport(base=base, retry=RetryPolicy(read=30, whole=whole, first_wait=0.01))


def assert_ends_in_time(asking: Transport) -> None:
    begun = time.monotonic()
    with pytest.raises(errors.UnreachableError, match="in time"):
        asking.get("/")
    assert time.monotonic() - begun < asking.retry.whole + 20


@pytest.mark.parametrize("where", DRIPS)
def test_an_answer_that_drips_ends_at_the_deadline(where):
    with listening(DRIPS[where]) as host:
        assert_ends_in_time(transport(f"http://{host}"))


@pytest.mark.parametrize("where", ["status line", "chunk size", "body until the end"])
def test_an_answer_that_drips_by_tls_ends_at_the_deadline(where, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "ca.pem"))
    with listening(DRIPS[where], "localhost.pem") as host:
        assert_ends_in_time(transport(f"https://localhost:{host.rpartition(':')[2]}"))


def test_a_handshake_that_stalls_ends_at_the_deadline():
    with listening(lambda _connection, stopped: stopped.wait(30)) as host:
        assert_ends_in_time(transport(f"https://{host}"))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_drips_ends_at_the_deadline(scheme, monkeypatch):
    with listening(drip(b"HTTP/1.1 2", b"x")) as host:
        monkeypatch.setenv(f"{scheme}_proxy", f"http://{host}")
        assert_ends_in_time(transport(f"{scheme}://service.invalid"))


def test_a_name_server_that_does_not_answer_ends_at_the_deadline(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(30))
    try:
        assert_ends_in_time(transport("http://service.invalid"))
    finally:
        release.set()


def test_a_connection_of_the_pool_is_held_to_the_deadline_of_its_next_answer():
    def talk(connection, stopped):
        connection.recv(1 << 16)
        connection.sendall(OK + b"Content-Length: 2\r\n\r\n[]")
        drip(b"HTTP/1.1 2", b"x")(connection, stopped)

    with listening(talk) as host:
        asking = transport(f"http://{host}")
        assert asking.get("/") == b"[]"
        assert_ends_in_time(asking)


def test_the_deadline_spans_all_attempts():
    def late(connection, stopped):
        connection.recv(1 << 16)
        stopped.wait(0.15)
        connection.sendall(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with listening(late) as host:
        begun = time.monotonic()
        asking = transport(f"http://{host}")
        asking.retry = RetryPolicy(whole=WHOLE, attempts=100, first_wait=0.001)
        with pytest.raises(errors.ServiceError):
            asking.get("/")
    assert time.monotonic() - begun < WHOLE + 20


@pytest.mark.parametrize("where", ["status line", "chunk size", "body"])
def test_an_answer_that_nobody_wants_is_dropped_wherever_it_drips(where):
    cancelled = threading.Event()
    with listening(DRIPS[where]) as host:
        threading.Timer(0.2, cancelled.set).start()
        begun = time.monotonic()
        with pytest.raises(CancelledError):
            transport(f"http://{host}", whole=60).get("/", cancelled=cancelled)
    assert time.monotonic() - begun < 20


def test_a_quick_answer_is_not_touched():
    with listening(say(OK + b"Content-Length: 2\r\n\r\n[]")) as host:
        assert transport(f"http://{host}").get("/") == b"[]"


def test_open_takes_the_seconds_that_an_answer_may_take():
    with listening(DRIPS["headers"]) as host, pytest.raises(errors.UnreachableError, match="in time"):
        evallens.open("ws/id", api_url=f"http://{host}", api_key="k", progress=None, timeout=0.2)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), True, "5", None])
def test_a_timeout_that_is_no_number_of_seconds_is_refused(timeout):
    with pytest.raises(errors.InputError, match="timeout is a number of seconds above 0"):
        evallens.open("ws/id", api_key="k", timeout=timeout)


@pytest.mark.parametrize("whole", [float("inf"), 10**400])
def test_a_deadline_may_be_as_late_as_one_likes(whole):
    with listening(say(OK + b"Content-Length: 2\r\n\r\n[]")) as host:
        assert transport(f"http://{host}", whole).get("/") == b"[]"
