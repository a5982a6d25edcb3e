"""Why a label is suspect, in words."""

from __future__ import annotations

import math

from ...text import fixed, percent_text
from ..columns.direction import isolated
from ..metrics.suspects import Suspect


def reason(code: int, label: str, *, score: float, other: str, iou: float, found: float, tb: float) -> str:
    """Say why an object of class ``label`` is suspect.

    Args:
        code: The kind of suspicion.
        label: Class of the object.
        score: Confidence 0..1 of a prediction, as a float32; NaN: it carries none.
        other: Class of the truth that it is held against.
        iou: Overlap of the two.
        found: Share of the labels of its class that the model finds, 0..1.
        tb: The overlap up to which there is nothing.

    >>> reason(Suspect.WRONG_LABEL, "dog", score=0.97, other="cat", iou=0.881, found=0, tb=0.1)
    'dog at 97 % on a label cat, IoU .88'
    """
    name, named = isolated(label), isolated(other)
    sure = name if math.isnan(score) else f"{name} at {percent_text(score)}"
    if code == Suspect.UNLABELLED:
        return f"{sure}, nothing labelled within IoU {level(tb)}"
    if code == Suspect.WRONG_LABEL:
        return f"{sure} on a label {named}, IoU {share(iou)}"
    if code == Suspect.BADLY_DRAWN:
        return f"{sure} beside a label {named} that nothing else finds, IoU {share(iou)}"
    if code == Suspect.LABELLED_TWICE:
        return f"label {name} on another label {named}, IoU {share(iou)}"
    # This one is not found, so that all are not.
    share_found = min(99, math.floor(100 * found + 0.5))
    return f"label {name}, nothing predicted within IoU {level(tb)}; {share_found} % of its class are found"


def share(value: float) -> str:
    """A share in two digits: .88."""
    return _bare(fixed(value, 2))


def level(value: float) -> str:
    """A level as it was given: .1."""
    return _bare(f"{float(fixed(value, 3)):g}")


def _bare(text: str) -> str:
    return text.removeprefix("0") if text.startswith("0.") else text
