"""What a command prints."""

from __future__ import annotations

import sys

from ..text import without_controls


def say(text: str, *, error: bool = False) -> None:
    """Print ``text``, without what would move a cursor or colour a terminal: names and messages come from outside."""
    print(without_controls(text), file=sys.stderr if error else sys.stdout, flush=True)
