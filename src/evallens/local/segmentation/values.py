"""What the pixel values of masks mean: which class, or that they are not judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...evaluation.columns.header import BACKGROUND

VOID = 255
"""Pixels of this value in the ground truth are not judged, unless it is said what they are."""
_MOST = 255
"""Classes there can be where nothing names them."""

Said = int | Sequence[int] | None
Pixels = NDArray[np.int64]


@dataclass(frozen=True)
class Values:
    """What pixel values mean."""

    classes: list[str] | None
    """Class names by index; ``None``: the value is the name."""
    index: Mapping[int, int] | None
    """The class index of each value; ``None``: the value itself."""
    ignored: frozenset[int]
    """Values of the ground truth that are not judged."""
    is_said: bool
    """Did the caller say what a value means, or which is ignored?"""

    @property
    def limit(self) -> int:
        """More than any class index."""
        return _MOST if self.classes is None else len(self.classes)


def meaning_of(classes: Sequence[str] | None, values: Any, ignore: Any) -> Values:
    """What was said of pixel values; raises InputError for what contradicts itself."""
    named = None if classes is None else list(classes)
    said = _said_values(values)
    is_said = said is not None or ignore != "auto"
    taken = said is not None and VOID in said
    is_class = taken or (named is not None and len(named) > VOID)
    ignored = _said_ignored(ignore) if ignore != "auto" else frozenset() if is_class else frozenset({VOID})
    if said is None:
        return Values(named, None, ignored, is_said)
    both = ignored & set(said)
    if both:
        raise InputError(f"pixel value {min(both)} is a class by values= and left out by ignore=; say one of them")
    names = {0: BACKGROUND, **said} if 0 not in ignored else said
    order = named or list(dict.fromkeys(names[value] for value in sorted(names)))
    unknown = sorted(set(names.values()) - set(order))
    if unknown:
        raise InputError(f"values= names {unknown[0]!r}, which classes= does not")
    return Values(order, {value: order.index(name) for value, name in names.items()}, ignored, is_said)


def _said_values(given: Any) -> dict[int, str] | None:
    if given is None:
        return None
    if not isinstance(given, Mapping) or not given:
        raise InputError(f'values= says what pixel values mean, such as {{255: "crack"}}, not {shortened(given)}')
    return {_value(value, "values="): str(name) for value, name in given.items()}


def _said_ignored(given: Any) -> frozenset[int]:
    if given is None:
        return frozenset()
    each = given if isinstance(given, list | tuple | set | frozenset) else [given]
    return frozenset(_value(value, "ignore=") for value in each)


def _value(given: Any, what: str) -> int:
    try:
        value = int(str(given))
    except ValueError:
        raise InputError(f"{what} has {shortened(given)}, which is no pixel value") from None
    return value


def indexed(found: Pixels, meaning: Values, what: str) -> Pixels:
    """Class indices of pixel values; raises DataError for a value that is no class."""
    limit = meaning.limit
    if meaning.index is not None:
        values = np.array(sorted(meaning.index), np.int64)
        places = np.searchsorted(values, found).clip(0, len(values) - 1)
        is_odd = values[places] != found
        found_index = np.array([meaning.index[value] for value in values.tolist()], np.int64)[places]
    else:
        is_odd = (found < 0) | (found >= limit)
        found_index = found
    if not meaning.is_said:
        # What 255 is, is asked of all masks of a side together.
        found_index = np.where(found == VOID, 0, found_index)
        is_odd &= found != VOID
    if is_odd.any():
        value = int(found[is_odd][0])
        known = f"but there are {limit} classes"
        if meaning.index is not None:
            known = "which values= does not name"
        elif meaning.classes is None:
            known = f"and without names a class is a value from 0 to {limit - 1}"
        raise DataError(
            f"{what} has pixel value {value}, {known}. values= says what a pixel value means, ignore= which one "
            "of the truth is not judged."
        )
    return np.asarray(found_index, np.int64)
