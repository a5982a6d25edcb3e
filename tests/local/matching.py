"""Matching as a table, for tests that look at outcomes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evallens.evaluation.columns.masks import Masks
from evallens.evaluation.columns.tables import UNTOLD, Outcomes
from evallens.evaluation.matched import How, Side, matched
from evallens.matching.instances import Instances
from evallens.matching.kinds import Kind
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


def as_before(outcomes: Outcomes) -> Outcomes:
    """The outcomes as they were held before kinds were told: one row for a truth without a partner."""
    is_rest = np.append(False, (outcomes.truth[1:] == outcomes.truth[:-1]) & (outcomes.kind[1:] == Kind.MISSED))
    is_rest &= np.append(False, outcomes.kind[:-1] == Kind.COVERED)
    last = outcomes.last.copy()
    last[:-1] = np.where(is_rest[1:], outcomes.last[1:], last[:-1])
    untold = np.full(len(outcomes), UNTOLD, np.uint8)
    return replace(outcomes, last=last, kind=untold).take(~is_rest)
