"""What the category ids of predictions mean: ids of the truth are these ids, elsewhere they count its classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.notices import Notice
from ..annotations import Annotations
from .images import listed
from .sources import NOWHERE, positions, taken

Index = NDArray[np.int64]
CategoryIds = Literal["from 0", "from 1", "coco91"]

ASK = 'category_ids="from 0" or category_ids="from 1"'
_ASK_COCO = 'category_ids="from 1" or category_ids="coco91"'
_COCO91_GAPS = frozenset({12, 26, 29, 30, 45, 66, 68, 69, 71, 83})
_COCO91 = tuple(number for number in range(1, 91) if number not in _COCO91_GAPS)
"""The numbers that COCO gives its 80 classes."""
_OF_COCO = ("person", "bicycle", "car", "traffic light", "fire hydrant", "hair drier", "toothbrush")


def index_of_ids(
    truth: Annotations, predictions: Annotations, ids: tuple[str, ...], names: tuple[str, ...], said: CategoryIds | None
) -> tuple[Index, tuple[Notice, ...]]:
    """The class index of each category id, and what was assumed. Ids of a truth mean these ids, whatever they are.

    Raises DataError where it cannot be told what the ids count.
    """
    if said is None and truth.class_ids:
        index = positions(ids, _numbering(truth, predictions, ids))
        _check_ids(truth, predictions, ids, index)
        return index, ()
    if said is None and truth.class_ids is not None and truth.classes:
        raise DataError(
            f"{predictions.source}: the splits of {truth.source} give the same category id to different classes; "
            "give predictions as datasets with categories of their own"
        )
    check_order(truth, predictions)
    used = [ids[row] for row in np.unique(predictions.instances.label).tolist()]
    counting, notices = (said, ()) if said is not None else _counting(used, names, predictions)
    index = _counted(ids, counting, len(names))
    _check_counted(predictions, ids, index, names, counting)
    return index, notices


def check_order(named: Annotations, numbered: Annotations) -> None:
    """Raise DataError for class numbers beside names that stand in no order."""
    if named.classes is not None and not named.is_ordered and len(numbered.instances):
        raise DataError(
            f"{numbered.source} numbers its classes, {named.source} names them: {listed(named.classes)}. "
            "Give classes=, the names in the order of the numbers."
        )


def _numbering(truth: Annotations, predictions: Annotations, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the truth that the predictions use: its own, or the other numbering where only that one fits."""
    own, other = truth.class_ids or (), truth.also_ids
    used = {ids[row] for row in np.unique(predictions.instances.label).tolist()}
    if other is None or not used <= set(other):
        return own
    if used <= set(own) and own != other:
        raise DataError(
            f"{predictions.source}: category ids {listed(sorted(used))} fit two numberings of {truth.source}: "
            f"the ids {listed(own)} of its categories, and the class numbers {listed(other)} of its labels. "
            'Say which truth is meant: format="coco" or format="yolo".'
        )
    return other


def _counting(used: list[str], names: tuple[str, ...], side: Annotations) -> tuple[CategoryIds, tuple[Notice, ...]]:
    """How ids count the classes of a truth that has no ids: told by 0 or by the last, or not at all."""
    most = len(names)
    numbers = {int(text) for text in used if text.isdecimal()}
    is_coco = most == len(_COCO91) and set(_OF_COCO) <= {name.lower() for name in names}
    if not used or 0 in numbers:
        return "from 0", ()
    if is_coco and max(numbers, default=0) > most and numbers <= set(_COCO91):
        return "coco91", (_assumed(side, "as COCO's own, 1 to 90 with gaps", "coco91", used),)
    if is_coco:
        raise DataError(
            f"{side.source}: category ids {listed(used)} could count COCO's 80 classes from 1, or be COCO's own "
            f"(1 to 90 with gaps). Say which: {_ASK_COCO}."
        )
    if numbers and max(numbers) == most:
        return "from 1", (_assumed(side, "as counted from 1", "from 1", used),)
    raise DataError(
        f"{side.source}: category ids {listed(used)} could count the {most} classes {listed(names)} from 0 or from 1. "
        f"Say which: {ASK}."
    )


def _assumed(side: Annotations, how: str, word: CategoryIds, used: list[str]) -> Notice:
    return ids_notice(side, f'{how}; category_ids="{word}" says so for sure', used)


def ids_notice(side: Annotations, how: str, used: list[str]) -> Notice:
    """The notice that says ``how`` the category ids of a side were read."""
    words = f"{Path(side.source).name}: category ids are read {how}."
    return Notice("category-ids", len(used), tuple(used[:3]), words)


def _counted(ids: Sequence[str], counting: CategoryIds, most: int) -> Index:
    if counting == "coco91":
        order = [str(number) for number in _COCO91]
    else:
        start = 1 if counting == "from 1" else 0
        order = [str(number) for number in range(start, start + most)]
    return positions(ids, tuple(order[:most]))


def _check_counted(
    side: Annotations, ids: tuple[str, ...], index: Index, names: tuple[str, ...], counting: CategoryIds
) -> None:
    odd = np.flatnonzero(taken(index, side.instances.label) == NOWHERE)
    if len(odd):
        row = int(odd[0])
        key = ids[int(side.instances.label[row])]
        raise DataError(
            f"{side.where(row)}: category id {key} is none of the {len(names)} classes counted as "
            f'category_ids="{counting}" says: {listed(names)}.'
        )


def _check_ids(truth: Annotations, side: Annotations, ids: tuple[str, ...], index: Index) -> None:
    label = side.instances.label
    odd = np.flatnonzero(taken(index, label) == NOWHERE)
    if not len(odd):
        return
    row, known = int(odd[0]), list(truth.class_ids or ())
    used = [ids[number] for number in np.unique(label).tolist()]
    raise DataError(
        f"{side.where(row)}: category_id {ids[int(label[row])]} is not one of the {len(known)} there are: "
        f"{', '.join(known[:8])}{', ...' if len(known) > 8 else ''}.{_shift_hint(used, known)}"
    )


def _shift_hint(used: list[str], known: list[str]) -> str:
    """What a shift by one would fit: ids are never shifted without being told to."""
    numbers = [int(text) for text in used if text.isdecimal()]
    fitting = [step for step in (1, -1) if {str(number + step) for number in numbers} <= set(known)]
    if not fitting or len(numbers) < len(used):
        return ""
    step = fitting[0]
    start = max(step, 0)
    said = f" All its ids {'plus' if step > 0 else 'minus'} one would be."
    if known != [str(number) for number in range(start, start + len(known))]:
        return said
    return f'{said} If they count the classes from {1 - start}, say category_ids="from {1 - start}".'
