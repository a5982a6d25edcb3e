"""Tables of classifications: which columns are true labels, predicted ones and probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ..readers.tables.frames import Column, Frame
from ..readers.words import Label, order
from ..values import SCORE_SLACK

FILES = ("image", "image_name", "file", "filename", "file_name", "path", "image_path", "filepath", "name")
IDS = ("id", "image_id")
TRUTH = ("truth", "true", "actual", "label", "target", "ground_truth", "true_label", "actual_label", "y_true", "class")
PREDICTED = ("predicted", "prediction", "pred", "predicted_label", "pred_label", "y_pred", "predicted_class")
SCORE = ("score", "confidence", "probability", "prob")
SPLIT = ("split", "subset")
_PREFIXES = ("", "p_", "prob_", "score_", "probability_", "proba_")
_SUM = 0.01
"""How far the probabilities of an image may sum beside 1."""
_ROLES = frozenset({*FILES, *IDS, *TRUTH, *PREDICTED, *SCORE, *SPLIT, "index", "unnamed:_0"})


@dataclass(frozen=True, eq=False)
class Probabilities:
    """A column a class, (images, classes), and the classes they are of."""

    values: NDArray[np.floating]
    classes: list[str]


def images_of(table: Frame) -> list[str] | None:
    """What a table calls its images: by file, else by id; ``None``: it does not. Raises DataError for a gap."""
    found = table.texts(FILES)
    found = table.texts(IDS) if found is None else found
    if found is None or not any(found):
        return None
    if "" in found:
        raise DataError(f"{table.source}: row {found.index('')} names no image")
    return found


def true_labels(table: Frame) -> Column:
    """The column of true labels, also where each class has a column of 0 and 1; raises DataError for none."""
    found = table.column(TRUTH)
    if found is not None:
        return found
    names = [name for name in _others(table) if table.is_numeric(name)]
    values = table.matrix(names) if len(names) > 1 else np.zeros((0, 0))
    if len(names) < 2 or not bool(np.isin(values, (0, 1)).all()):
        raise table.lacks(TRUTH, "the true label")
    several = np.flatnonzero(values.sum(axis=1) > 1)
    if len(several):
        row = int(several[0])
        own = ", ".join(names[place] for place in np.flatnonzero(values[row]).tolist()[:4])
        raise DataError(f"{table.source}, row {row}: has several classes ({own}); an image has one")
    best = np.where(values.any(axis=1), values.argmax(axis=1), -1)
    return [names[place] if place >= 0 else None for place in best.tolist()]


def probabilities(table: Frame, labels: Sequence[Label], classes: Sequence[str] | None) -> Probabilities | None:
    """The columns of probabilities, also of classes that no true label names; ``None``: there are none.

    Raises DataError where some classes lack theirs, and where it cannot be told which columns are classes.
    """
    known = list(classes) if classes is not None else sorted({label for label in labels if label}, key=order)
    prefix, columns = _columns(table, known)
    if not columns:
        return None
    lacking = [name for name in known if name not in columns]
    if lacking:
        raise DataError(f"{table.source}: no probability column for {', '.join(lacking[:8])}")
    if classes is None:
        columns |= _further(table, prefix, columns)
        columns = {name: columns[name] for name in sorted(columns, key=order)}
    return Probabilities(table.matrix(list(columns.values())), list(columns))


def shares_beside(table: Frame, labels: Sequence[Label], classes: Sequence[str] | None) -> Probabilities | None:
    """Probabilities beside predicted labels; ``None``: there are none that sum to 1, or they are the true labels."""
    try:
        found = probabilities(table, labels, classes)
    except DataError:
        return None
    if found is None or len(found.classes) < 2 or not _sum_to_one(found.values):
        return None
    held = found.values[~np.isnan(found.values)]
    is_share = bool(((held >= -SCORE_SLACK) & (held <= 1 + SCORE_SLACK)).all())
    return found if is_share and not bool(np.isin(held, (0, 1)).all()) else None


def _columns(table: Frame, known: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The prefix that the probability columns share, and the column of each class that has one."""
    wanted = {name: name for name in known}
    named = {name: column for column in table.names for name in _class_of(column)}
    found = {
        prefix: {name: column for name in wanted if (column := named.get((prefix, name.lower()))) is not None}
        for prefix in _PREFIXES
    }
    roles = {column for column in table.names if column.strip().lower().replace(" ", "_") in _ROLES}
    found = {p: {n: c for n, c in own.items() if c not in roles or p} for p, own in found.items()}
    filled = {prefix: own for prefix, own in found.items() if own}
    if len(filled) > 1 and len({tuple(own.values()) for own in filled.values()}) > 1:
        one, other = (next(iter(own.values())) for own in list(filled.values())[:2])
        raise DataError(
            f"{table.source}: the columns {one!r} and {other!r} could both be probabilities. Leave one kind out."
        )
    return next(iter(filled.items()), ("", {}))


def _class_of(column: str) -> list[tuple[str, str]]:
    """Every (prefix, class) that a column's name can be read as, without regard to case."""
    lower = column.strip().lower()
    return [(prefix, lower.removeprefix(prefix)) for prefix in _PREFIXES if lower.startswith(prefix)]


def _further(table: Frame, prefix: str, columns: dict[str, str]) -> dict[str, str]:
    """Probability columns of classes that no true label names."""
    taken = set(columns.values())
    others = [n for n in _others(table) if n not in taken and n.lower().startswith(prefix) and _has_numbers(table, n)]
    if not others:
        return {}
    found = {name[len(prefix) :]: name for name in others}
    if prefix:
        return found
    inner, outer = table.matrix(list(taken)), table.matrix(others)
    if _sum_to_one(inner):
        return {}
    if _sum_to_one(np.hstack([inner, outer])):
        return found
    raise DataError(
        f"{table.source}: {', '.join(others[:4])} could be probabilities of classes that no image has, or something "
        "else. Give classes=, all class names."
    )


def _has_numbers(table: Frame, name: str) -> bool:
    """Does a column hold numbers, some of which may be missing?"""
    try:
        return bool(np.isfinite(table.numeric(name)).any())
    except DataError:
        return False


def _sum_to_one(values: NDArray[np.floating]) -> bool:
    """Do the numbers of each row that lacks none sum to 1?"""
    whole = values[~np.isnan(values).any(axis=1)]
    return bool((np.abs(whole.sum(axis=1) - 1) <= _SUM).all())


def _others(table: Frame) -> list[str]:
    """The columns that have no role by their name."""
    return [name for name in table.names if name.strip().lower().replace(" ", "_") not in _ROLES]


def one_label_each(table: Frame, image: Sequence[str], labels: Sequence[Label]) -> None:
    """Raise DataError for an image that is listed twice."""
    first: dict[str, int] = {}
    for row, name in enumerate(image):
        known = first.setdefault(name, row)
        if known != row:
            words = "" if labels[known] == labels[row] else f", as {labels[known]!r} and as {labels[row]!r}"
            raise DataError(f"{table.source}: image {name!r} is listed twice (rows {known} and {row}){words}")
