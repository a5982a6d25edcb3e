"""Matching as a table, for tests that look at outcomes."""

from __future__ import annotations

from evallens.evaluation.columns.masks import Masks
from evallens.evaluation.columns.tables import Outcomes
from evallens.evaluation.matched import How, Side, matched
from evallens.matching.instances import Instances
from evallens.matching.rules import IOU, Rule


def match(
    truth: Instances,
    predictions: Instances,
    *,
    background: int,
    iou: float = 0.5,
    rule: Rule = IOU,
    masks: tuple[Masks, Masks] | None = None,
) -> Outcomes:
    """The outcomes of both sides, with their kinds."""
    sides = [Side(side, own) for side, own in zip((truth, predictions), masks or (None, None), strict=True)]
    return matched(sides[0], sides[1], background=background, how=How(rule=rule, iou=iou)).outcomes
