"""GET requests: signed, bounded in time and size, tried again where that helps."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from requests.utils import select_proxy
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

from ...errors import AuthenticationError, ResponseError, ServiceError, UnreachableError
from ...evaluation.protocols import Cancelled
from .auth import WITHOUT_KEY, ApiKey
from .connection_errors import diagnosis
from .deadline import Deadline, DeadlineError, Watchdog
from .errors import failure
from .retry import Clock, RetryPolicy
from .session import Session

_PIECE = 1 << 18
_ERROR_BODY = 1 << 16
"""Bytes that are read of an answer that is not the one hoped for."""


class FailedAttempt(NamedTuple):
    """Why one attempt gave nothing, how many attempts such a failure is worth, and the wait the service asks for."""

    error: ServiceError
    attempts: int
    wait: float | None = None


class Answer(NamedTuple):
    """Status, the headers that matter here, and the body; of a redirect the body is not read."""

    status: int
    retry_after: str | None
    location: str | None
    body: bytes

    @property
    def is_redirect(self) -> bool:
        """Does it send the client elsewhere?"""
        return 300 <= self.status < 400


@dataclass(eq=False)
class Transport:
    """GETs below one base address. Safe to use from several threads."""

    base: str
    key: ApiKey | None = None
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    clock: Clock = field(default_factory=Clock)
    limit: int = 1 << 28
    """Bytes of one answer."""
    session: Session = field(default_factory=Session, repr=False)

    def __post_init__(self) -> None:
        self._watchdog = Watchdog(self.clock)

    def get(
        self,
        path: str,
        query: Mapping[str, str | int] | None = None,
        *,
        cancelled: Cancelled | None = None,
    ) -> bytes:
        """The body of a 200 answer to ``GET base + path``, without the key should a service repeat it there.

        Raises the ServiceError that fits any other end: a refusal, too many requests or 5xx after
        retries, no connection, no complete answer in time; CancelledError once ``cancelled`` is set.
        """
        body = self.answer(path, query, cancelled or threading.Event(), (200,)).body
        return self.key.redacted_body(body) if self.key else body

    def answer(
        self,
        path: str,
        query: Mapping[str, str | int] | None,
        cancelled: Cancelled,
        good: tuple[int, ...],
    ) -> Answer:
        """The answer, if its status is among the ``good`` ones; raises as :meth:`get` does."""
        try:
            with self._watchdog.deadline(self.retry.whole, cancelled) as deadline:
                return self._with_retries(path, query or {}, deadline, good)
        except DeadlineError:
            clean: ServiceError = self._timed_out(path)
        except ServiceError as error:
            clean = self._without_key(error)
        # Raised out here, it carries no chain of requests objects whose headers hold the key.
        raise clean from clean.__cause__

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()

    def _with_retries(
        self, path: str, query: Mapping[str, str | int], deadline: Deadline, good: tuple[int, ...]
    ) -> Answer:
        attempt = 1
        while True:
            deadline.check()
            try:
                got = self._once(path, query, deadline, good)
                # Whatever came back: shut down by the watchdog, a connection may end in any way.
                deadline.check()
            finally:
                deadline.release()
            if isinstance(got, Answer) and got.status in good:
                return got
            failed = got if isinstance(got, FailedAttempt) else self._refused(got, path)
            if attempt >= failed.attempts:
                raise failed.error
            pause = self._pause(attempt, failed)
            if pause > deadline.remaining:
                raise failed.error
            self.clock.wait(pause, deadline.cancelled)
            attempt += 1

    def _once(
        self, path: str, query: Mapping[str, str | int], deadline: Deadline, good: tuple[int, ...]
    ) -> Answer | FailedAttempt:
        try:
            with self.session.get(
                self.base + path,
                params=query,
                auth=self.key or _anonymous,
                timeout=(self.retry.connect, self.retry.read),
                stream=True,
                # Followed, a redirect could carry the key to another host.
                allow_redirects=False,
            ) as response:
                headers = response.headers
                answer = Answer(response.status_code, headers.get("Retry-After"), headers.get("Location"), b"")
                if answer.is_redirect:
                    return answer
                return answer._replace(body=self._body(response, deadline, is_good=answer.status in good))
        except (requests.Timeout, ReadTimeoutError):
            # It has had its time; asking again would multiply the wait.
            return FailedAttempt(self._timed_out(path), 1)
        except DecodeError:
            deadline.check()
            return FailedAttempt(ResponseError(f"The answer is not packed as its Content-Encoding says ({path})."), 1)
        except (requests.RequestException, HTTPError, OSError) as error:
            deadline.check()
            return self._not_reached(error, path)

    def _body(self, response: requests.Response, deadline: Deadline, *, is_good: bool) -> bytes:
        pieces, size = [], 0
        # read1 gives what has arrived: a server that drips bytes is noticed between two of them.
        while piece := response.raw.read1(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if not is_good and size > _ERROR_BODY:
                break
            if size > self.limit:
                raise ResponseError(f"An answer of more than {self.limit >> 20} MB is not taken.")
            deadline.check()
        return b"".join(pieces)

    def _refused(self, answer: Answer, path: str) -> FailedAttempt:
        if answer.is_redirect:
            words = (
                f"{self._host} redirects {path} elsewhere. That is not followed, so that the key stays with "
                "the host it was meant for; check api_url."
            )
            return FailedAttempt(ResponseError(words, status=answer.status), 1)
        error = failure(answer.status, answer.body, path, self._redacted)
        if isinstance(error, AuthenticationError) and self.key is None:
            error = AuthenticationError(WITHOUT_KEY, status=error.status, code=error.code)
        is_passing = answer.status == 429 or answer.status >= 500
        attempts = self.retry.attempts if is_passing else 1
        return FailedAttempt(error, attempts, _seconds(answer.retry_after, self.clock))

    def _not_reached(self, error: Exception, path: str) -> FailedAttempt:
        if "timed out" in str(error).lower():
            # Some timeouts arrive wrapped as connection errors.
            return FailedAttempt(self._timed_out(path), 1)
        found = diagnosis(error, self._host, self._proxy)
        failed = UnreachableError(f"{found.words} Check the network and api_url ({path}).")
        failed.__cause__ = found.cause
        return FailedAttempt(failed, self.retry.reconnects if found.is_passing else 1)

    def _pause(self, attempt: int, failed: FailedAttempt) -> float:
        longest = self.retry.longest_wait
        if failed.wait is None:
            # Jitter keeps the workers of one load from coming back together.
            wait = min(self.retry.first_wait * 2 ** (attempt - 1), longest)
            return float(wait * random.uniform(0.5, 1))  # noqa: S311 - no secret
        if failed.wait > longest:
            words = f"The service asks to come back in {failed.wait:.0f} seconds (HTTP {failed.error.status})."
            raise type(failed.error)(words, status=failed.error.status, code=failed.error.code)
        return failed.wait

    def _timed_out(self, path: str) -> UnreachableError:
        return UnreachableError(f"No complete answer from {self._host} in time ({path}); try again later.")

    @property
    def _host(self) -> str:
        return urlsplit(self.base).netloc

    @property
    def _proxy(self) -> str | None:
        """The proxy on the way to the host, without the password that its address may hold."""
        settings = self.session.merge_environment_settings(self.base, {}, None, None, None)
        proxy = select_proxy(self.base, settings["proxies"])
        try:
            parts = urlsplit(proxy or "")
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            return None
        return f"{parts.hostname}{port}" if parts.hostname else None

    def _without_key(self, error: ServiceError) -> ServiceError:
        code = error.code and self._redacted(error.code)
        clean = type(error)(self._redacted(str(error)), status=error.status, code=code)
        cause = error.__cause__
        clean.__cause__ = cause if cause is not None and self._redacted(repr(cause)) == repr(cause) else None
        return clean

    def _redacted(self, text: str) -> str:
        return self.key.redacted(text) if self.key else text


def _anonymous(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _seconds(retry_after: str | None, clock: Clock) -> float | None:
    """A ``Retry-After``, a number or a date, in seconds; ``None`` for one that says nothing of the future."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        try:
            seconds = parsedate_to_datetime(retry_after or "").timestamp() - clock.today()
        except (ValueError, TypeError, OverflowError):
            return None
    return seconds if 0 < seconds < math.inf else None
