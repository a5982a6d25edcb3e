"""From an answer other than 200 to the error that says what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from ...errors import (
    AccessError,
    AuthenticationError,
    EvaluationNotFoundError,
    NotFinishedError,
    PlanError,
    RateLimitError,
    ReportNotStoredError,
    ResponseError,
    ServiceDownError,
    ServiceError,
    UnreachableError,
)
from ...text import without_controls
from .auth import WRONG_KEY
from .connection_errors import PROXY_LOGIN

_SHOWN = 300


class ErrorBody(NamedTuple):
    """The service's error code and its words, as far as the body of its answer has any."""

    code: str | None
    message: str


_ADVICE: dict[type[ServiceError], str] = {
    AuthenticationError: WRONG_KEY,
    AccessError: "The key may not read this; it needs the scope model-eval:read and access to the workspace.",
    PlanError: "The workspace's plan, quota or billing does not allow this; see its settings in the app.",
    EvaluationNotFoundError: "No such evaluation in this workspace.",
    ReportNotStoredError: "The service holds no report at this threshold.",
    NotFinishedError: "The evaluation is still running, or failed, so it has no reports yet.",
    RateLimitError: "Too many requests, also after waiting; try again in a minute.",
    ServiceDownError: "The service is in trouble, also after retries; try again later.",
    ResponseError: "The service does not offer this address; check workspace, id and api_url.",
    UnreachableError: "The service gave up waiting; try again.",
    ServiceError: "The service refused the request.",
}

_BY_STATUS: dict[int, type[ServiceError]] = {
    401: AuthenticationError,
    402: PlanError,
    403: AccessError,
    404: ResponseError,
    408: UnreachableError,
    409: NotFinishedError,
    423: PlanError,
    429: RateLimitError,
}

_BY_CODE: dict[str, type[ServiceError]] = {
    "unauthenticated": AuthenticationError,
    "forbidden": AccessError,
    "model_eval_not_found": EvaluationNotFoundError,
    "report_not_found": ReportNotStoredError,
    "model_eval_not_done": NotFinishedError,
    "eval_not_done": NotFinishedError,
}


def failure(status: int, body: bytes, what: str, redacted: Callable[[str], str] = str) -> ServiceError:
    """The error for an answer of ``status`` to the request for ``what`` (a path, never with a query).

    ``redacted`` takes out of the service's words what must not be shown, before they are shortened.
    """
    if status == 407:
        return UnreachableError(
            f"The proxy on the way asks for a password. {PROXY_LOGIN} (HTTP 407, {what})", status=407
        )
    found = read_body(body, redacted)
    kind = _BY_CODE.get((found.code or "").lower()) or _BY_STATUS.get(status) or _by_range(status)
    words = f' The service says: "{found.message}".' if found.message else ""
    code = f" {found.code}" if found.code else ""
    return kind(f"{_ADVICE[kind]}{words} (HTTP {status}{code}, {what})", status=status, code=found.code)


def read_body(body: bytes, redacted: Callable[[str], str] = str) -> ErrorBody:
    """Code and message of an error body in any of the forms seen; nothing from HTML."""

    def text_of(value: object) -> str:
        return _one_line(redacted(value)) if isinstance(value, str) else ""

    def words_of(error: dict[Any, Any]) -> str:
        parts = (text_of(error.get("message")), text_of(error.get("hint")))
        return " ".join(part for part in parts if part)

    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return ErrorBody(None, "")
    if not isinstance(content, dict):
        return ErrorBody(None, "")
    error = content.get("error")
    if isinstance(error, dict):
        return ErrorBody(text_of(error.get("code")) or None, words_of(error))
    text = text_of(error)
    if text and " " not in text:
        return ErrorBody(text, words_of(content))
    return ErrorBody(None, text or words_of(content))


def _one_line(text: str) -> str:
    # A service's words end up in a notebook or a terminal: one line, not without end, and nothing that moves a cursor.
    return without_controls(" ".join(text.split()))[:_SHOWN]


def _by_range(status: int) -> type[ServiceError]:
    if status >= 500:
        return ServiceDownError
    return ResponseError if status < 400 else ServiceError
