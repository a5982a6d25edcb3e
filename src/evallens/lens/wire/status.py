"""What the status line says."""

from __future__ import annotations

from typing import Any, Literal

from ...errors import EvalLensError
from .plain import plain
from .said import Status


def status(state: Literal["idle", "loading", "error"], message: str = "") -> dict[str, Any]:
    """The value of the trait: "idle", "loading" or "error", and a sentence."""
    return plain(Status(state=state, message=message))


def in_words(error: BaseException) -> str:
    """What went wrong, for the user of the widget."""
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted: what was shown before is still shown."
    if isinstance(error, EvalLensError):
        return str(error)
    return f"Something went wrong inside EvalLens. {type(error).__name__}: {error}"
