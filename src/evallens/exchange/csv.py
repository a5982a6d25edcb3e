"""Tables as CSV text (RFC 4180), as js/src/engine/csv.ts writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FORMULA = re.compile(r"[=+\-@\t\r]")
"""A spreadsheet takes a text that begins like this for a formula and runs it when the file is opened."""
_SPECIAL = re.compile(r'[",\r\n]')


def csv_text(columns: Mapping[str, list[str] | NDArray[Any]]) -> str:
    r"""Columns of one length with their names above; NaN is an empty field.

    Names come from data sets and services that nobody vetted, and a CSV is opened in a spreadsheet sooner or later: a
    text that begins like a formula gets an apostrophe in front (OWASP, "CSV Injection"). Numbers are never touched.

    >>> csv_text({"name": ["a,b", "=1"], "score": np.array([0.5, np.nan], np.float32)})
    'name,score\r\n"a,b",0.5\r\n\'=1,\r\n'
    """
    fields = [_texts(column) if isinstance(column, list) else _numbers(column) for column in columns.values()]
    lines = [columns.keys(), *zip(*fields, strict=True)]
    return "".join(f"{','.join(line)}\r\n" for line in lines)


def _texts(values: Iterable[str]) -> list[str]:
    kept = {value: _field(value) for value in dict.fromkeys(values)}
    return [kept[value] for value in values]


def _field(value: str) -> str:
    safe = f"'{value}" if _FORMULA.match(value) else value
    return '"' + safe.replace('"', '""') + '"' if _SPECIAL.search(safe) else safe


def _numbers(values: NDArray[Any]) -> list[str]:
    """Each number in the digits that its own precision needs."""
    texts: list[str] = values.astype("U32").tolist()
    if values.dtype.kind == "f":
        return ["" if is_nan else text for text, is_nan in zip(texts, np.isnan(values).tolist(), strict=True)]
    return texts
