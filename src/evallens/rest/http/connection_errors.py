"""Why no answer came at all: from the exceptions of the HTTP library to one sentence, and the cause at the bottom."""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterator
from typing import NamedTuple

import requests
from urllib3.exceptions import HTTPError

_WRONG_NAME = 62
_EXPIRED = 10
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_CERT_HAS_EXPIRED."""
_TUNNEL = re.compile(r"tunnel connection failed: (\d{3})", re.IGNORECASE)
PROXY_LOGIN = "Put user and password into its address: HTTPS_PROXY=http://user:password@host:port."
"""What to do about a proxy that asks for a name and a password."""
_CA_FILES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class Diagnosis(NamedTuple):
    """What is wrong with the way to a host."""

    words: str
    is_passing: bool
    """May another try a moment later succeed?"""
    cause: BaseException | None
    """The exception at the bottom; without its traceback, whose frames hold the request and so the key."""


def diagnosis(error: Exception, host: str, proxy: str | None) -> Diagnosis:
    """Explain ``error``, raised on the way to ``host`` (by ``proxy``, ``host:port``, where there is one)."""
    root = _root(error)
    if isinstance(root, requests.RequestException | HTTPError):
        return Diagnosis(*_by_words(error, host, proxy), None)
    cause = root.with_traceback(None)
    cause.__cause__ = cause.__context__ = None
    return Diagnosis(*(_by_cause(root, error, host, proxy) or _by_words(error, host, proxy)), cause)


def _by_cause(root: BaseException, error: Exception, host: str, proxy: str | None) -> tuple[str, bool] | None:
    where = f"the proxy {proxy}" if proxy and isinstance(error, requests.exceptions.ProxyError) else host
    if isinstance(root, ssl.SSLCertVerificationError):
        return _certificate(root, where), False
    if isinstance(root, ssl.SSLError):
        return f"No secure connection to {where} ({root.reason or root}).", False
    if isinstance(root, socket.gaierror | UnicodeError):
        name = host if where == host else f"{proxy}, the proxy that the environment names"
        return f"There is no host of the name {name}.", True
    if isinstance(root, ConnectionRefusedError):
        return f"Nothing answers at {where}.", True
    return None


def _by_words(error: Exception, host: str, proxy: str | None) -> tuple[str, bool]:
    text = str(error)
    refused = _TUNNEL.search(text)
    if refused:
        login = f" {PROXY_LOGIN}" if refused[1] == "407" else ""
        return f"The proxy {proxy} does not let requests to {host} pass (HTTP {refused[1]}).{login}", False
    if "SOCKS" in text:
        return "A SOCKS proxy needs PySocks, which is not installed. Install it with: pip install pysocks", False
    if "CA certificate bundle" in text:
        named = next((name for name in _CA_FILES if os.environ.get(name)), _CA_FILES[0])
        return f"{named} names no file of certificates: {os.environ.get(named, '')!r}.", False
    if isinstance(error, requests.exceptions.InvalidProxyURL):
        return "The address of the proxy, in HTTP_PROXY or HTTPS_PROXY, cannot be read.", False
    if isinstance(error, requests.exceptions.ProxyError):
        return f"No connection to the proxy {proxy}.", True
    return f"The connection to {host} broke off, or carried what is no HTTP.", True


def _certificate(root: ssl.SSLCertVerificationError, where: str) -> str:
    if root.verify_code == _WRONG_NAME:
        return f"The certificate of {where} is made out to another name."
    if root.verify_code == _EXPIRED:
        return f"The certificate of {where} has expired."
    return (
        f"The certificate of {where} is signed by no authority known here ({root.verify_message}). "
        "A network that inspects traffic has one of its own: let REQUESTS_CA_BUNDLE name its file."
    )


def _root(error: BaseException) -> BaseException:
    seen = [error]
    while inner := next((one for one in _inner(seen[-1]) if one not in seen), None):
        seen.append(inner)
    return seen[-1]


def _inner(error: BaseException) -> Iterator[BaseException]:
    """What ``error`` was made from; the libraries keep it in different places."""
    for found in (getattr(error, "reason", None), *error.args[::-1], error.__cause__, error.__context__):
        if isinstance(found, BaseException):
            yield found
