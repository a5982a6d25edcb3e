"""Names from right to left, or with controls of direction: kept from turning the words beside them."""

from __future__ import annotations

import re

_TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters written from right to left, and the controls that turn any text around."""

_ENDS = re.compile("[\n\r\x1c-\x1e\x85\u2029\u2066-\u2069]")
"""What would end an isolate, or leave one open, within a name: other isolates' signs and ends of paragraphs."""


def isolated(name: str) -> str:
    r"""``name`` for use within a sentence: one that could turn around the words beside it is isolated.

    Names without letters or controls of that kind stay as they are, to the byte.
    Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm", section 2.4.

    >>> isolated("cat"), isolated("\u202etac")
    ('cat', '\u2068\u202etac\u2069')
    """
    return f"\u2068{_ENDS.sub('', name)}\u2069" if _TURNS.search(name) else name
