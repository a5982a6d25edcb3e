"""What every reader offers, and what it may need to know."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from ...evaluation.columns.header import Task
from ..annotations import Annotations, split_named

Role = Literal["truth", "predictions"]
BoxForm = Literal["xyxy", "xywh", "cxcywh"]
"""How the four numbers of a box are meant: corners, left top and size, or middle and size."""


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
