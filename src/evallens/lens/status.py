"""What the status line says."""

from __future__ import annotations

from typing import Any

from ..errors import EvalLensError


def status(state: str, message: str = "") -> dict[str, Any]:
    """The value of the trait: "idle", "loading" or "error", and a sentence."""
    return {"state": state, "message": message, "done": 0, "total": 0}


def in_words(error: BaseException) -> str:
    """What went wrong, for the user of the widget."""
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted: what was shown before is still shown."
    if isinstance(error, EvalLensError):
        return str(error)
    return f"Something went wrong inside EvalLens. {type(error).__name__}: {error}"
