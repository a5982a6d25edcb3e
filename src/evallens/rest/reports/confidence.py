"""Confidence is written as a fraction by some sources and as a percent by others."""

from __future__ import annotations

import math

from ...errors import ResponseError


def percent(value: float, *, asked: int | None = None) -> int:
    """An integer percent from a fraction 0..1 or a percent; 1 is 100 % unless 1 % was asked for.

    Raises ResponseError for what is neither.

    >>> percent(0.2), percent(30), percent(0.29), percent(1, asked=1)
    (20, 30, 29, 1)
    """
    if not math.isfinite(value) or not 0 <= value <= 100:
        raise ResponseError(f"The answer names a confidence threshold of {value!r}, which is no fraction or percent.")
    if value > 1 or (value == 1 and asked == 1):
        return round(value)
    return round(value * 100)
