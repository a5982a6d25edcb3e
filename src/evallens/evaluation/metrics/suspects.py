"""What may be wrong with a label."""

from __future__ import annotations

from enum import IntEnum


class Suspect(IntEnum):
    """The kinds of suspicion, by the numbers that stand in files."""

    NONE = 0
    UNLABELLED = 1
    """A sure prediction where nothing is labelled."""
    WRONG_LABEL = 2
    """A prediction on a label of another class, which none of its own finds."""
    BADLY_DRAWN = 3
    """A sure prediction beside a label of its class, which nothing finds."""
    NOTHING_THERE = 4
    """A label that no prediction comes near."""
    LABELLED_TWICE = 5
    """A label where an earlier one of its class stands."""


NAMES: tuple[str, ...] = (
    "",
    "unlabelled object",
    "wrong label",
    "badly drawn label",
    "label of nothing",
    "labelled twice",
)
"""What each kind is called, by its number."""
