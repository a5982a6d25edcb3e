"""What a caller may hand in, checked: every refusal says in words what is taken."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from reprlib import repr as shortened
from typing import Any
from unicodedata import category

from .errors import InputError


def listed(given: Any, what: str, meaning: str) -> list[Any]:
    """What is in a list or anything like one; a text, or what has no order, is none."""
    try:
        if not isinstance(given, str | bytes | Mapping | AbstractSet):
            return list(given)
    except TypeError:
        pass
    raise InputError(f"{what} is {meaning}, not {shortened(given)}")


class Secret(str):
    """A text that does not show itself: notebooks can print the arguments of every function that an error passes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


def hidden(secret: str | None) -> str | None:
    """``secret`` as one that does not show itself; ``None`` stays."""
    return Secret(secret) if isinstance(secret, str) else secret


def without_controls(text: str) -> str:
    """``text`` with every control character but the line feed replaced, so that it moves no cursor of a terminal."""
    return "".join("\ufffd" if category(letter) == "Cc" and letter != "\n" else letter for letter in text)
