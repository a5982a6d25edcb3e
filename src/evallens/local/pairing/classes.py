"""What the class names, numbers and ids of the predictions mean among the classes of the ground truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.notices import Notice
from ..annotations import Annotations
from .category_ids import ASK, CategoryIds, check_order, ids_notice, index_of_ids
from .images import listed
from .sources import NOWHERE, class_positions, positions, taken

Index = NDArray[np.int64]


class JoinedClasses(NamedTuple):
    """The classes of both sides."""

    names: tuple[str, ...]
    label: Index
    """Of each prediction, its index among ``names``."""
    notices: tuple[Notice, ...]


def joined_classes(truth: Annotations, predictions: Annotations, category_ids: CategoryIds | None) -> JoinedClasses:
    """Bring the predictions' classes to those of the truth; raises DataError that lists both."""
    names = _names(truth, predictions)
    for side in (truth, predictions):
        if side.classes is not None:
            _check_range(side, side.classes)
    if truth.classes is None and predictions.classes is not None:
        check_order(predictions, truth)
    if truth.classes is None:
        _check_range(truth, names)
    label = predictions.instances.label
    if predictions.classes is not None:
        index = positions(predictions.classes, names) if truth.classes is None else class_positions(predictions, truth)
        _check_known(truth, predictions, predictions.classes, index)
        return JoinedClasses(names, taken(index, label), ())
    if predictions.class_ids is None and category_ids is None:
        check_order(truth, predictions)
        if _can_only_be_ids(truth, predictions):
            return _read_as_ids(truth, predictions, names)
        _check_range(predictions, names)
        _check_index(truth, predictions)
        return JoinedClasses(names, label, ())
    ids = predictions.class_ids or tuple(map(str, range(int(label.max(initial=-1)) + 1)))
    index, notices = index_of_ids(truth, predictions, ids, names, category_ids)
    return JoinedClasses(names, taken(index, label), notices)


def _can_only_be_ids(truth: Annotations, predictions: Annotations) -> bool:
    """Are a library's labels ids of the truth, and not all of them class numbers?"""
    used = np.unique(predictions.instances.label).tolist()
    return (
        not predictions.is_index
        and {str(number) for number in used} <= set(truth.class_ids or ())
        and any(number >= len(truth.classes or ()) for number in used)
    )


def _read_as_ids(truth: Annotations, predictions: Annotations, names: tuple[str, ...]) -> JoinedClasses:
    label = predictions.instances.label
    index = positions(map(str, range(int(label.max()) + 1)), truth.class_ids or ())
    used = [str(number) for number in np.unique(label).tolist()]
    notice = ids_notice(predictions, "as those of the ground truth: not all of them are class numbers", used)
    return JoinedClasses(names, index[label], (notice,))


def _check_index(truth: Annotations, predictions: Annotations) -> None:
    """Raise DataError where class numbers of a library's labels are indices as well as ids of the truth."""
    ids = truth.class_ids or ()
    used = np.unique(predictions.instances.label).tolist()
    is_both = not predictions.is_index and used and {str(number) for number in used} <= set(ids)
    if is_both and any(ids[number] != str(number) for number in used):
        raise DataError(
            f"{predictions.source}: class numbers {listed([str(number) for number in used])} could be indices of the "
            f"classes of {truth.source}, or its category ids {listed(ids)}. Say which: {ASK} or "
            'category_ids="coco91".'
        )


def _names(truth: Annotations, predictions: Annotations) -> tuple[str, ...]:
    """The truth's class names, else the predictions', else the indices in words."""
    if truth.classes is not None:
        return truth.classes
    if predictions.classes is not None:
        return predictions.classes
    most = int(truth.instances.label.max(initial=-1))
    if predictions.class_ids is None:
        most = max(most, int(predictions.instances.label.max(initial=-1)))
    elif "0" in predictions.class_ids:
        most = max(most, *(int(key) for key in predictions.class_ids if key.isdecimal() and len(key) < 6))
    return tuple(str(index) for index in range(most + 1))


def _check_known(truth: Annotations, predictions: Annotations, given: Sequence[str], index: Index) -> None:
    label = predictions.instances.label
    unknown = sorted({given[i] for i in np.unique(label).tolist() if index[i] == NOWHERE})
    if unknown:
        raise DataError(
            f"{predictions.source} predicts classes that {truth.source} does not have: {listed(unknown)}. "
            f"It has: {listed(truth.classes or ())}. To count them all the same, name all classes, the truth's too: "
            "classes=[...]."
        )


def _check_range(side: Annotations, classes: tuple[str, ...]) -> None:
    label = side.instances.label
    odd = np.flatnonzero((label < 0) | (label >= len(classes)))
    if not len(odd):
        return
    row = int(odd[0])
    is_from_one = int(label.min()) > 0 and int(label.max()) == len(classes)
    hint = ' Are they counted from 1? Then say category_ids="from 1".' if is_from_one and side.class_ids is None else ""
    raise DataError(
        f"{side.where(row)}: class {int(label[row])} is not one of the {len(classes)} there are: "
        f"{listed(classes)}.{hint}"
    )
