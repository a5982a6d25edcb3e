"""The labels of boxes, by number or by name, as indices of the classes there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError, unknown_name
from ..pairing.sources import NOWHERE
from .arrow import arrow, is_text

Where = Callable[[int], str]
"""Says which box a row is."""
Index = NDArray[np.int64]


def indices(column: Any, classes: Sequence[str], name: str, where: Where) -> Index:
    """The class index of each label, (n,).

    Whole numbers are indices, text is a name. Raises DataError for a box without a label and for a number that is no
    class, UnknownNameError for a name that is none, InputError for a column of anything else.
    """
    if column.null_count:
        row = int(np.flatnonzero(~column.is_valid().to_numpy(zero_copy_only=False))[0])
        raise DataError(f"{where(row)}: has no label")
    if is_text(column.type):
        return _named(column, classes, where)
    return _numbered(column, classes, name, where)


def _named(column: Any, classes: Sequence[str], where: Where) -> Index:
    pa = arrow()
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    index = {name: row for row, name in enumerate(classes)}
    words = [_word(text) for text in coded.dictionary.to_pylist()]
    place = np.array([index.get(word or "", NOWHERE) for word in words], np.int64)
    codes = np.asarray(coded.indices.to_numpy(zero_copy_only=False), np.int64)
    found = place[codes] if len(codes) else codes
    lost = np.flatnonzero(found == NOWHERE)
    if len(lost):
        row = int(lost[0])
        raise unknown_name(f"class ({where(row)})", words[int(codes[row])], classes)
    return found


def _word(text: str | None) -> str | None:
    """A name as readers of tables take it: blanks around it are none of it, an accent is one however it is written."""
    return None if text is None else unicodedata.normalize("NFC", text.strip())


def _numbered(column: Any, classes: Sequence[str], name: str, where: Where) -> Index:
    types = arrow().types
    if not (types.is_integer(column.type) or types.is_floating(column.type) or types.is_null(column.type)):
        raise InputError(f"the column {name!r} is {column.type}, not class numbers or names")
    given = np.asarray(column.to_numpy(zero_copy_only=False))
    odd = np.flatnonzero(~((given >= 0) & (given < len(classes)) & (given == np.floor(given))))
    if len(odd):
        row = int(odd[0])
        raise DataError(
            f"{where(row)}: class {given[row]} is not one of 0..{len(classes) - 1}, the {len(classes)} classes there "
            "are. Labels are indices of them, or their names."
        )
    return given.astype(np.int64)
