"""The command line: ``evallens demo | show | info | list | serve | evaluate | compare | check | export | cache``."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Sequence

from ..errors import EvalLensError
from .parser import parser
from .saying import say

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 for an error, 2 for wrong usage.

    ``evallens check`` has a 1 of its own, a rule that failed, so every error there is a 2.
    """
    arguments = parser().parse_args(argv)
    try:
        with warnings.catch_warnings():
            # In its words alone: the line of code that a warning comes from helps nobody here.
            warnings.showwarning = lambda message, *_where: say(f"evallens: {message}", error=True)
            code: int | None = arguments.run(arguments)
    except EvalLensError as error:
        say(f"evallens: {error}", error=True)
        return int(arguments.on_error)
    except KeyboardInterrupt:
        return 130
    except Exception:
        if arguments.on_error == 1:  # As Python exits by itself.
            raise
        traceback.print_exc()
        return int(arguments.on_error)
    return code or 0
