"""Turning from one of two models to the other: what changes places with them."""

from __future__ import annotations

from typing import Any

from ..evaluation import facets
from ..evaluation.metrics.cells import Mask
from .synced import Synced
from .wire.schema import VERDICTS_DEFAULT

_SIDES = ("label", "model")
_MARKED = "marked_instances"


def turn(lens: Synced, is_common: Mask) -> None:
    """Let marks and verdicts follow a Lens that has turned to another model; ``is_common`` of the objects it left.

    A truth that both models have keeps its own, at the same row. The browser does the same itself.
    """
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
