"""Class numbers and class names that objects carry, brought to one list of classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.tables import MAX_CLASSES

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Labels:
    """The classes of some objects: by number, by name, or both."""

    numbers: Numbers | None
    names: tuple[str, ...] | None

    def __len__(self) -> int:
        return len(self.names or ()) if self.numbers is None else len(self.numbers)


@dataclass(frozen=True, eq=False)
class Classes:
    """Class indices and what they mean."""

    index: Numbers
    names: tuple[str, ...] | None
    """``None``: only the indices tell."""
    is_ordered: bool
    """False: the names stand in no order that a number could mean."""


def classes_of(parts: Sequence[Labels], source: str) -> Classes:
    """One list of classes for all ``parts``; raises DataError when some carry names and others do not."""
    filled = [part for part in parts if len(part)]
    is_bare = [part.names is None for part in filled]
    if any(is_bare) and not all(is_bare):
        raise DataError(f"{source}: some images carry class names and others do not")
    names = [name for part in filled for name in part.names or ()]
    numbered = [part.numbers for part in filled if part.numbers is not None]
    numbers = np.concatenate([np.zeros(0, np.int64), *numbered]) if len(numbered) == len(filled) else None
    if not names:
        return Classes(np.zeros(0, np.int64) if numbers is None else numbers, None, is_ordered=True)
    pairs = set() if numbers is None else set(zip(numbers.tolist(), names, strict=True))
    name_of = dict(pairs)
    if numbers is not None and len(pairs) == len(name_of) == len(set(names)) and _is_range(numbers):
        known = range(int(numbers.max()) + 1)
        return Classes(numbers, tuple(name_of.get(number, f"class {number}") for number in known), is_ordered=True)
    classes = tuple(dict.fromkeys(names))
    index = {name: row for row, name in enumerate(classes)}
    return Classes(np.array([index[name] for name in names], np.int64), classes, is_ordered=False)


def _is_range(numbers: Numbers) -> bool:
    return bool((numbers >= 0).all()) and int(numbers.max()) < MAX_CLASSES
