"""Clients that connect and do not ask are not waited for, and do not keep out those that do."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from evallens.server import serve
from tests.server.evaluations import small


def connected(server) -> socket.socket:
    address = urlsplit(server.url)
    return socket.create_connection((address.hostname, address.port), timeout=30)


@pytest.mark.parametrize("head", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
def test_a_head_that_does_not_arrive_is_not_waited_for(head, monkeypatch):
    monkeypatch.setattr("evallens.server.connections.HEAD_SECONDS", 0.2)
    with serve(small()) as server, connected(server) as client:
        client.sendall(head)
        assert client.recv(1) == b""


def test_the_next_head_on_a_connection_is_not_waited_for_either(monkeypatch):
    monkeypatch.setattr("evallens.server.connections.HEAD_SECONDS", 0.2)
    with serve(small()) as server, connected(server) as client:
        client.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT")
        while client.recv(1 << 16):
            pass


def test_answers_may_take_longer_than_heads(monkeypatch):
    monkeypatch.setattr("evallens.server.connections.HEAD_SECONDS", 0.2)
    is_past = threading.Event()

    def slow(evaluations, query):
        assert is_past.wait(60)
        return {}

    monkeypatch.setattr("evallens.server.endpoints.evaluations", slow)
    with serve(small()) as server, ThreadPoolExecutor() as pool:
        answer = pool.submit(requests.get, f"{server.url}/local/model-evals", timeout=60)
        with connected(server) as silent:
            assert silent.recv(1) == b"", "the time for a head is over"
        is_past.set()
        assert answer.result().status_code == 200


def test_many_connections_that_say_nothing_keep_nobody_out(monkeypatch):
    monkeypatch.setattr("evallens.server.connections.MOST_WAITING", 5)
    with serve(small()) as server:
        silent = [connected(server) for _ in range(20)]
        assert requests.get(f"{server.url}/local/model-evals", timeout=30).status_code == 200
        assert silent[0].recv(1) == b""
        for one in silent:
            one.close()
