"""One report (some splits at one threshold) and how reports merge into the columns of an evaluation.

Rows are only ever appended: an image or class keeps its index for as long as the evaluation lives,
so what a browser has been sent stays true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .coverage import Coverage
from .cube import Cube
from .groups import Groups
from .header import Header
from .names import first_rows
from .notices import Notice
from .strings import Strings
from .tables import SPLIT_NAMES, Columns, Images, Outcomes


@dataclass(frozen=True, kw_only=True)
class Report:
    """The images and outcomes of ``splits`` at one threshold, with the classes its indices mean."""

    splits: tuple[str, ...]
    confidence: int
    """Integer percent the source really used."""
    classes: tuple[str, ...]
    images: Images
    outcomes: Outcomes
    """``first`` and ``last`` are both ``confidence``."""
    notices: tuple[Notice, ...] = ()


def merged(header: Header, columns: Columns, coverage: Coverage, report: Report) -> tuple[Header, Columns, Coverage]:
    """Add ``report`` to an evaluation: classes and images by name and identity, outcomes once.

    Raises DataError when a repeated image contradicts itself, or one lies outside the report's splits.
    """
    report = _checked(report)
    header, class_index = _with_classes(header, report)
    fresh, image_row = _image_rows(columns.images, report.images)
    images = columns.images.extended(report.images.take(fresh))
    is_new = ~coverage.covered[report.images.split[report.outcomes.image], report.confidence]
    added = report.outcomes.take(is_new)
    added = replace(
        added,
        image=image_row[added.image].astype(np.uint32),
        actual=class_index[added.actual],
        predicted=class_index[added.predicted],
    )
    known = columns.folded
    columns = replace(columns, images=images, outcomes=columns.outcomes.extended(added))
    if known is not None:
        columns = columns.knowing(Cube.stacked([known, Cube.of(added, images.split)]))
    return header, columns, coverage.union(Coverage.of(report.splits, report.confidence))


def deduplicated(images: Images, outcomes: Outcomes) -> tuple[Images, Outcomes, int]:
    """Drop records that repeat an earlier one of the same (id, split); say how many were dropped.

    Raises DataError when a repeated record contradicts the earlier one.
    """
    first_of = first_of_identity(images.id, images.split)
    repeated = np.flatnonzero(first_of != np.arange(len(images)))
    if not len(repeated):
        return images, outcomes, 0
    compared, _ = outcomes.by_image.find(np.union1d(repeated, first_of[repeated]))
    records = _records(outcomes.take(compared))
    for row in repeated.tolist():
        _check_same(images, records, int(first_of[row]), row)
    keep = np.ones(len(images), np.bool_)
    keep[repeated] = False
    new_row = np.cumsum(keep) - 1
    left = outcomes.take(keep[outcomes.image])
    return images.take(keep), replace(left, image=new_row[left.image].astype(np.uint32)), len(repeated)


def _checked(report: Report) -> Report:
    """The report without repeated records, each split of which is one it answers for."""
    outside = {SPLIT_NAMES[code] or "no split" for code in np.unique(report.images.split).tolist()} - set(report.splits)
    if outside:
        raise DataError(
            f"The report for {' and '.join(report.splits)} lists images of {' and '.join(sorted(outside))}."
        )
    images, outcomes, dropped = deduplicated(report.images, report.outcomes)
    if not dropped:
        return report
    words = f"Images listed again with the same contents, and counted once: {dropped}."
    notice = Notice("listed-again", dropped, (), words)
    return replace(report, images=images, outcomes=outcomes, notices=(*report.notices, notice))


def _with_classes(header: Header, report: Report) -> tuple[Header, NDArray[np.uint16]]:
    fresh = [name for name in report.classes if name not in set(header.classes)]
    header = replace(header, classes=(*header.classes, *fresh)).noticing(report.notices)
    index = {name: i for i, name in enumerate(header.classes)}
    return header, np.array([index[name] for name in report.classes], np.uint16)


def _image_rows(known: Images, given: Images) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
    """Which ``given`` images are new, and the row each of them has once the new ones are appended."""
    splits = np.concatenate([known.split, given.split])
    row = first_of_identity(known.id.extended(given.id), splits)[len(known) :]
    is_new = row >= len(known)
    appended = len(known) + np.cumsum(is_new) - 1
    return is_new, np.where(is_new, appended, row).astype(np.uint32)


def first_of_identity(ids: Strings, splits: NDArray[np.uint8]) -> NDArray[np.intp]:
    """For each image the first row of the same id and split, by which one image is told from another."""
    same = Groups.of((first_rows(ids) * len(SPLIT_NAMES) + splits).astype(np.uint32))
    sizes = np.diff(same.bounds)
    rows = np.arange(len(ids)) if same.order is None else same.order
    first = np.empty(len(ids), np.intp)
    first[rows] = np.repeat(rows[same.bounds[:-1]], sizes)
    return first


def _records(outcomes: Outcomes) -> dict[int, list[tuple[int, int, int]]]:
    records: dict[int, list[tuple[int, int, int]]] = {}
    columns = (outcomes.image, outcomes.actual, outcomes.predicted, outcomes.count)
    for image, *triple in zip(*(c.tolist() for c in columns), strict=True):
        records.setdefault(image, []).append(tuple(triple))
    return records


def _check_same(images: Images, records: dict[int, list[tuple[int, int, int]]], first: int, again: int) -> None:
    pair = images.take(np.array([first, again]))
    numbers = (pair.x, pair.y, pair.cluster, pair.augmentations)
    is_same_image = pair.name[0] == pair.name[1] and all(
        np.array_equal(column[:1], column[1:], equal_nan=True) for column in numbers
    )
    if is_same_image and sorted(records.get(first, [])) == sorted(records.get(again, [])):
        return
    split = SPLIT_NAMES[int(images.split[first])]
    raise DataError(
        f"Image {images.id[first]!r} ({images.name[first]!r}) of split {split!r} is listed twice "
        "with different contents, so its counts cannot be trusted."
    )
