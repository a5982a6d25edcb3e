"""Turning from one of two models to the other: what changes places with them."""

from __future__ import annotations

from typing import Any

from ..evaluation import facets
from ..evaluation.metrics.cells import Mask
from ..evaluation.metrics.order import SORTS_OF_TWO
from .synced import Synced
from .wire.settings import VERDICTS_DEFAULT

_CHANGES = {"regressed": "fixed", "fixed": "regressed", "worse": "better", "better": "worse"}
_TRANSITIONS = {"broken": "fixed", "fixed": "broken", "new": "gone", "gone": "new"}
_SIDES = ("label", "model")
_MARKED = "marked_instances"


def turn(lens: Synced, is_common: Mask) -> None:
    """Let marks, verdicts and what changed follow a Lens that has turned to another model.

    A truth that both models have keeps its marks, at the same row: ``is_common`` of the objects of the model it left.
    What was broken from the one to the other is fixed the other way around. The browser does the same itself.
    """
    lens.change = [_CHANGES.get(word, word) for word in lens.change]
    lens.transition = [_TRANSITIONS.get(one, one) if isinstance(one, str) else one[::-1] for one in lens.transition]
    sort = lens.view["sort"]
    if sort in SORTS_OF_TWO:
        lens.view = {"sort": _CHANGES[sort]}
    marks, verdicts, elsewhere = lens.marks, lens.verdicts.as_trait(), lens.elsewhere
    left: dict[str, list[int]] = {"marks": [row for row in marks["objects"] if not is_common[row]]}
    kept = [row for row in marks["objects"] if is_common[row]]
    objects = sorted([*kept, *elsewhere["marks"]])
    said: dict[str, list[int]] = {name: list(elsewhere[name]) for name in VERDICTS_DEFAULT}
    for side in _SIDES:
        left |= {side: [], f"{side}_times": []}
        for row, time in zip(verdicts[side], verdicts[f"{side}_times"], strict=True):
            into = said if is_common[row] else left
            into[side].append(row)
            into[f"{side}_times"].append(time)
    where: dict[str, Any] = getattr(lens, facets.WHERE)
    lens.marks = {"images": marks["images"], "objects": objects}
    lens.elsewhere = left
    if said != verdicts:
        lens.verdicts = said
    if _MARKED in where:
        setattr(lens, facets.WHERE, {**where, _MARKED: {"in": objects}})
