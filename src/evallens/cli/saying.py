"""What a command prints."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from ..text import without_controls


def say(text: str, *, error: bool = False) -> None:
    """Print ``text``, without what would move a cursor or colour a terminal: names and messages come from outside.

    What the terminal has no letters for is escaped. Where nobody reads any more (``| head``), nothing is printed, and
    the command goes on: what it exits with is not the reader's to change.
    """
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        print(without_controls(text).encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except BrokenPipeError:
        # Python writes what is left once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say_json(value: Any) -> None:
    """Print one JSON object in a line, in letters that the terminal has."""
    is_unicode = (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8"
    say(json.dumps(value, ensure_ascii=not is_unicode, allow_nan=False))
