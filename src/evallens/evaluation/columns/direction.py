"""Names within sentences: kept from turning the words beside them, and told where nobody could see them."""

from __future__ import annotations

import re
import unicodedata

_TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters written from right to left, and the controls that turn any text around."""

_ENDS = re.compile("[\n\r\x1c-\x1e\x85\u2029\u2066-\u2069]")
"""What would end an isolate, or leave one open, within a name: other isolates' signs and ends of paragraphs."""


_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs of no width, or of nothing but width, which their categories do not tell."""

_BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def visible(name: str) -> str:
    """``name``, or "(no name)" where it has no letter that can be seen: none at all, or zero-width spaces alone.

    >>> visible("cat"), visible("\u200b")
    ('cat', '(no name)')
    """

    def is_blank(letter: str) -> bool:
        is_selector = "\ufe00" <= letter <= "\ufe0f"
        return letter in _BLANK or is_selector or unicodedata.category(letter) in _BLANK_CATEGORIES

    return "(no name)" if all(map(is_blank, name)) else name


def isolated(name: str) -> str:
    r"""``name`` for use within a sentence: one that could turn around the words beside it is isolated.

    Names without letters or controls of that kind stay as they are, to the byte, unless nobody could see them.
    Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm", section 2.4.

    >>> isolated("cat"), isolated("\u202etac")
    ('cat', '\u2068\u202etac\u2069')
    """
    shown = visible(name)
    return f"\u2068{_ENDS.sub('', shown)}\u2069" if _TURNS.search(shown) else shown
