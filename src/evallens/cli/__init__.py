"""The command line: ``evallens demo | show | info | list | serve | evaluate | export | cache``."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from ..errors import EvalLensError
from .parser import parser
from .saying import say

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 for an error, 2 for wrong usage."""
    arguments = parser().parse_args(argv)
    try:
        with warnings.catch_warnings():
            # In its words alone: the line of code that a warning comes from helps nobody here.
            warnings.showwarning = lambda message, *_where: say(f"evallens: {message}", error=True)
            arguments.run(arguments)
    except EvalLensError as error:
        say(f"evallens: {error}", error=True)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
