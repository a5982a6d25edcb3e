"""Several sources of one side, such as one a split, as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.masks import Masks
from ...matching.instances import Instances
from ..annotations import Annotations, ImageList, stacked

NOWHERE = -1
"""The index of what is not there."""
_DOUBTFUL = -2


def concatenated(parts: Sequence[Annotations], source: str) -> Annotations:
    """Several sources of one side, such as one a split, as one; classes are merged by name."""
    if len(parts) == 1:
        return parts[0]
    is_by_id = all(part.classes is None and part.class_ids is not None for part in parts)
    if is_by_id:
        return _merged_by_id(parts, source)
    classes = _merged_classes(parts)
    starts = np.concatenate([[0], np.cumsum([len(part.images) for part in parts])])
    ends = np.cumsum([len(part.instances) for part in parts])
    moved = []
    for part, start in zip(parts, starts.tolist(), strict=False):
        one = part.instances
        index = np.arange(len(one.label) + 1) if part.classes is None else positions(part.classes, classes or ())
        label = one.label if part.classes is None else index[one.label]
        moved.append(Instances(one.image + start, label, one.boxes, one.score))

    def record(row: int) -> str:
        part = int(np.searchsorted(ends, row, side="right"))
        return parts[part].where(row - (int(ends[part - 1]) if part else 0))

    return Annotations(
        source=source,
        images=_merged_images(parts),
        classes=classes,
        is_ordered=len({part.classes for part in parts}) == 1 and all(part.is_ordered for part in parts),
        class_ids=_merged_ids(parts, classes),
        instances=stacked(moved),
        masks=_merged_masks(parts),
        masks_error=next((part.masks_error for part in parts if part.masks_error is not None), None),
        areas=_merged_areas(parts),
        is_crowd=_merged_flags([(part.is_crowd, len(part.instances)) for part in parts]),
        is_difficult=_merged_flags([(part.is_difficult, len(part.instances)) for part in parts]),
        is_share=_merged_flags([(part.is_share, len(part.instances)) for part in parts]),
        box_use=parts[0].box_use,
        record=record,
        is_outlined=all(part.is_outlined for part in parts),
        left_out=sum(part.left_out for part in parts),
        keypoints=next((part.keypoints for part in parts if part.keypoints is not None), None),
        notices=tuple(notice for part in parts for notice in part.notices),
    )


def _merged_by_id(parts: Sequence[Annotations], source: str) -> Annotations:
    """Parts that know their classes by id alone: their ids stand in for names, and mean the same in all parts."""
    named = [replace(part, classes=part.class_ids, class_ids=None) for part in parts]
    merged = concatenated(named, source)
    return replace(merged, classes=None, class_ids=merged.classes)


def called(side: Annotations, classes: Sequence[str] | None) -> Annotations:
    """The side with the class names that a caller gives: its own in their order, else by index.

    Raises DataError for a class that is not among them.
    """
    if classes is None or side.classes is None:
        return side if classes is None else replace(side, classes=tuple(classes))
    if tuple(classes) == side.classes:
        return replace(side, is_ordered=True)
    index = positions(side.classes, tuple(classes))
    label = index[side.instances.label] if len(side.instances) else side.instances.label
    unknown = sorted({side.classes[row] for row in side.instances.label[label == NOWHERE].tolist()})
    if unknown:
        raise DataError(f"{side.source} has classes that classes= does not name: {', '.join(map(repr, unknown[:8]))}")
    id_of = dict(zip(side.classes, side.class_ids or (), strict=False))
    return replace(
        side,
        classes=tuple(classes),
        is_ordered=True,
        # A class that the source does not know has an id that no other side can speak of.
        class_ids=None if side.class_ids is None else tuple(id_of.get(name, f"no id: {name}") for name in classes),
        instances=replace(side.instances, label=label),
    )


def _merged_classes(parts: Sequence[Annotations]) -> tuple[str, ...] | None:
    named = [part.classes for part in parts if part.classes is not None]
    return tuple(dict.fromkeys(name for names in named for name in names)) if named else None


def _merged_ids(parts: Sequence[Annotations], classes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The id of each merged class; empty when an id means different classes in different parts."""
    if classes is None or any(part.class_ids is None or part.classes is None for part in parts):
        return parts[0].class_ids if classes is None else None
    named = {(key, name) for p in parts for key, name in zip(p.class_ids or (), p.classes or (), strict=True)}
    id_of = {name: key for key, name in named}
    is_clear = len(named) == len(id_of) == len({key for key, _ in named})
    return tuple(id_of[name] for name in classes) if is_clear else ()


def _merged_images(parts: Sequence[Annotations]) -> ImageList:
    ids = [list(part.images.ids or part.images.names) for part in parts]
    return ImageList(
        names=[name for part in parts for name in part.images.names],
        ids=None if all(part.images.ids is None for part in parts) else [key for part in ids for key in part],
        splits=[split for part in parts for split in part.images.known_splits],
        sizes=np.concatenate([part.images.known_sizes for part in parts]),
        refers=all(part.images.refers for part in parts),
    )


def _merged_masks(parts: Sequence[Annotations]) -> Masks | None:
    filled = [part for part in parts if len(part.instances)]
    if not filled or any(part.masks is None for part in filled):
        return None
    return Masks.stacked([part.masks for part in filled if part.masks is not None])


def _merged_flags(flags: Sequence[tuple[NDArray[np.bool_] | None, int]]) -> NDArray[np.bool_]:
    return np.concatenate([np.zeros(size, np.bool_) if flag is None else flag for flag, size in flags])


def _merged_areas(parts: Sequence[Annotations]) -> NDArray[np.float64]:
    unsaid = [np.full(len(part.instances), np.nan) for part in parts]
    return np.concatenate([u if part.areas is None else part.areas for part, u in zip(parts, unsaid, strict=True)])


def class_positions(side: Annotations, known: Annotations) -> NDArray[np.int64]:
    """The index among the classes of ``known`` of each class of ``side``, by name; ``NOWHERE``: it has none.

    A name that is used twice says nothing: there the ids decide, or that both sides list the same classes. Raises
    DataError where objects have such a class and nothing decides.
    """
    mine, theirs = side.classes or (), known.classes or ()
    if mine == theirs:
        return np.arange(len(mine))
    index = positions(mine, theirs)
    twice = {name for names in (mine, theirs) for name, times in Counter(names).items() if times > 1}
    ids = dict(zip(zip(known.class_ids or (), theirs, strict=False), range(len(theirs)), strict=False))
    for row, name in enumerate(mine):
        if name in twice and name in theirs:
            own = side.class_ids[row] if side.class_ids else None
            index[row] = ids.get((own, name), _DOUBTFUL) if own is not None else _DOUBTFUL
    label = side.instances.label
    doubtful = np.flatnonzero((index[label] if len(label) else label) == _DOUBTFUL)
    if len(doubtful):
        row = int(doubtful[0])
        raise DataError(
            f"{side.where(row)}: class {mine[int(side.instances.label[row])]!r} is the name of several classes of "
            f"{known.source} or {side.source}. Give each class a name of its own, or results with category ids."
        )
    return np.where(index == _DOUBTFUL, NOWHERE, index)


def positions(names: Iterable[str], classes: tuple[str, ...]) -> NDArray[np.int64]:
    """The index of each name among ``classes``; ``NOWHERE`` for one that is not there."""
    index = {name: i for i, name in enumerate(classes)}
    return np.array([index.get(name, NOWHERE) for name in names], np.int64)


def taken(index: NDArray[np.int64], label: NDArray[np.int64]) -> NDArray[np.int64]:
    """``index`` at each of ``label``, which may be empty as ``index`` may."""
    return index[label] if len(label) else label
