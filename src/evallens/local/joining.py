"""Bring the two sides together: one list of images, one list of classes, what does not match is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from ..errors import DataError, unknown_name
from ..evaluation.columns.notices import Notice
from ..matching.instances import Instances
from ..pictures.naming import Match
from .annotations import Annotations, ImageList
from .classes import CategoryIds, joined_classes
from .pairing import united

_SLACK = 0.05
"""How far a box in shares may reach beyond its image."""


@dataclass(frozen=True, kw_only=True)
class JoinRules:
    """What a caller says where the input leaves it open; raises InputError for words it does not know."""

    match: Match | None = None
    """How predictions call images."""
    category_ids: CategoryIds | None = None
    """How category ids count the classes."""

    def __post_init__(self) -> None:
        for name, words in (("match", get_args(Match)), ("category_ids", get_args(CategoryIds))):
            given = getattr(self, name)
            if given is not None and given not in words:
                raise unknown_name(name, given, words)


@dataclass(frozen=True, eq=False, kw_only=True)
class Joined:
    """Both sides over the same images and classes."""

    images: ImageList
    classes: tuple[str, ...]
    truth: Annotations
    predictions: Annotations
    notices: tuple[Notice, ...]


def joined(truth: Annotations, predictions: Annotations, rules: JoinRules) -> Joined:
    """Re-index ``predictions`` to the images and classes of ``truth``; raises DataError listing both sides."""
    truth, crowds = without_crowds(truth)
    classes = joined_classes(truth, predictions, rules.category_ids)
    images, image, added = united(truth, predictions, rules.match)
    moved = predictions.instances
    predictions = replace(predictions, instances=Instances(image, classes.label, moved.boxes, moved.score))
    _check_measures(truth, predictions, len(images))
    notices = [*truth.notices, *predictions.notices, *classes.notices]
    if crowds:
        words = f"{crowds} crowd regions of the ground truth are left out: they are no single objects."
        notices.append(Notice("crowd", crowds, (), words))
    if added:
        words = f"{added} images have predictions but no ground truth; they count as empty."
        notices.append(Notice("images-without-truth", added, tuple(images.names[-added:][:3]), words))
    return Joined(
        images=images, classes=classes.names, truth=truth, predictions=predictions, notices=tuple(notices)
    )  # fmt: skip


def without_crowds(side: Annotations) -> tuple[Annotations, int]:
    """The side without its crowd regions, and how many there were."""
    if side.is_crowd is None or not side.is_crowd.any():
        return side, 0
    kept = np.flatnonzero(~side.is_crowd)
    record = side.record
    smaller = replace(
        side,
        instances=side.instances.take(kept),
        masks=None if side.masks is None else side.masks.take(kept),
        areas=None if side.areas is None else side.areas[kept],
        is_crowd=None,
        is_share=None if side.is_share is None else side.is_share[kept],
        record=lambda row: record(int(kept[row])),
    )
    return smaller, int(side.is_crowd.sum())


def _check_measures(truth: Annotations, predictions: Annotations, images: int) -> None:
    """Shares of an image against pixels would match nothing, silently."""
    kinds = np.zeros((images, 2), np.bool_)
    for side in (truth, predictions):
        is_share = np.zeros(len(side.instances), np.bool_) if side.is_share is None else side.is_share
        kinds[side.instances.image, is_share.astype(np.intp)] = True
    mixed = np.flatnonzero(kinds.all(axis=1))
    if len(mixed):
        raise DataError(
            f"{len(mixed)} images, such as {truth.images.names[int(mixed[0])]!r}, have boxes in pixels on one side and "
            "in shares of the image on the other. Give images=, the folder of the pictures, to tell their size."
        )
    for side, other in ((truth, predictions), (predictions, truth)):
        if _looks_like_shares(side) and _looks_like_pixels(other):
            raise DataError(
                f"{side.source}: all boxes lie within 0..1, as shares of the image, while those of {other.source} are "
                "in pixels. Multiply them by the width and height of their image."
            )


def _looks_like_shares(side: Annotations) -> bool:
    """All boxes within 0..1; whole numbers alone could as well be a pixel in a corner."""
    corners = side.instances.boxes.corners
    corners = corners[np.isfinite(corners).all(axis=1)]
    is_inside = bool(((corners >= -_SLACK) & (corners <= 1 + _SLACK)).all())
    return is_inside and bool((corners % 1 > 0).any())


def _looks_like_pixels(side: Annotations) -> bool:
    """Most boxes end far beyond 1: a stray box of a side in shares does not make it one in pixels."""
    ends = side.instances.boxes.corners[:, 2:]
    ends = ends[np.isfinite(ends).all(axis=1)]
    return len(ends) > 0 and float(np.median(ends.max(axis=1))) > 2
