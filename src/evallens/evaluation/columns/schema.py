"""What a column is: the type of its elements, and what stands for it where it is missing.

A table names its columns once, as dataclass fields that carry a ``Column``; checking, saving, caching and sending
read it there.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np

ABSENT: Any = None
"""Given for an optional column: every row is what is missing."""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    dtype: type[np.generic] | None
    """Type of the elements, which may be abstract such as ``np.floating``; ``None``: they are no numbers."""
    missing: Any = None
    """The value of every row where the column is missing; ``None``: it must be there."""
    same_as: str = ""
    """The column that it equals where it is missing."""
    is_optional: bool = False
    """Not written where it says nothing: files of the same format may or may not have it."""
    holds: Literal["numbers", "strings", "attributes"] = "numbers"


def numbers(dtype: type[np.generic], missing: Any = None) -> dict[str, Column]:
    """The metadata of a field that holds numbers."""
    return {"column": Column(dtype, missing)}


def text(same_as: str = "") -> dict[str, Column]:
    """The metadata of a field that holds strings."""
    return {"column": Column(None, same_as=same_as, holds="strings")}


def optional(dtype: type[np.generic], missing: Any) -> dict[str, Column]:
    """The metadata of a field of numbers that a table, a file or a block may lack: every row is ``missing`` then.

    This is how a column is added to a table, in one line and with no new format of the saved file::

        kind: NDArray[np.uint8] = field(default=ABSENT, metadata=optional(np.uint8, 0))
    """
    return {"column": Column(dtype, missing, is_optional=True)}


def optional_text() -> dict[str, Column]:
    """The metadata of a field of strings that a table, a file or a block may lack: all are empty then."""
    return {"column": Column(None, "", is_optional=True, holds="strings")}


def attributes() -> dict[str, Column]:
    """The metadata of a field that holds any number of named columns, of which a table may lack all."""
    return {"column": Column(None, {}, is_optional=True, holds="attributes")}


def schema_of(kind: type) -> dict[str, Column]:
    """The columns of a dataclass by name, in order."""
    return {f.name: f.metadata["column"] for f in fields(kind) if "column" in f.metadata}
