"""The tables of two sides that are matched: outcomes with their kinds, and the objects behind them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..matching.best import NOBODY, BestOverlaps
from ..matching.ignoring import on_regions
from ..matching.instances import Boxes, Instances
from ..matching.kinds import BACKGROUND_IOU, told
from ..matching.matched import Matched
from ..matching.outcomes import Found, Measured, match
from ..matching.overlaps import Pairs, box_pairs
from ..matching.rules import COCO, IOU, RULES, Rule
from .columns.header import Header
from .columns.masks import Masks
from .columns.tables import CROWD, DIFFICULT, NONE, PREDICTION, REGION, TRUTH, Objects, Outcomes

Index = NDArray[np.integer]


@dataclass(frozen=True, kw_only=True)
class How:
    """How predictions are matched to ground truths, and how what is left is told apart."""

    rule: Rule = IOU
    iou: float = 0.5
    """Level that the IoU of a pair has to pass."""
    tb: float = BACKGROUND_IOU
    """IoU up to which a prediction lies on nothing."""

    @classmethod
    def of(cls, header: Header) -> How | None:
        """How the evaluation was matched; ``None`` where its header does not say."""
        if header.matching not in RULES or header.iou is None or header.tb is None:
            return None
        return cls(rule=RULES[header.matching], iou=header.iou, tb=header.tb)

    def forgives(self, ignored: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which predictions are no error where they have no partner, by the kind of region they lie on, (n,)."""
        is_forgiven: NDArray[np.bool_] = ignored > 0 if self.rule == COCO else ignored == DIFFICULT
        return is_forgiven

    @property
    def words(self) -> dict[str, Any]:
        """What a header says of it."""
        return {"matching": self.rule.name, "iou": self.iou, "tb": self.tb}


@dataclass(frozen=True, eq=False)
class Side:
    """Objects of one side, with the mask of each where masks are compared."""

    instances: Instances
    masks: Masks | None = None

    def __len__(self) -> int:
        return len(self.instances)

    def take(self, rows: Index) -> Side:
        """The objects of ``rows``."""
        return Side(self.instances.take(rows), None if self.masks is None else self.masks.take(rows))


@dataclass(frozen=True, eq=False)
class Regions(Side):
    """Regions that nobody judges."""

    forgives: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    """What each of them is, (regions,): ``CROWD`` or ``DIFFICULT``."""

    @classmethod
    def none(cls) -> Regions:
        """No regions at all."""
        empty = np.zeros(0, np.int64)
        return cls(Instances(empty, empty, Boxes.of_xyxy(np.zeros((0, 4)))))


class Tables(NamedTuple):
    """What matching makes."""

    outcomes: Outcomes
    objects: Objects
    """The truths, then the predictions, then the regions."""
    masks: Masks | None = None
    """The mask of every object, where masks were compared."""


def matched(truth: Side, predictions: Side, *, background: int, how: How, regions: Regions | None = None) -> Tables:
    """Match two sides and tell the kind of every outcome, at every threshold.

    Args:
        truth: The ground truths, in file order.
        predictions: The predictions.
        background: Class index that stands for "nothing there".
        how: Rule and levels.
        regions: Regions that nobody judges.
    """
    regions = Regions.none() if regions is None else regions
    found = found_between(truth, predictions, background=background, how=how)
    ignored = _ignored(regions, predictions, how.iou)
    objects = objects_of(truth.instances, predictions.instances, regions.instances)
    before = np.arange(len(truth))
    objects = replace(
        overlapping(objects, found.best, before, len(truth) + np.arange(len(predictions))),
        ignored=np.concatenate([np.zeros(len(truth), np.uint8), ignored, regions.forgives]),
    )
    outcomes = outcomes_told(found, ignored, how, len(truth))
    return Tables(outcomes, objects, masks_of(truth, predictions, regions))


def found_between(truth: Side, predictions: Side, *, background: int, how: How) -> Found:
    """What the rule makes of two sides, whatever the regions."""
    return match(
        truth.instances, predictions.instances, background=background, iou=how.iou, rule=how.rule,
        measured=measured_by_masks(truth, predictions, how.rule),
    )  # fmt: skip


def outcomes_told(found: Found, ignored: NDArray[np.uint8], how: How, truths: int) -> Outcomes:
    """The outcomes that count, with their kinds; those of forgiven predictions are left out.

    ``ignored`` says on which kind of region each prediction lies, (predictions,); 0: on none.
    """
    rows, kinds = told(found.matched, found.best, how.forgives(ignored), truths=truths, level=how.iou, floor=how.tb)
    return outcomes_of(rows, kinds, truths)


def outcomes_of(rows: Matched, kinds: NDArray[np.uint8], truths: int) -> Outcomes:
    """The outcomes as a table, whose rows name objects: the ``truths`` first, then the predictions."""
    return Outcomes.of(
        rows.image,
        rows.actual,
        rows.predicted,
        first=rows.first,
        last=rows.last,
        truth=np.where(rows.truth == NOBODY, NONE, rows.truth),
        prediction=np.where(rows.prediction == NOBODY, NONE, truths + rows.prediction),
        iou=rows.iou,
        kind=kinds,
    )


def objects_of(*sides: Instances) -> Objects:
    """Truths, predictions and regions as one table, in this order."""
    boxes = [side.boxes for side in sides]
    corners, sizes = (np.concatenate([getattr(one, part) for one in boxes]) for part in ("corners", "sizes"))
    dtypes = [side.score.dtype for side in sides if side.score is not None]
    blank = np.dtype(np.float64) if not dtypes else dtypes[0]
    return Objects(
        image=np.concatenate([side.image for side in sides]),
        side=np.repeat([TRUTH, PREDICTION, REGION][: len(sides)], [len(side) for side in sides]),
        label=np.concatenate([side.label for side in sides]),
        x=corners[:, 0],
        y=corners[:, 1],
        w=sizes[:, 0],
        h=sizes[:, 1],
        score=np.concatenate([np.full(len(s), np.nan, blank) if s.score is None else s.score for s in sides]),
        area=np.concatenate([one.areas for one in boxes]),
    )


def overlapping(objects: Objects, best: BestOverlaps, truths: Index, predictions: Index) -> Objects:
    """The objects with the best overlaps of the predictions, where both sides are these rows of them."""
    rows = np.append(truths, NONE)

    def column(values: NDArray[Any], blank: float) -> NDArray[Any]:
        whole = np.full(len(objects), blank, values.dtype)
        whole[predictions] = values
        return whole

    return replace(
        objects,
        same_iou=column(best.same_iou, np.nan),
        same_truth=column(rows[best.same_truth], NONE),
        other_iou=column(best.other_iou, np.nan),
        other_truth=column(rows[best.other_truth], NONE),
    )


def touching(one: Side, other: Side, rule: Rule) -> Pairs:
    """Every pair of objects of two sides that share an area, with its overlap as the rule measures it."""
    measured = measured_by_masks(one, other, rule)
    if measured is None:
        return box_pairs(one.instances, other.instances, rule.measure)
    every = (np.arange(len(one)), np.arange(len(other)))
    return measured(one.instances, other.instances, *every)


def masks_of(*sides: Side) -> Masks | None:
    """The masks of all objects of ``sides``, one side after the other; ``None`` where none has any."""
    masks = [side.masks for side in sides if side.masks is not None]
    return Masks.stacked(masks) if masks else None


def measured_by_masks(truth: Side, predictions: Side, rule: Rule) -> Measured | None:
    """Overlaps of masks, where both sides have them: the pairs whose masks' own boxes touch."""
    if truth.masks is None or predictions.masks is None:
        return None
    ours, theirs = truth.masks, predictions.masks
    # Boxes may have been drawn tighter than the masks in them; candidates must not get lost by that.
    around = [Boxes.of_xyxy(masks.boxes()) for masks in (ours, theirs)]

    def measured(one: Instances, other: Instances, mine: Index, others: Index) -> Pairs:
        sides = (replace(one, boxes=around[0].take(mine)), replace(other, boxes=around[1].take(others)))
        touching = box_pairs(*sides, rule.measure)
        iou = ours.iou(theirs, mine[touching.truth], others[touching.prediction])
        return replace(touching, iou=iou.astype(np.float32) if rule.measure == "corners" else iou)

    return measured


def _ignored(regions: Regions, predictions: Side, level: float) -> NDArray[np.uint8]:
    """On which kind of region each prediction lies, (predictions,): a crowd takes only what is of its class."""
    found = np.zeros(len(predictions), np.uint8)
    for kind, is_within_class in ((CROWD, True), (DIFFICULT, False)):
        rows = np.flatnonzero(regions.forgives == kind)
        if len(rows):
            found[_lie_on(regions.take(rows), predictions, level, is_within_class=is_within_class)] = kind
    return found


def _lie_on(regions: Side, predictions: Side, level: float, *, is_within_class: bool) -> NDArray[np.bool_]:
    ours, theirs = regions.masks, predictions.masks
    if ours is None or theirs is None:
        return on_regions(regions.instances, predictions.instances, level, is_within_class=is_within_class)
    around = [
        replace(side.instances, boxes=Boxes.of_xyxy(masks.boxes()))
        for side, masks in ((regions, ours), (predictions, theirs))
    ]
    areas = theirs.areas

    def share(region: Index, prediction: Index) -> NDArray[np.float64]:
        own = areas[prediction]
        both = ours.shared(theirs, region, prediction)
        return np.asarray(np.divide(both, own, out=np.zeros(len(own)), where=own > 0))

    return on_regions(around[0], around[1], level, is_within_class=is_within_class, shared=share)
