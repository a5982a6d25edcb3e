"""Text that is safe to show, where secrets hide themselves and nothing moves a cursor; and numbers in words."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import category

_USER = re.compile(r"(?<=//)[^/?#]*@")
_KEY_IN_QUERY = re.compile(r"(key|token|secret)=[^&#\s]*", re.IGNORECASE)


class Secret(str):
    """A text that does not show itself: notebooks can print the arguments of every function that an error passes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


def hidden(secret: str | None) -> str | None:
    """``secret`` as one that does not show itself; ``None`` stays."""
    return Secret(secret) if isinstance(secret, str) else secret


def without_key(address: str) -> str:
    """``address`` as it may be shown: without a user, a password or a key that it carries.

    >>> without_key("https://api.roboflow.com/?api_key=abc123")
    'https://api.roboflow.com/?api_key=***'
    """
    return _KEY_IN_QUERY.sub(r"\1=***", _USER.sub("***@", address))


def without_controls(text: str) -> str:
    """``text`` with every control character but the line feed replaced, so that it moves no cursor of a terminal."""
    return "".join("\ufffd" if category(letter) == "Cc" and letter != "\n" else letter for letter in text)


_SINGULAR_VERBS = {"are": "is", "were": "was", "have": "has"}


def counted(count: int, plural: str, verb: str = "") -> str:
    """How many there are, in words, with the verb that follows in its form.

    The first word that ends in s is the one that is counted.

    >>> counted(1, "boxes", "reach"), counted(1204, "classes"), counted(1, "crowd regions of the truth", "are")
    ('1 box reaches', '1,204 classes', '1 crowd region of the truth is')
    """
    if count == 1:
        plural = re.sub(r"(?:(?<=ss)es|(?<=x)es|s)(?= |$)", "", plural, count=1)
        ending = "es" if verb.endswith(("s", "x", "ch", "sh")) else "s"
        verb = _SINGULAR_VERBS.get(verb, f"{verb}{ending}") if verb else ""
    return " ".join(filter(None, (f"{count:,}", plural, verb)))


def percent_text(share: float) -> str:
    """A share as the front end writes it, with a dash for NaN.

    >>> percent_text(0.125), percent_text(0.054), percent_text(0.0001), percent_text(float("nan"))
    ('13 %', '5.4 %', '<0.1 %', '—')
    """
    if math.isnan(share):
        return "—"
    hundredths = 100 * share
    if 0 < hundredths < 0.1:
        return "<0.1 %"
    return fixed(hundredths, 1 if 0 < hundredths < 9.95 else 0).removesuffix(".0") + " %"


def fixed(value: float, digits: int) -> str:
    """A number with so many digits after the point; halves go up, as with JavaScript's toFixed.

    >>> fixed(0.125, 2)
    '0.13'
    """
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
