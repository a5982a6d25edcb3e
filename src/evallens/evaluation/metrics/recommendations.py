"""What the numbers suggest doing next, by the rules Roboflow publishes for its recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...text import counted
from ..columns.direction import isolated
from ..columns.header import Header
from ..columns.tables import Columns
from ..panels import Recommendations
from . import by_class, counts
from .by_class import ByClass
from .counts import Counts

Item = dict[str, Any]

_FEW, _OF_ALL, _OF_MEDIAN = 30, 0.05, 0.25
_MANY, _LOW_PRECISION = 30, 0.65
_SMALL_TEST, _TEST_SHARE, _VALID_SHARE = 50, 0.05, 0.10


def recommendations(header: Header, columns: Columns, split: str, confidence: int) -> Recommendations:
    """Recommendations from the matrix of ``split`` at ``confidence`` (integer percent), worst first of its kind."""
    shown = columns.images.in_split(split)[columns.outcomes.image]
    rows = counts.active(columns.outcomes, confidence) & shown
    matrix = counts.matrix(columns.outcomes, rows, len(header.classes))
    classes = by_class.of_matrix(matrix, header)
    names = [header.classes[i] for i in classes.index.tolist()]
    items = [
        *_missed(classes, names),
        *_confused(matrix, classes, names),
        *_scarce(classes, names),
        *_invented(classes, names),
        *_splits(columns.images.split_sizes),
    ]
    total = counts.of_matrix(matrix, header)
    summary = {
        "confidenceThreshold": confidence,
        "split": split,
        "count": len(items),
        **{name: float(np.nan_to_num(getattr(total, name))) for name in ("f1", "precision", "recall")},
    }
    return Recommendations(generated=True, summary=summary, items=tuple(items))


def _item(kind: str, title: str, message: str, name: str | None = None) -> Item:
    return {"type": kind, "className": name, "title": title, "message": message}


def _missed(classes: ByClass, names: list[str]) -> Iterator[Item]:
    if not len(names) or not classes.missed.max():
        return
    worst = int(classes.missed.argmax())
    name, missed, support = names[worst], int(classes.missed[worst]), int(classes.support[worst])
    message = f"{missed:,} of {counted(support, 'instances')} not found: more than of any other class."
    yield _item("missed_detection", f"{isolated(name)} is often missed", message, name)


def _confused(matrix: Counts, classes: ByClass, names: list[str]) -> Iterator[Item]:
    between = matrix[np.ix_(classes.index, classes.index)].copy()
    np.fill_diagonal(between, 0)
    if not between.size or not between.max():
        return
    actual, predicted = np.unravel_index(int(between.argmax()), between.shape)
    truth, answer, times = isolated(names[actual]), isolated(names[predicted]), int(between.max())
    message = f"{counted(times, 'instances')} of {truth} predicted as {answer}: the most frequent mix-up."
    yield _item("wrong_class", f"{truth} is taken for {answer}", message, names[actual])


def _scarce(classes: ByClass, names: list[str]) -> Iterator[Item]:
    if not len(names):
        return
    support = classes.support
    enough = max(_FEW, _OF_ALL * float(np.sqrt(support.sum())))
    median = float(np.median(support))
    for name, own in zip(names, support.tolist(), strict=True):
        if own < enough or own < _OF_MEDIAN * median:
            message = f"{counted(own, 'instances')}; the median class has {median:.0f}. Add more of it."
            yield _item("class_imbalance", f"{isolated(name)} is rare", message, name)


def _invented(classes: ByClass, names: list[str]) -> Iterator[Item]:
    tallies = classes.tallies
    predicted = tallies.tp + tallies.fp
    for row, name in enumerate(names):
        fp, all_, precision = int(tallies.fp[row]), int(predicted[row]), float(tallies.precision[row])
        if all_ >= _MANY and fp >= _MANY and precision < _LOW_PRECISION:
            message = f"{fp} of {all_} predictions are wrong; a higher threshold or more counter-examples may help."
            yield _item("overconfident_fp", f"{isolated(name)} is predicted too readily", message, name)


def _splits(sizes: dict[str, int]) -> Iterator[Item]:
    if not sizes:
        return
    total = sum(sizes.values())
    for split, share in (("test", _TEST_SHARE), ("valid", _VALID_SHARE)):
        size = sizes.get(split, 0)
        if size < share * total or (split == "test" and size < _SMALL_TEST):
            message = f"{size:,} of {counted(total, 'images')}; numbers of so few images say little."
            yield _item("dataset_health", f"The {split} split is small", message)
