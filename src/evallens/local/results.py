"""What evaluating one kind of input gives, before it becomes an Evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..evaluation.columns.header import Task
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Objects, Outcomes
from ..evaluation.matched import How
from ..pictures import Pictures
from .annotations import ImageList
from .doubt import LeftOut


@dataclass(frozen=True, eq=False, kw_only=True)
class Result:
    """Outcomes over a list of images, with the classes their indices mean."""

    task: Task
    classes: tuple[str, ...]
    background: int | None
    images: ImageList
    outcomes: Outcomes
    objects: Objects | None = None
    masks: Masks | None = None
    matching: How | None = None
    """How detections were matched."""
    scored: bool = True
    notices: tuple[Notice, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """How much of each side could not count."""
    pictures: list[Any] | None = None
    """Pictures that the input itself names, one an image."""
    segmentations: Pictures | None = None
    """Which outcome each pixel of an image is of, where pixels are counted."""
