"""An evaluation without labels that somebody judged to be wrong, or with what is there instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..matching.kinds import Kind
from .columns.header import Header
from .columns.tables import NONE, TRUTH, Columns, Objects, Outcomes
from .matched import How, found_between, outcomes_told, overlapping
from .retelling import renamed, sides_of
from .suspecting import crossed_by, suspected

Index = NDArray[np.intp]

_AT_OBJECTS = ("same_truth", "other_truth")
_OVERLAPS = ("same_iou", "other_iou", *_AT_OBJECTS)


@dataclass(frozen=True, eq=False)
class Amendment:
    """What becomes of objects, by their rows."""

    dropped: Index
    """Those that are left out."""
    renamed: NDArray[np.intp]
    """(n, 2): labels that take the class of a prediction, and which."""
    redrawn: NDArray[np.intp]
    """(n, 2): labels that take the place of a prediction, and which."""
    added: Index
    """Predictions that become labels, too."""


def amendment(columns: Columns, judged: Index, *, corrected: bool) -> Amendment:
    """What to do about the objects ``judged``, whose label is wrong, ascending.

    A label among them is dropped. A prediction is held against the label that it speaks against: that of another class
    on which it lies, or of its own class beside it. Not ``corrected``, both are dropped, and of nothing labelled the
    prediction alone, so that nobody counts the object; ``corrected``, the label takes the prediction's class, or its
    place, or there is a new one.
    """
    objects = Objects.none() if columns.objects is None else columns.objects
    labels = judged[objects.side[judged] == TRUTH]
    others = judged[objects.side[judged] != TRUTH]
    right, crossed, near = _spoken_against(columns.outcomes, objects, others)
    is_right = right != NONE
    is_crossed = ~is_right & (crossed != NONE)
    is_near = ~is_right & ~is_crossed & (near != NONE)
    is_alone = ~(is_right | is_crossed | is_near)
    truth = np.select([is_right, is_crossed, is_near], [right, crossed, near], NONE)
    pairs = np.stack([truth, others], axis=1).astype(np.intp)
    nothing = others[:0]
    if not corrected:
        return Amendment(
            np.unique(np.concatenate([labels, others, pairs[~is_alone, 0]])), pairs[:0], pairs[:0], nothing
        )
    dropped = np.setdiff1d(np.concatenate([labels, pairs[is_right].ravel()]), pairs[is_crossed | is_near, 0])
    return Amendment(dropped, pairs[is_crossed], pairs[is_near], others[is_alone])


def _spoken_against(outcomes: Outcomes, objects: Objects, predictions: Index) -> tuple[Index, Index, Index]:
    """The label that each prediction finds; that of another class on which it lies; that of its own beside it."""
    held = outcomes.prediction != NONE
    right = np.full(len(objects), NONE, np.int64)
    is_right = held & (outcomes.kind == Kind.CORRECT)
    right[outcomes.prediction[is_right]] = outcomes.truth[is_right]
    near = np.full(len(objects), NONE, np.int64)
    drawn = outcomes.prediction[held & (outcomes.kind == Kind.LOCALISATION)]
    near[drawn] = objects.same_truth[drawn]
    crossed, _ = crossed_by(outcomes, objects, predictions)
    return right[predictions], crossed, near[predictions]


def amended(header: Header, columns: Columns, how: How, judged: Index, done: Amendment) -> Columns:
    """The columns after an amendment: the images of the objects ``judged`` matched again, the others as they are."""
    objects = columns.objects
    if objects is None or not len(judged):
        return columns
    edited, sources = _edited(objects, done)
    masks = None if columns.masks is None else columns.masks.take(sources)
    place = _places(objects, done)
    moved = {name: place[np.minimum(getattr(edited, name), len(objects))] for name in _AT_OBJECTS}
    # Another model's twins were those of the rows before.
    moved["twin"] = np.full(len(edited), NONE, np.uint32)
    whole = replace(columns, objects=replace(edited, **moved), masks=masks, outcomes=_moved(columns.outcomes, place))
    return suspected(header, _matched_again(header, whole, how, np.unique(objects.image[judged])), how)


def _edited(objects: Objects, done: Amendment) -> tuple[Objects, Index]:
    """The objects that there are afterwards, and the row from which each takes its place."""
    source, label = np.arange(len(objects)), objects.label.copy()
    source[done.redrawn[:, 0]] = done.redrawn[:, 1]
    label[done.renamed[:, 0]] = objects.label[done.renamed[:, 1]]
    kept = _kept(objects, done)
    sources = np.concatenate([source[kept], done.added])
    side = np.concatenate([objects.side[kept], np.full(len(done.added), TRUTH, np.uint8)])
    found = objects.take(sources)
    is_label = side == TRUTH
    blank: dict[str, Any] = {"score": np.nan, "same_iou": np.nan, "other_iou": np.nan, "ignored": 0}
    blank |= dict.fromkeys(_AT_OBJECTS, NONE)
    return replace(
        found,
        side=side,
        label=np.concatenate([label[kept], objects.label[done.added]]),
        **{name: _filled(getattr(found, name), is_label, value) for name, value in blank.items()},
    ), sources


def _kept(objects: Objects, done: Amendment) -> NDArray[np.bool_]:
    kept = np.ones(len(objects), np.bool_)
    kept[done.dropped] = False
    return kept


def _places(objects: Objects, done: Amendment) -> NDArray[np.int64]:
    """The new row of each object, ``NONE`` where it is gone; the last entry stands for no object."""
    kept = _kept(objects, done)
    place = np.full(len(objects) + 1, NONE, np.int64)
    place[:-1][kept] = np.arange(int(kept.sum()))
    return place


def _moved(outcomes: Outcomes, place: NDArray[np.int64]) -> Outcomes:
    """The same outcomes, which name objects by their new rows."""
    last = len(place) - 1
    return replace(
        outcomes,
        **{
            name: place[np.minimum(getattr(outcomes, name), last)].astype(np.uint32) for name in ("truth", "prediction")
        },
    )


def _matched_again(header: Header, columns: Columns, how: How, images: NDArray[np.integer]) -> Columns:
    """The columns with the outcomes and overlaps of some images made anew."""
    objects, background = columns.objects, header.background
    if objects is None or background is None:
        return columns
    rows = objects.by_image.find(images)[0]
    rows = np.sort(rows)
    own = objects.take(rows)
    sides = sides_of(own, None if columns.masks is None else columns.masks.take(rows))
    found = found_between(sides.truth, sides.predictions, background=background, how=how)
    told = renamed(outcomes_told(found, own.ignored[sides.rows[1]], how, len(sides.truth)), sides)
    there = np.append(rows, NONE)
    overlaps = overlapping(own, found.best, *sides.rows[:2])
    outcomes = columns.outcomes
    others = outcomes.take(~np.isin(outcomes.image, images)).extended(_moved(told, there))
    fresh = {name: getattr(overlaps, name) for name in _OVERLAPS}
    fresh |= {name: there[np.minimum(fresh[name], len(rows))] for name in _AT_OBJECTS}
    return replace(
        columns,
        outcomes=others.take(np.argsort(others.image, kind="stable")),
        objects=replace(
            objects, **{name: _put(getattr(objects, name), rows, values) for name, values in fresh.items()}
        ),
    )


def _filled(column: NDArray[Any], places: NDArray[np.bool_], value: Any) -> NDArray[Any]:
    filled = column.copy()
    filled[places] = value
    return filled


def _put(column: NDArray[Any], rows: NDArray[np.integer], values: NDArray[Any]) -> NDArray[Any]:
    put = column.copy()
    put[rows] = values
    return put
