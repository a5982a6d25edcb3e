"""Text that is safe to show: secrets hide themselves, and what comes from outside moves no cursor."""

from __future__ import annotations

from unicodedata import category


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
