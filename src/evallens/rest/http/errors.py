"""From an answer that is no success to the error that says what happened and what to do."""

from __future__ import annotations

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
from .auth import WRONG_KEY
from .connection_errors import PROXY_LOGIN

_SHOWN = 300


class Said(NamedTuple):
    """What the body of an unsuccessful answer says: the service's code and its words, if any."""

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


def failure(status: int, body: bytes, what: str) -> ServiceError:
    """The error for an answer of ``status`` to the request for ``what`` (a path, never with a query)."""
    if status == 407:
        return UnreachableError(
            f"The proxy on the way asks for a password. {PROXY_LOGIN} (HTTP 407, {what})", status=407
        )
    said = read_body(body)
    kind = _BY_CODE.get((said.code or "").lower()) or _BY_STATUS.get(status) or _by_range(status)
    words = f' The service says: "{said.message}".' if said.message else ""
    code = f" {said.code}" if said.code else ""
    return kind(f"{_ADVICE[kind]}{words} (HTTP {status}{code}, {what})", status=status, code=said.code)


def read_body(body: bytes) -> Said:
    """Code and message of an error body in any of the forms seen; nothing from HTML."""
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return Said(None, "")
    if not isinstance(content, dict):
        return Said(None, "")
    error = content.get("error")
    if isinstance(error, dict):
        return Said(_text(error.get("code")) or None, _words(error))
    text = _text(error)
    if text and " " not in text:
        return Said(text, _words(content))
    return Said(None, text or _words(content))


def _words(content: dict[Any, Any]) -> str:
    parts = (_text(content.get("message")), _text(content.get("hint")))
    return " ".join(part for part in parts if part)


def _text(value: object) -> str:
    # A service's words end up in a notebook: one line, and not without end.
    return " ".join(value.split())[:_SHOWN] if isinstance(value, str) else ""


def _by_range(status: int) -> type[ServiceError]:
    if status >= 500:
        return ServiceDownError
    return ResponseError if status < 400 else ServiceError
