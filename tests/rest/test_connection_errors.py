"""A way to the service that is blocked is explained by what blocks it, with the cause and without the key."""

from __future__ import annotations

import socket
import ssl
import sys

import pytest

from evallens import errors
from evallens.rest.http.auth import ApiKey
from evallens.rest.http.retry import RetryPolicy
from evallens.rest.http.transport import Transport
from tests.rest.service import KEY, FakeClock
from tests.rest.sockets import CERTIFICATES, listening, say

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
LOGIN = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"


def problem(base: str) -> errors.ServiceError:
    clock = FakeClock()
    transport = Transport(base=base, key=ApiKey(KEY), retry=RetryPolicy(read=5), clock=clock)
    with pytest.raises(errors.ServiceError) as caught:
        transport.get("/x")
    return caught.value


@pytest.fixture
def nobody() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def test_a_certificate_of_an_unknown_authority_is_said_to_be_one():
    with listening(say(ANSWER), "localhost.pem") as host:
        found = problem(f"https://localhost:{host.rpartition(':')[2]}")
    assert "signed by no authority known here" in str(found)
    assert "REQUESTS_CA_BUNDLE" in str(found)
    assert isinstance(found.__cause__, ssl.SSLCertVerificationError)


def test_a_certificate_of_another_name_is_said_to_be_one(monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "ca.pem"))
    with listening(say(ANSWER), "other.example.pem") as host:
        found = problem(f"https://localhost:{host.rpartition(':')[2]}")
    assert "made out to another name" in str(found)


def test_an_authority_of_ones_own_counts_on_this_machine_too(monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "ca.pem"))
    with listening(say(ANSWER), "localhost.pem") as host:
        assert Transport(base=f"https://localhost:{host.rpartition(':')[2]}").get("/") == b"[]"


def test_a_variable_that_names_no_file_of_authorities_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    assert "REQUESTS_CA_BUNDLE names no file" in str(problem("https://service.invalid"))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_down_is_named(scheme, nobody, monkeypatch):
    monkeypatch.setenv(f"{scheme}_proxy", f"http://user:{KEY}@{nobody}")
    found = problem(f"{scheme}://service.invalid")
    assert f"Nothing answers at the proxy {nobody}" in str(found)
    assert isinstance(found.__cause__, ConnectionRefusedError)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_known_is_named(scheme, monkeypatch):
    monkeypatch.setenv(f"{scheme}_proxy", "http://proxy.invalid:8080")
    found = problem(f"{scheme}://service.invalid")
    assert "no host of the name proxy.invalid:8080, the proxy" in str(found)
    assert isinstance(found.__cause__, socket.gaierror)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_asks_for_a_password_is_named(scheme, monkeypatch):
    with listening(say(LOGIN)) as host:
        monkeypatch.setenv(f"{scheme}_proxy", f"http://{host}")
        found = problem(f"{scheme}://service.invalid")
    assert "407" in str(found)
    assert "user:password@host:port" in str(found)


def test_a_proxy_of_another_protocol_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "socks", None)
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1")
    assert "pip install pysocks" in str(problem("https://service.invalid"))


def test_the_chain_of_an_error_holds_no_key(nobody):
    found: BaseException | None = problem(f"http://{nobody}")
    while found is not None:
        assert KEY not in repr(found) + repr(vars(found))
        assert found.__context__ is None or found.__suppress_context__
        found = found.__cause__


@pytest.mark.parametrize("name", ["a..b", "x" * 64 + ".invalid"])
def test_a_name_that_no_host_can_have_is_named(name):
    assert f"There is no host of the name {name}" in str(problem(f"http://{name}"))


def test_a_proxy_of_a_name_that_no_host_can_have_is_named(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://a..b:3128")
    assert "a..b:3128, the proxy that the environment names" in str(problem("http://service.invalid"))
