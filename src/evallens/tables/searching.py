"""The query facet in an engine: a part of a name, in any case of the letters A to Z."""

from __future__ import annotations

import re

import narwhals as nw

from ..evaluation.columns.names import folded

_ODD = r"[^\x{0000}-\x{02FF}]"
"""A character that may not be in NFC; below U+0300 all are. Rust, RE2 and Java write it alike."""
_LETTER = re.compile("[a-z]")


def is_odd(column: nw.Expr) -> nw.Expr:
    """Which names may not be in NFC, so that they are looked at one by one."""
    return column.str.contains(_ODD)


def contains(column: nw.Expr, query: str) -> nw.Expr:
    """Which names, all in NFC, contain ``query``."""
    # Folding by the engine would fold letters beyond A to Z, too.
    pattern = "".join(_either(letter) for letter in folded(query))
    return column.str.contains(pattern)


def _either(letter: str) -> str:
    if _LETTER.fullmatch(letter):
        return f"[{letter}{letter.upper()}]"
    return letter if letter.isalnum() or ord(letter) > 127 else rf"\x{{{ord(letter):04X}}}"
