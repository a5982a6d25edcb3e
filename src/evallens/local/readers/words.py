"""Class labels as tables and arrays hold them, brought to one text each: 1, 1.0, True and "1" are one class."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...errors import DataError, InputError
from ..values import as_array

_MISSING = frozenset({"", "nan", "<na>"})
_NOTHING = frozenset({"none", "null"})
"""Words for no prediction, unless a class is called so."""
_TRUTH = frozenset({"true", "false"})
_WHOLE = re.compile(r"[+-]?\d+(\.0*)?")

Label = str | None


def label_texts(columns: Sequence[Any], what: str) -> list[list[Label]]:
    """The labels of several columns that speak of the same classes; ``None``: there is none.

    As scikit-learn has it: numbers and truth values that are equal are one label; blanks around a word are none of it,
    and a letter with an accent is one however it is written. Raises InputError for what is no label.
    """
    arrays = [_one_row(column, what) for column in columns]
    values = [array.tolist() for array in arrays]
    uniques = [_distinct(found, what) for found in values]
    present = [value for found in uniques for value in found if not is_missing(value)]
    odd = next((value for value in present if isinstance(value, float) and not value.is_integer()), None)
    if odd is not None:
        raise InputError(f"{what} are classes, and {odd:g} is none; probabilities need a column for each class")
    kinds = _Kinds.of(present)
    texts = [{value: _text(value, kinds) for value in found} for found in uniques]
    return [[known[value] for value in found] for known, found in zip(texts, values, strict=True)]


def check_kinds(labels: Sequence[Label], guessed: Sequence[Label], source: str) -> None:
    """Raise DataError where one side has numbers alone and the other words alone: no prediction could be right."""
    sides = [sorted({own for own in side if own is not None}, key=order) for side in (labels, guessed)]
    counts = [sum(_WHOLE.fullmatch(own) is not None for own in side) for side in sides]
    kinds = [count == len(side) for count, side in zip(counts, sides, strict=True)]
    if all(sides) and kinds[0] != kinds[1] and not counts[kinds.index(False)]:
        true, predicted = (", ".join(side[:4]) for side in sides)
        raise DataError(
            f"{source}: true labels are {true}, predicted ones {predicted}: numbers on one side, words on the other. "
            "Give classes=, the names in the order of the numbers."
        )


def without_words_for_nothing(labels: Sequence[Label], classes: Iterable[str]) -> list[Label]:
    """Predictions in which a word for nothing is no prediction, unless a class is called so."""
    called = {name.lower() for name in classes}
    nothing = {word for word in _NOTHING if word not in called}
    return [None if label is None or label.lower() in nothing else label for label in labels]


def by_index(labels: Sequence[Label], classes: Sequence[str], *, is_numeric: bool) -> list[Label]:
    """Labels that count the classes, as their names; labels that are names stay what they are.

    Raises DataError for a number that is no class.
    """
    present = {label for label in labels if label is not None}
    if not present or not all(re.fullmatch(r"[+-]?\d+", label) and len(label) < 10 for label in present):
        return list(labels)
    numbers = {label: int(label) for label in present}
    odd = sorted(number for number in numbers.values() if not 0 <= number < len(classes))
    if present <= set(classes) and (odd or not is_numeric):
        return list(labels)
    if odd and is_numeric:
        raise DataError(f"class {odd[0]} is not one of the {len(classes)} there are")
    if odd or present & set(classes):
        return list(labels)
    return [None if label is None else classes[numbers[label]] for label in labels]


def is_missing(value: Any) -> bool:
    """Is there no value: ``None``, NaN, pandas' NA, or an empty text?"""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - NaN is what does not equal itself
    return isinstance(value, str) and value.strip().lower() in _MISSING


def order(label: str) -> tuple[bool, int, str]:
    """Numbers as numbers, before words."""
    is_number = re.fullmatch(r"-?\d{1,18}", label) is not None
    return (False, int(label), "") if is_number else (True, 0, label)


def _one_row(column: Any, what: str) -> np.ndarray[Any, Any]:
    try:
        found = as_array(column)
    except InputError as error:
        raise InputError(f"{what} must be one row ({error})") from None
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    if found.ndim != 1:
        raise InputError(f"{what} must be one row, not {found.shape}")
    return found


def _distinct(values: Sequence[Any], what: str) -> dict[Any, None]:
    try:
        return dict.fromkeys(values)
    except TypeError:
        row = next(row for row, value in enumerate(values) if not isinstance(value, Hashable))
        raise InputError(f"{what}: row {row} is {values[row]!r}, not one label") from None


class _Kinds(NamedTuple):
    """What all labels of both sides have in common."""

    is_truth_value: bool
    """Are they all True or False?"""
    has_truth_value: bool
    is_whole: bool
    """Are they all whole numbers?"""

    @classmethod
    def of(cls, present: Sequence[Any]) -> _Kinds:
        is_true = [isinstance(value, bool | np.bool_) for value in present]
        words = [_word(value) for value in present]
        is_named = [yes or word.lower() in _TRUTH for yes, word in zip(is_true, words, strict=True)]
        return cls(
            is_truth_value=any(is_true) and all(is_named),
            has_truth_value=any(is_true),
            is_whole=all(yes or _WHOLE.fullmatch(word) for yes, word in zip(is_named, words, strict=True)),
        )


def _word(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text.strip())


def _text(value: Any, kinds: _Kinds) -> Label:
    if is_missing(value):
        return None
    word = _word(value)
    if isinstance(value, bool | np.bool_) or (kinds.has_truth_value and word.lower() in _TRUTH):
        is_true = word.lower() == "true"
        return str(is_true) if kinds.is_truth_value else str(int(is_true))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return word.partition(".")[0] if kinds.is_whole and _WHOLE.fullmatch(word) else word
