"""One GET, done well: signed, bounded in time and size, repeated where repeating helps."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from ...errors import AuthenticationError, ResponseError, ServiceError, UnreachableError
from ...evaluation.protocols import Cancelled
from .auth import WITHOUT_KEY, ApiKey
from .errors import failure
from .hosts import is_loopback
from .retry import CancelledError, Clock, RetryPolicy

WORKERS = 8
"""Requests under way at once; also the size of the connection pool."""

_PIECE = 1 << 18


class FailedAttempt(NamedTuple):
    """Why one try gave nothing, how many tries such a fault is worth, and the wait the service asks for."""

    error: ServiceError
    tries: int
    wait: float | None = None


class Answer(NamedTuple):
    """Status, the headers that matter here, and the body."""

    status: int
    retry_after: str | None
    location: str | None
    body: bytes


@dataclass(eq=False)
class Transport:
    """GETs below one base address. Safe to use from several threads."""

    base: str
    key: ApiKey | None = None
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    clock: Clock = field(default_factory=Clock)
    limit: int = 1 << 28
    """Bytes of one answer."""
    session: requests.Session = field(default_factory=requests.Session, repr=False)

    def __post_init__(self) -> None:
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=WORKERS)
        self.session.mount("https://", adapter)
        self.session.mount("http://", adapter)
        self.session.headers["User-Agent"] = "evallens"
        # A proxy of the environment does not know this machine's own loopback.
        self.session.trust_env = not is_loopback(self.base)

    def get(
        self,
        path: str,
        query: Mapping[str, str | int] | None = None,
        *,
        cancelled: Cancelled | None = None,
    ) -> bytes:
        """The body of a 200 answer to ``GET base + path``.

        Raises the ServiceError that fits any other end: a refusal, too many requests or 5xx after
        retries, no connection, no complete answer in time.
        """
        stop = cancelled or threading.Event()
        return self.answer(path, query, stop, (200,)).body

    def answer(
        self,
        path: str,
        query: Mapping[str, str | int] | None,
        cancelled: Cancelled,
        good: tuple[int, ...],
    ) -> Answer:
        """The answer, if its status is among the ``good`` ones; raises as :meth:`get` does."""
        try:
            return self._with_retries(path, query or {}, cancelled, good)
        except ServiceError as error:
            clean = self._clean(error)
        # Raised out here, it carries no chain of requests objects whose headers hold the key.
        raise clean

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()

    def _with_retries(
        self, path: str, query: Mapping[str, str | int], stop: Cancelled, good: tuple[int, ...]
    ) -> Answer:
        attempt = 1
        while True:
            if stop.is_set():
                raise CancelledError("CancelledError.")
            got = self._once(path, query, stop)
            if isinstance(got, Answer) and got.status in good:
                return got
            fault = got if isinstance(got, FailedAttempt) else self._refused(got, path)
            if attempt >= fault.tries:
                raise fault.error
            self.clock.wait(self._pause(attempt, fault), stop)
            attempt += 1

    def _once(self, path: str, query: Mapping[str, str | int], stop: Cancelled) -> Answer | FailedAttempt:
        retry, deadline = self.retry, self.clock.now() + self.retry.whole
        try:
            with self.session.get(
                self.base + path,
                params=query,
                auth=self.key or _anonymous,
                timeout=(retry.connect, retry.read),
                stream=True,
                # Followed, a redirect could carry the key to another host.
                allow_redirects=False,
            ) as response:
                body = self._body(response, deadline, stop)
                headers = response.headers
                return Answer(response.status_code, headers.get("Retry-After"), headers.get("Location"), body)
        except (requests.Timeout, ReadTimeoutError, _DeadlineError):
            return self._timed_out(path)
        except (requests.RequestException, HTTPError, OSError) as error:
            # Some timeouts arrive wrapped as connection errors.
            if "timed out" in str(error).lower():
                return self._timed_out(path)
            words = f"{_fault(error)} {self._host} ({path}). Check the network and api_url."
            return FailedAttempt(UnreachableError(words), self.retry.reconnects)

    def _body(self, response: requests.Response, deadline: float, stop: Cancelled) -> bytes:
        pieces, size = [], 0
        # read1 gives what has arrived: a server that drips bytes cannot outlast the deadline.
        read = getattr(response.raw, "read1", response.raw.read)
        while piece := read(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > self.limit:
                raise ResponseError(f"An answer of more than {self.limit >> 20} MB is not taken.")
            if stop.is_set():
                raise CancelledError("CancelledError.")
            if self.clock.now() > deadline:
                raise _DeadlineError
        return b"".join(pieces)

    def _refused(self, answer: Answer, path: str) -> FailedAttempt:
        if 300 <= answer.status < 400:
            words = (
                f"{self._host} redirects {path} elsewhere. That is not followed, so that the key stays with "
                "the host it was meant for; check api_url."
            )
            return FailedAttempt(ResponseError(words, status=answer.status), 1)
        error = failure(answer.status, answer.body, path)
        if isinstance(error, AuthenticationError) and self.key is None:
            error = AuthenticationError(WITHOUT_KEY, status=error.status, code=error.code)
        passing = answer.status == 429 or answer.status >= 500
        return FailedAttempt(error, self.retry.attempts if passing else 1, _seconds(answer.retry_after, self.clock))

    def _pause(self, attempt: int, fault: FailedAttempt) -> float:
        longest = self.retry.longest_wait
        if fault.wait is None:
            # Jitter keeps the workers of one load from coming back together.
            wait = min(self.retry.first_wait * 2 ** (attempt - 1), longest)
            return float(wait * random.uniform(0.5, 1))  # noqa: S311 - no secret
        if fault.wait > longest:
            words = f"The service asks to come back in {fault.wait:.0f} seconds. {fault.error}"
            raise type(fault.error)(words, status=fault.error.status, code=fault.error.code)
        return fault.wait

    def _timed_out(self, path: str) -> FailedAttempt:
        words = f"No complete answer from {self._host} in time ({path}); try again later."
        # It has had its time; asking again would multiply the wait.
        return FailedAttempt(UnreachableError(words), 1)

    @property
    def _host(self) -> str:
        return urlsplit(self.base).netloc

    def _clean(self, error: ServiceError) -> ServiceError:
        text = str(error)
        clean = self.key.redacted(text) if self.key else text
        code = self.key.redacted(error.code) if self.key and error.code else error.code
        return type(error)(clean, status=error.status, code=code)


class _DeadlineError(Exception):
    """The answer is not complete at its deadline."""


def _anonymous(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _seconds(retry_after: str | None, clock: Clock) -> float | None:
    """A ``Retry-After`` in seconds; it may be a number or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - clock.today())
    except (ValueError, TypeError, OverflowError):
        return None


def _fault(error: Exception) -> str:
    text = str(error).lower()
    if "name or service not known" in text or "resolve" in text or "getaddrinfo" in text:
        return "There is no host of the name"
    if "certificate" in text or "ssl" in text:
        return "No secure connection to"
    if "refused" in text:
        return "Nothing answers at"
    return "The connection broke off at"
