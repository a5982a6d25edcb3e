"""What evaluating one kind of input gives, before it becomes an Evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..evaluation.columns.header import Task
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Objects, Outcomes
from .annotations import ImageList


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
    scored: bool = True
    notices: tuple[Notice, ...] = ()
    left_out: int = 0
    """Records or images of the ground truth that are in no outcome, because no tool could count them."""
    pictures: list[Any] | None = None
    """Pictures that the input itself names, one an image."""
