"""Redirects: not followed by the API, and of none is more read than where it leads."""

from __future__ import annotations

import gzip
import threading
import time

import pytest

from evallens import errors
from evallens.rest.http.downloads import Downloads
from evallens.rest.http.retry import RetryPolicy
from evallens.rest.http.transport import Transport
from tests.rest.sockets import Talk, drip, listening, say

FOUND = b"HTTP/1.1 302 Found\r\nLocation: "
BOMB = gzip.compress(bytes(1 << 28))


def transport(base: str) -> Transport:
    return Transport(base=base, retry=RetryPolicy(read=30, whole=20))


@pytest.mark.parametrize("location", [b"https://[bad", b"\xff\xfe", b"", b"http://\x00", b"//", b"/" + b"x" * 60_000])
def test_an_address_that_is_none_is_not_looked_at(location):
    with (
        listening(say(FOUND + location + b"\r\nContent-Length: 0\r\n\r\n")) as host,
        pytest.raises(errors.ResponseError, match="redirects"),
    ):
        transport(f"http://{host}").get("/")


@pytest.mark.parametrize(
    "talk",
    [
        drip(FOUND + b"/\r\nContent-Length: 100000\r\n\r\n", b"x"),
        drip(FOUND + b"/\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        say(FOUND + b"/\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB),
    ],
    ids=["dripping", "chunk size", "bomb"],
)
def test_the_body_of_a_redirect_is_not_read(talk: Talk):
    with listening(talk) as host:
        begun = time.monotonic()
        with pytest.raises(errors.ResponseError, match="redirects"):
            transport(f"http://{host}").get("/")
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "location", [b"https://[bad", b"https://\xff\xfe/", b"https://a..b/", b"file:///etc/passwd", b"https://:80"]
)
def test_a_picture_that_is_redirected_to_what_is_no_address_is_refused_in_words(location):
    with listening(say(FOUND + location + b"\r\nContent-Length: 0\r\n\r\n")) as host:
        downloads = Downloads(transport(f"http://{host}"))
        with pytest.raises(errors.ServiceError):
            downloads.get(f"http://{host}/a.jpg", threading.Event())
