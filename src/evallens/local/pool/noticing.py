"""What is said of an evaluation whose parts were matched one by one: what each part tells, added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...evaluation.columns.notices import Notice
from ...pictures.spelling import tellable
from .. import checks, plausibility, splits
from ..annotations import difficult_notices
from ..pairing import sides

_SIDES = ("ground truth", "predictions")
EXAMPLES = 3
"""Images that a notice names."""

ROWS = ("rows_0", "rows_1")
"""How many rows of each side were matched: every one of them must be, once."""

Counts = dict[str, Any]
"""What there is of each thing: a number, some names, or numbers by name."""


def add(total: Counts, more: Counts) -> None:
    """Add what one group or part tells to ``total``."""
    for name, value in more.items():
        if isinstance(value, list):
            total[name] = [*total.get(name, []), *value][:EXAMPLES]
        elif isinstance(value, dict):
            total[name] = dict(Counter(total.get(name, {})) + Counter(value))
        else:
            total[name] = total.get(name, 0) + value


def summed(told: Sequence[Counts]) -> Counts:
    """All of them together."""
    total: Counts = {}
    for one in told:
        add(total, one)
    return total


def notices(told: Counts) -> Iterator[Notice]:
    """The notices of all parts together, in the words of any other evaluation."""
    count: Counter[str] = Counter({name: value for name, value in told.items() if isinstance(value, int)})
    yield from sides.ignored_notices(count["difficult"])
    if not count["difficult"]:
        yield from difficult_notices(np.ones(count["called_difficult"], np.bool_))
    yield from sides.crowd_notices(count["crowd"])
    yield from sides.added_notices(count["added"], _named(told, "added"))
    if count["truths"] and not count["predictions"]:
        yield checks.no_predictions(count["images"])
    else:
        yield from plausibility.unpredicted(count["unpredicted"], _named(told, "unpredicted"))
    for place, what in enumerate(_SIDES):
        yield from checks.no_area(count[f"empty_{place}"], what)
    if told.get("strange"):
        yield splits.strange(told["strange"])


def _named(told: Counts, name: str) -> tuple[str, ...]:
    return tuple(map(tellable, told.get(f"{name}_named", [])))
