"""What the labels of both sides mean: each different one is read once, by the readers of every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ..annotations import Annotations
from ..batches.arrow import arrow
from ..checks import check_classes
from ..pairing.category_ids import CategoryIds
from ..pairing.classes import joined_classes
from ..pairing.sources import NOWHERE, called
from ..readers.reading import Reading
from ..readers.tables.reader import Tables
from .files import Files
from .job import Label, Meaning
from .rows import Piece, column, read

_GROUPS_AT_ONCE = 8


def distinct(side: Files, file: int) -> list[Label]:
    """The different labels of a file, in the order in which they first occur; a missing one is left out."""
    groups = [group.group for group in side.groups if group.file == file]
    found: dict[Label, None] = {}
    for start in range(0, len(groups), _GROUPS_AT_ONCE):
        piece = Piece(file, tuple(groups[start : start + _GROUPS_AT_ONCE]))
        codes, labels = coded(read(side, [piece], side.naming.labels), side.naming.labels)
        found |= dict.fromkeys(labels[code] for code in _as_they_occur(codes, len(labels)))
    return [label for label in found if None not in label]


def coded(table: Any, names: Sequence[str]) -> tuple[NDArray[np.int64], list[Label]]:
    """The label of each row as a code, (rows,), and what each code stands for."""
    pa = arrow()
    codes = np.zeros(len(table), np.int64)
    labels: list[Label] = [()]
    for name in names:
        held = column(table, name)
        held = held if pa.types.is_dictionary(held.type) else held.dictionary_encode("encode")
        values = held.dictionary.to_pylist()
        mine = np.asarray(held.indices.fill_null(len(values)), np.int64)
        codes = codes * (len(values) + 1) + mine
        labels = [(*label, value) for label in labels for value in (*values, None)]
    return codes, labels


def _as_they_occur(codes: NDArray[np.int64], count: int) -> list[int]:
    first = np.full(count, len(codes), np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    present = np.flatnonzero(first < len(codes))
    return [int(code) for code in present[np.argsort(first[present])]]


def meaning(
    truth: Files, predictions: Files, labels: tuple[Iterable[Label], Iterable[Label]], *,
    classes: Sequence[str] | None, category_ids: CategoryIds | None,
) -> Meaning:  # fmt: skip
    """The classes, and which one each label is; raises as ``evaluate`` does of a table with these labels."""
    held = [list(dict.fromkeys(found)) for found in labels]
    left = called(_read(truth, held[0], None, classes), classes)
    right = _read(predictions, held[1], left, classes)
    both = joined_classes(left, right, category_ids)
    check_classes(both.names, left.source)
    return Meaning(
        classes=both.names,
        truth=dict(zip(held[0], left.instances.label.tolist(), strict=True)),
        predictions=dict(zip(held[1], both.label.tolist(), strict=True)),
    )


def _read(side: Files, labels: list[Label], truth: Annotations | None, classes: Sequence[str] | None) -> Annotations:
    """A table of one box for each label, read as any other table is."""
    pa = arrow()
    naming = side.naming
    box = [[0.0, 0.0, 1.0, 1.0]] * len(labels)
    four = (
        dict(zip(naming.box.names, np.array(box).reshape(-1, 4).T, strict=True))
        if len(naming.box.names) == 4
        else {naming.box.names[0]: pa.array(box, pa.list_(pa.float64()))}
    )
    named = {name: pa.array([label[place] for label in labels]) for place, name in enumerate(naming.labels)}
    score = {} if naming.score is None else {naming.score: np.zeros(len(labels))}
    table = pa.table({naming.image: pa.array([""] * len(labels), pa.string()), **four, **named, **score})
    reading = Reading(role=side.role, box=naming.form, truth=truth, classes=classes)
    return Tables().read(table, reading)


def index_of(labels: Sequence[Label], known: dict[Label, int]) -> NDArray[np.int64]:
    """The class index of each label; ``NOWHERE`` of one that is missing."""
    found = [NOWHERE if None in label else known.get(label) for label in labels]
    if None in found:
        label = labels[found.index(None)]
        raise DataError(f"the label {label[0]!r} was not in the files when they were first read: they have changed")
    return np.array(found, np.int64)
