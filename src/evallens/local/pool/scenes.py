"""The rows of both sides of some images as scenes, which are matched like any batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.tables import SPLIT_NAMES
from ...matching.instances import Boxes, Instances
from ..annotations import Annotations, ImageList, split_word
from ..batches.arrow import arrow, floats, fours
from ..batches.scenes import Given, Scenes, named, side_of
from ..pairing.sources import NOWHERE
from ..readers.tables.columns import as_corners
from ..splits import splits_of
from ..values import flag
from .files import Files
from .groups import Group, Sided
from .job import Job, Label
from .keys import Codes
from .labels import coded, index_of
from .rows import column


class Scened(NamedTuple):
    """What a group of images holds."""

    scenes: Scenes
    in_truth: NDArray[np.bool_]
    """Which images the truth names, (images,)."""
    splits: NDArray[np.uint8]
    """Of each image, as an index of ``SPLIT_NAMES``."""
    strange: dict[str, int]
    """Words for a split that are none of ours, and how many images have each."""


def scened(job: Job, group: Group) -> Scened:
    """Both sides of a group over its images; raises DataError naming the image and box that is at fault."""
    known, images = job.meaning, len(group.image)
    sides = [
        _side(side, held, image=group.image, known=labels, classes=known.classes)
        for side, held, labels in (
            (job.truth, group.truth, known.truth), (job.predictions, group.predictions, known.predictions),
        )
    ]  # fmt: skip
    words = _words(job.predictions, group.predictions, images)
    words.update(_words(job.truth, group.truth, images))
    splits, strange = _splits(words, images, job.splits)
    in_truth = np.bincount(group.truth.image, minlength=images) > 0
    return Scened(Scenes(image=group.image, truth=sides[0], predictions=sides[1]), in_truth, splits, strange)


def _side(side: Files, held: Sided, *, image: Any, known: dict[Label, int], classes: tuple[str, ...]) -> Annotations:
    naming, (table, row_of) = side.naming, held
    four = _four(table, naming.box.names)
    is_boxed = np.ones(len(four), np.bool_)
    if np.isnan(four.sum()):
        is_boxed = np.asarray(~np.isnan(four).all(axis=1), np.bool_)
        _check_whole(four, is_boxed, row_of, image, side)
    codes, labels = coded(table, naming.labels)
    label = index_of(labels, known)[codes]
    kept: Any = slice(None)
    if not is_boxed.all():
        kept = np.flatnonzero(is_boxed)
        four, row_of, label = four[kept], row_of[kept], label[kept]
    record = named(image, row_of, "truth" if side.role == "truth" else "prediction")
    lost = np.flatnonzero(label == NOWHERE)
    if len(lost):
        raise DataError(f"{side.role}, {record(int(lost[0]))}: has a box but no {naming.labels[0]}")
    score = None if naming.score is None else floats(column(table, naming.score), naming.score)[kept]
    told = {
        word: _flags(column(table, name), name, side)[kept]
        for word, name in (("is_crowd", naming.crowd), ("is_difficult", naming.difficult))
        if name is not None
    }
    boxes = Boxes.of_xyxy(as_corners(four, naming.form))
    return side_of(Instances(row_of, label, boxes, score), Given(classes=classes), record, side.role, **told)


def _four(table: Any, names: tuple[str, ...]) -> NDArray[np.float64]:
    if len(names) == 1:
        return fours(column(table, names[0]), names[0])
    return np.column_stack([floats(column(table, name), name) for name in names]).astype(np.float64, copy=False)


def _check_whole(
    four: NDArray[np.float64], is_boxed: NDArray[np.bool_], row_of: Codes, image: Any, side: Files
) -> None:
    short = np.flatnonzero(is_boxed & np.isnan(four).any(axis=1))
    if len(short):
        row = int(short[0])
        name = image[int(row_of[row])].as_py()
        raise DataError(f"{side.role}, image {name!r}: a box lacks a number: {four[row].tolist()}")


def _flags(column: Any, name: str, side: Files) -> NDArray[np.bool_]:
    """A yes or no of every row, as of any table: -1 says that nobody looked."""
    pa = arrow()
    held = column if pa.types.is_dictionary(column.type) else column.dictionary_encode("encode")
    values = held.dictionary.to_pylist()
    known = [flag(None if value == -1 else value) for value in values]
    if None in known:
        raise DataError(f"{side.role}: the column {name!r} holds {values[known.index(None)]!r}, neither 0 nor 1")
    codes = np.asarray(held.indices.fill_null(len(values)), np.int64)
    return np.array([*known, False], np.bool_)[codes]


def _words(side: Files, rows: Sided, images: int) -> dict[int, str | None]:
    """The word for the split of each image that a side speaks of, that of its first row."""
    name, (table, row_of) = side.naming.split, rows
    if name is None or not len(row_of):
        return {}
    pa = arrow()
    held = column(table, name)
    held = held if pa.types.is_dictionary(held.type) else held.dictionary_encode("encode")
    first = np.full(images, len(row_of), np.int64)
    first[row_of[::-1]] = np.arange(len(row_of))[::-1]
    mine = np.flatnonzero(first < len(row_of))
    values = held.dictionary.to_pylist()
    codes = np.asarray(held.indices.fill_null(len(values)), np.int64)[first[mine]]
    words = [split_word(None if value is None else str(value).strip() or None) for value in values] + [None]
    return {image: words[code] for image, code in zip(mine.tolist(), codes.tolist(), strict=True)}


def _splits(words: dict[int, str | None], images: int, said: Any) -> tuple[NDArray[np.uint8], dict[str, int]]:
    different = list(dict.fromkeys([None, *words.values()]))
    # A part may lack some of the words that a caller explains.
    meant = [said.get(word, word) if isinstance(said, Mapping) else word for word in different]
    listed = ImageList(names=[str(word) for word in different], splits=meant, is_numbered=True)
    found, _ = splits_of(listed, said if isinstance(said, str) else None)
    code_of = {word: SPLIT_NAMES.index(split) for word, split in zip(different, found, strict=True)}
    codes = np.full(images, code_of[None], np.uint8)
    strange: dict[str, int] = {}
    if words:
        codes[list(words)] = [code_of[word] for word in words.values()]
        for word in words.values():
            if word is not None and SPLIT_NAMES[code_of[word]] == "":
                strange[word] = strange.get(word, 0) + 1
    return codes, strange
