"""The classes of two evaluations as one list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.header import Header, unique_names


@dataclass(frozen=True, eq=False)
class Union:
    """One list of classes for two evaluations."""

    classes: tuple[str, ...]
    background: int | None
    index: tuple[NDArray[np.uint16], NDArray[np.uint16]]
    """For each of the two, the place of each of its classes in ``classes``."""
    lacking: tuple[tuple[str, ...], tuple[str, ...]]
    """The classes that each does not know."""


def union(one: Header, other: Header) -> Union:
    """The classes of ``one`` in its order, those that ``other`` alone knows after them, one background last."""
    named = [_named(header) for header in (one, other)]
    every = list(dict.fromkeys([*named[0], *named[1]]))
    words = [header.classes[header.background] for header in (one, other) if header.background is not None]
    classes, _ = unique_names([*every, *words[:1]])
    background = len(every) if words else None
    place = {name: i for i, name in enumerate(every)}
    index = tuple(
        np.array(
            [background if i == header.background else place[name] for i, name in enumerate(header.classes)], np.uint16
        )
        for header in (one, other)
    )
    lacking = tuple(tuple(name for name in every if name not in set(names)) for names in named)
    return Union(classes, background, (index[0], index[1]), (lacking[0], lacking[1]))


def _named(header: Header) -> list[str]:
    return [name for i, name in enumerate(header.classes) if i != header.background]
