"""The suspects of an evaluation as a table: in their order, each with the label that is in question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from .arguments import listed
from .columns.tables import NONE, TRUTH, Columns, Objects
from .matched import How
from .metrics.order import high_first
from .metrics.suspects import NAMES, Suspect
from .results import Behind, SuspectTable
from .results.suspects import noticed
from .retelling import sides_of
from .suspecting import crossed_by, twins

SuspectKind = Literal["unlabelled object", "wrong label", "badly drawn label", "label of nothing", "labelled twice"]

_MEANING = 'kind is what may be wrong with a label, such as "wrong label", or a list of these'


def suspects(behind: Behind, how: How, split: str, kind: SuspectKind | Iterable[SuspectKind] | None) -> SuspectTable:
    """The suspects of a split, the weightiest first; ties by object row.

    Raises UnknownNameError for a kind that is none.
    """
    columns, codes = behind.columns, _codes(kind)
    objects = Objects.none() if columns.objects is None else columns.objects
    is_wanted = np.isin(objects.suspect, codes) & columns.images.in_split(split)[objects.image]
    rows = np.flatnonzero(is_wanted)
    rows = rows[high_first(objects.weight[rows])]
    truths, iou = _held_against(columns, objects, rows, how)
    return SuspectTable(rows, behind, truths, iou, noticed(objects.take(rows), columns.images))


def check_boxes(behind: Behind) -> None:
    """Raise InputError, in words, where there are no labels to hold against predictions one by one."""
    if behind.columns.objects is None or behind.header.task not in ("object-detection", "instance-segmentation"):
        raise InputError(
            "This needs boxes: labels are held against predictions one by one, and this evaluation of a "
            f"{behind.header.task} has none. evallens.evaluate(truth, predictions) has boxes."
        )


def check_how(how: How | None) -> How:
    """How the evaluation was matched; raises InputError where nobody says."""
    if how is None:
        raise InputError("This file does not say how it was matched; evaluate again.")
    return how


def _codes(kind: SuspectKind | Iterable[SuspectKind] | None) -> list[int]:
    if kind is None:
        return [code for code in Suspect if code != Suspect.NONE]
    names = [kind] if isinstance(kind, str) else listed(kind, _MEANING)
    for name in names:
        if name not in get_args(SuspectKind):
            raise unknown_name("kind of suspect", name, get_args(SuspectKind))
    return [NAMES.index(name) for name in names]


def _held_against(
    columns: Columns, objects: Objects, rows: NDArray[np.intp], how: How
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The label in question of each of the objects ``rows``, and its overlap with them."""
    own = objects.take(rows)
    crossed, crossing = crossed_by(columns.outcomes, objects, rows)
    earlier, overlap = _earlier(columns, objects, rows[own.suspect == Suspect.LABELLED_TWICE], how)
    truths = np.full(len(rows), NONE, np.int64)
    iou = np.full(len(rows), np.nan, np.float32)
    best = np.maximum(own.same_iou, own.other_iou)
    for code, held, found in (
        (Suspect.UNLABELLED, truths, best),
        (Suspect.WRONG_LABEL, crossed, crossing),
        (Suspect.BADLY_DRAWN, own.same_truth, own.same_iou),
        (Suspect.NOTHING_THERE, rows, iou),
    ):
        chosen = own.suspect == code
        truths[chosen], iou[chosen] = held[chosen], found[chosen]
    twice = own.suspect == Suspect.LABELLED_TWICE
    truths[twice], iou[twice] = earlier, overlap
    return truths, iou


def _earlier(
    columns: Columns, objects: Objects, rows: NDArray[np.intp], how: How
) -> tuple[NDArray[np.intp], NDArray[np.floating]]:
    """The label on which each of the labels ``rows`` lies that was given before it, and their overlap."""
    every = objects.by_image.find(np.unique(objects.image[rows]))[0]
    labels = np.sort(every[objects.side[every] == TRUTH])
    masks = None if columns.masks is None else columns.masks.take(labels)
    pairs = twins(sides_of(objects.take(labels), masks).truth, how)
    later, first = np.unique(labels[pairs.prediction], return_index=True)
    place = first[np.searchsorted(later, rows)]
    return labels[pairs.truth[place]], pairs.iou[place]
