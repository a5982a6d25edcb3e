"""Bring the two sides together: one list of images, one list of classes, what does not match is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, unknown_name
from ...evaluation.columns.notices import Notice
from ...evaluation.columns.tables import CROWD, DIFFICULT
from ...matching.instances import Instances
from ...pictures.naming import Match
from ...pictures.spelling import tellable
from ...text import counted
from ..annotations import Annotations, ImageList
from .category_ids import CategoryIds
from .classes import joined_classes
from .images import United, united

Difficult = Literal["keep", "ignore"]
_Value = TypeVar("_Value", bound=np.generic)

_SLACK = 0.05
"""How far a box in shares may reach beyond its image."""


@dataclass(frozen=True, kw_only=True)
class JoinRules:
    """What a caller says where the input leaves it open; raises InputError for words it does not know."""

    match: Match | None = None
    """How predictions call images."""
    category_ids: CategoryIds | None = None
    """How category ids count the classes."""
    difficult: Difficult = "keep"
    """What becomes of objects that the truth calls difficult."""

    def __post_init__(self) -> None:
        allowed = (("match", Match), ("category_ids", CategoryIds), ("difficult", Difficult))
        for name, words in ((name, get_args(kind)) for name, kind in allowed):
            given = getattr(self, name)
            is_word = isinstance(given, str) and given in words
            if not is_word and (given is not None or name == "difficult"):
                raise unknown_name(name, given, words)


@dataclass(frozen=True, eq=False, kw_only=True)
class Joined:
    """Both sides over the same images and classes."""

    images: ImageList
    classes: tuple[str, ...]
    truth: Annotations
    predictions: Annotations
    notices: tuple[Notice, ...]
    regions: Annotations
    """What of the truth nobody judges, crowds and then difficult objects: a prediction on one of them that finds
    nothing may be no error."""
    forgives: NDArray[np.uint8]
    """What each of the regions is: ``CROWD`` or ``DIFFICULT``."""


def joined(truth: Annotations, predictions: Annotations, rules: JoinRules) -> Joined:
    """Re-index ``predictions`` to the images and classes of ``truth``; raises DataError listing both sides."""
    had_truth = len(truth.instances) > 0
    truth, regions, forgives = judged(truth, rules.difficult)
    crowds = int((forgives == CROWD).sum())
    classes = joined_classes(truth, predictions, rules.category_ids)
    both = united(truth, predictions, rules.match)
    moved = predictions.instances
    image = both.row[moved.image] if len(moved) else moved.image
    predictions = replace(predictions, instances=Instances(image, classes.label, moved.boxes, moved.score))
    _check_measures(truth, predictions, len(both.images))
    told = [*truth.notices, *predictions.notices, *classes.notices, *crowd_notices(crowds), *_image_notices(both)]
    if had_truth and not len(truth.instances):
        words = "All of the ground truth is left out: it holds crowd regions or difficult objects only."
        told.append(Notice("no-truth-left", len(both.images), (), words))
    return Joined(
        images=both.images, classes=classes.names, truth=truth, predictions=predictions, notices=tuple(told),
        regions=regions, forgives=forgives,
    )  # fmt: skip


def judged(truth: Annotations, difficult: Difficult) -> tuple[Annotations, Annotations, NDArray[np.uint8]]:
    """The truth that is judged, its regions that nobody judges, and what each of those is, (regions,)."""
    forgives = _forgives(truth, difficult)
    return _judged(truth, forgives), _only(truth, np.flatnonzero(forgives)), forgives[forgives > 0]


def _forgives(truth: Annotations, difficult: Difficult) -> NDArray[np.uint8]:
    """Of each object what it is if nobody judges it, (objects,): ``CROWD``, ``DIFFICULT``, or 0: it is judged."""
    found = np.zeros(len(truth.instances), np.uint8)
    if difficult == "ignore" and truth.is_difficult is not None:
        found[truth.is_difficult] = DIFFICULT
    if truth.is_crowd is not None:
        found[truth.is_crowd] = CROWD
    return found


def _judged(truth: Annotations, forgives: NDArray[np.uint8]) -> Annotations:
    """The truth without its regions, which says how many of them are difficult objects."""
    if not forgives.any():
        return truth
    kept = _only(truth, np.flatnonzero(forgives == 0))
    count = int((forgives == DIFFICULT).sum())
    if not count:
        return kept
    told = [notice for notice in truth.notices if notice.code != "difficult"]
    return replace(kept, notices=(*told, *ignored_notices(count)))


def ignored_notices(count: int) -> Iterator[Notice]:
    """Says that difficult objects are ignored, where any are."""
    if count:
        words = f"{count} difficult objects of the ground truth are ignored: they are neither found nor missed."
        yield Notice("difficult-ignored", count, (), words)


def _only(side: Annotations, kept: NDArray[np.intp]) -> Annotations:
    record = side.record
    return replace(
        side,
        instances=side.instances.take(kept),
        masks=None if side.masks is None else side.masks.take(kept),
        areas=_rows(side.areas, kept),
        is_crowd=_rows(side.is_crowd, kept),
        is_difficult=_rows(side.is_difficult, kept),
        is_share=_rows(side.is_share, kept),
        record=lambda row: record(int(kept[row])),
    )


def _rows(column: NDArray[_Value] | None, kept: NDArray[np.intp]) -> NDArray[_Value] | None:
    return None if column is None else column[kept]


def crowd_notices(count: int) -> Iterator[Notice]:
    """Says that crowd regions are left out, where there are any."""
    if count:
        words = f"{counted(count, 'crowd regions', 'are')} left out of the ground truth: they are no single objects."
        yield Notice("crowd", count, (), words)


def _image_notices(both: United) -> Iterator[Notice]:
    if both.added:
        yield from added_notices(both.added, tuple(map(tellable, both.images.names[-both.added :][:3])))
    if both.resized:
        examples = tuple(map(tellable, both.resized[:3]))
        words = f"{counted(len(both.resized), 'images', 'have')} another size on either side, such as {examples[0]!r}."
        yield Notice("sizes-differ", len(both.resized), examples, words)


def added_notices(count: int, examples: tuple[str, ...]) -> Iterator[Notice]:
    """Says which images have predictions alone, where there are any."""
    if count:
        words = f"{counted(count, 'images', 'have')} predictions but no ground truth, counted as empty."
        yield Notice("images-without-truth", count, examples, words)


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
