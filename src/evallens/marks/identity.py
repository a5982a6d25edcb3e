"""From rows to what is recognised again, and back: an image by id and split, a box by side, class and place in it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np
from msgspec import UNSET

from ..evaluation import Evaluation, MarkedTable, VerdictTable
from ..evaluation.columns.tables import SPLIT_NAMES
from ..evaluation.results import MarkedRow, VerdictRow
from .file import ImageMark, InstanceMark, MarksFile, Side, Verdict, VerdictMark

_PLACES = 100
"""Parts of a pixel to which a place is kept."""
_REACH = 1.5 / _PLACES
"""Edges of one box that were rounded twice, in two languages, are no farther apart."""

Key = tuple[int, str, str]
"""Row of the image, side and class of a box."""
Box = tuple[float, float, float, float]
Mark = TypeVar("Mark", InstanceMark, VerdictMark)


class FoundMarks(NamedTuple):
    """The rows of marks in an evaluation, and the marks that are not in it."""

    images: list[int]
    objects: list[int]
    verdicts: list[tuple[int, VerdictMark]]
    """The row of the object that each verdict is on."""
    lost: MarksFile


def described(table: MarkedTable, judged: VerdictTable | None = None) -> MarksFile:
    """Marks, and verdicts, as they are recognised again."""
    images, instances = [], []
    for row in table:
        if row.kind == "image":
            images.append(ImageMark(row.image, row.name, row.split))
            continue
        instances.append(InstanceMark(*_recognised(row)))
    verdicts = [] if judged is None else [_judged(*pair) for pair in zip(judged, judged.times.tolist(), strict=True)]
    title = table.behind.header.title
    return MarksFile(title=title, images=images, instances=instances, verdicts=verdicts or UNSET)


def found(evaluation: Evaluation, marks: MarksFile) -> FoundMarks:
    """Look marks up. Of several equal boxes each mark takes one, in the order of their rows; so does each verdict."""
    rows = _images(evaluation) if evaluation.tables is None else _looked_up(evaluation, marks)
    objects, lost = _taken(evaluation, rows, marks.instances)
    verdicts, without = _taken(evaluation, rows, marks.judged)
    images = [(rows.get((one.id, one.split)), one) for one in marks.images]
    missing = MarksFile(
        title=marks.title,
        images=[one for row, one in images if row is None],
        instances=lost,
        verdicts=without or UNSET,
    )
    seen = sorted({row for row, _ in images if row is not None})
    return FoundMarks(seen, sorted(row for row, _ in objects), verdicts, missing)


def _taken(
    evaluation: Evaluation, rows: dict[tuple[str, str], int], marks: Sequence[Mark]
) -> tuple[list[tuple[int, Mark]], list[Mark]]:
    """The object that each of some marks is of, and the marks that are of none."""
    places = [(rows.get((one.image, one.split)), one) for one in marks]
    boxes = _boxes(evaluation, sorted({row for row, _ in places if row is not None}))
    found, lost = [], []
    for row, one in places:
        near = boxes[row, one.side, one.label] if row is not None else []
        taken = next((i for i, (_, box) in enumerate(near) if _is_same(box, one.box)), None)
        if taken is None:
            lost.append(one)
        else:
            found.append((near.pop(taken)[0], one))
    return found, lost


def _recognised(row: MarkedRow | VerdictRow) -> tuple[str, str, str, Side, str, Box, float | None]:
    """Id, name and split of the image, side, class, place and score."""
    x, y, w, h = (_rounded(edge, _PLACES) for edge in (row.x, row.y, row.w, row.h))
    score = None if math.isnan(row.score) else _rounded(row.score, 1_000_000)
    side: Side = "truth" if row.side == "truth" else "prediction"
    return row.image, row.name, row.split, side, row.label, (x, y, w, h), score


def _judged(row: VerdictRow, time: int) -> VerdictMark:
    verdict: Verdict = "label" if row.verdict == "label" else "model"
    return VerdictMark(*_recognised(row), verdict=verdict, time=time)


def _rounded(value: float, parts: int) -> float:
    """A number to one in ``parts``, halves up, as the front end writes it too."""
    return math.floor(value * parts + 0.5) / parts


def _images(evaluation: Evaluation) -> dict[tuple[str, str], int]:
    """The first row of each id and split."""
    images = evaluation.queries.images()
    rows: dict[tuple[str, str], int] = {}
    for row, (key, split) in enumerate(zip(images.id, images.split.tolist(), strict=True)):
        rows.setdefault((key, SPLIT_NAMES[split]), row)
    return rows


def _looked_up(evaluation: Evaluation, marks: MarksFile) -> dict[tuple[str, str], int]:
    """The same of the images that marks name: in tables there are too many to go through."""
    boxes = (*marks.instances, *marks.judged)
    names = {(one.id, one.split): one.name for one in marks.images} | {
        (one.image, one.split): one.name for one in boxes
    }
    queries = evaluation.queries
    first = dict(zip(names, queries.find([key for key, _ in names]), strict=True))
    splits = _splits(evaluation, [row for row in first.values() if row is not None])
    rows: dict[tuple[str, str], int] = {}
    for (key, split), row in first.items():
        if row is not None and splits[row] == split:
            rows[key, split] = row
        elif row is not None:
            # The first of its id is in another split.
            named = queries.named(names[key, split])
            images = queries.images(named)
            each = zip(named.tolist(), images.id, images.split.tolist(), strict=True)
            own = (other for other, one, code in each if one == key and SPLIT_NAMES[code] == split)
            rows.update(((key, split), other) for other in islice(own, 1))
    return rows


def _splits(evaluation: Evaluation, rows: list[int]) -> dict[int, str]:
    found = evaluation.queries.images(np.array(rows, np.intp)).split.tolist()
    return {row: SPLIT_NAMES[code] for row, code in zip(rows, found, strict=True)}


def _boxes(evaluation: Evaluation, images: list[int]) -> defaultdict[Key, list[tuple[int, Box]]]:
    """The rows and places of the boxes in some images, by image, side and class."""
    found: defaultdict[Key, list[tuple[int, Box]]] = defaultdict(list)
    for key, row, box in _each(evaluation, images):
        found[key].append((row, box))
    return found


def _each(evaluation: Evaluation, images: list[int]) -> Iterator[tuple[Key, int, Box]]:
    rows, objects, _ = evaluation.queries.objects(np.array(images, np.intp))
    edges = np.stack([objects.x, objects.y, objects.w, objects.h], axis=1).astype(np.float64).tolist()
    columns = (rows.tolist(), objects.image.tolist(), objects.side.tolist(), objects.label.tolist(), edges)
    for row, image, side, label, box in zip(*columns, strict=True):
        yield (image, ("truth", "prediction", "region")[side], evaluation.classes[label]), row, tuple(box)


def _is_same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= _REACH for a, b in zip(one, other, strict=True))
