"""What every reader offers, and what it may need to know."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from ...errors import InputError, unknown_name
from ...evaluation.columns.header import Task
from ..annotations import Annotations, split_named

Role = Literal["truth", "predictions"]
BoxForm = Literal["xyxy", "xywh", "cxcywh"]
"""How the four numbers of a box are meant: corners, left top and size, or middle and size."""


@dataclass(frozen=True)
class BoxForms:
    """What is said of the boxes of both sides."""

    truth: BoxForm | None
    predictions: BoxForm | None
    is_apart: bool
    """Was each side spoken of?"""

    def check(self, uses: set[str]) -> None:
        """Raise InputError where one word would be about a column on one side and about arrays on the other."""
        if self.truth is not None and not self.is_apart and uses == {"column", "array"}:
            raise InputError(
                f"box={self.truth!r} could be about the table, the arrays, or both. Say it of truth and predictions "
                'each, such as box=("xywh", "xyxy").'
            )


def box_forms(given: Any) -> BoxForms:
    """``box=`` as it was given: a word, or a pair for truth and predictions; raises UnknownNameError for others."""
    forms: tuple[BoxForm, ...] = get_args(BoxForm)
    is_apart = isinstance(given, tuple | list) and len(given) == 2
    if isinstance(given, tuple | list) and not is_apart:
        raise InputError(f"box= is one word, or one for truth and one for predictions, not {given!r}")
    found: list[BoxForm | None] = []
    for word in given if is_apart else (given, given):
        if word is not None and (not isinstance(word, str) or word not in forms):
            raise unknown_name("form of boxes", word, forms)
        found.append(next((form for form in forms if form == word), None))
    return BoxForms(found[0], found[1], is_apart)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What reading one side may need to know."""

    role: Role
    images: Path | None = None
    """Folder of pictures."""
    truth: Annotations | None = None
    """The ground truth, once it is read."""
    format: str | None = None
    """What the input is said to be; ``None``: its structure tells."""
    task: Task | None = None
    classes: Sequence[str] | None = None
    """Class names that the caller gives."""
    box: BoxForm | None = None
    """How boxes are said to be meant."""
    exif: bool = True
    """Are pictures measured upright, as their EXIF orientation says?"""

    @property
    def scored(self) -> bool:
        """Predictions need a confidence."""
        return self.role == "predictions"

    def of_split(self, word: str) -> Reading:
        """The same for one split: two splits may number or name their images alike."""
        if self.truth is None:
            return self
        return replace(self, truth=replace(self.truth, images=self.truth.images.of_split(split_named(word))))


class Reader(Protocol):
    """Reads one kind of input."""

    @property
    def name(self) -> str:
        """What ``format=`` calls it, such as "yolo"."""
        ...

    @property
    def words(self) -> str:
        """What it reads, for messages."""
        ...

    def recognises(self, given: Any, role: Role) -> bool:
        """Is this input of its kind, told by structure?"""
        ...

    def read(self, given: Any, reading: Reading) -> Annotations:
        """Read one side; raises InputError or DataError naming file and record."""
        ...


def is_path(given: Any) -> bool:
    """Is it a path to a file or folder?"""
    return isinstance(given, str | os.PathLike)
