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
_EXAMPLES = 3


def added_up(told: Sequence[dict[str, Any]]) -> Iterator[Notice]:
    """The notices of all parts together, in the words of any other evaluation."""
    yield from sides.ignored_notices(_sum(told, "difficult"))
    if not _sum(told, "difficult"):
        yield from difficult_notices(np.ones(_sum(told, "called_difficult"), np.bool_))
    yield from sides.crowd_notices(_sum(told, "crowd"))
    yield from sides.added_notices(*_named(told, "added"))
    if _sum(told, "truths") and not _sum(told, "predictions"):
        yield checks.no_predictions(_sum(told, "images"))
    else:
        yield from plausibility.unpredicted(*_named(told, "unpredicted"))
    for place, what in enumerate(_SIDES):
        yield from checks.no_area(sum(one["empty"][place] for one in told), what)
    strange: Counter[str] = Counter()
    for one in told:
        strange.update(one["strange"])
    if strange:
        yield splits.strange(strange)


def _sum(told: Sequence[dict[str, Any]], name: str) -> int:
    return sum(int(one[name]) for one in told)


def _named(told: Sequence[dict[str, Any]], name: str) -> tuple[int, tuple[str, ...]]:
    """How many images there are, and some of them."""
    names = [image for one in told for image in one[name][1]]
    return sum(int(one[name][0]) for one in told), tuple(map(tellable, names[:_EXAMPLES]))
