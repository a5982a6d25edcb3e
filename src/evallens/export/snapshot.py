"""What an export is made of: the trait values of a Lens at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..evaluation import Evaluation
from ..evaluation.filters import Filters


class Pictures(NamedTuple):
    """A block of pictures as the trait ``assets`` carries it, and how many pictures that is."""

    block: dict[str, Any]
    images: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapshot:
    """One moment of a Lens, complete but for its pictures."""

    evaluation: Evaluation
    shown: Filters
    state: dict[str, Any]
    """Trait name -> value for all that the front end reads; bytes stand where the traits have them."""
    bundle: str
    """The front end: one JavaScript module."""
    pictures: Callable[[int], Pictures]
    """The most wanted pictures, in at most so many bytes."""

    def without_objects(self) -> Snapshot:
        """The same moment without boxes: every number stays, only the outlines on pictures go."""
        header = {**self.state["header"]}
        boxes = header["blocks"]["objects"]
        header["blocks"] = {**header["blocks"], "objects": []}
        state = {name: value for name, value in self.state.items() if name not in boxes}
        for name in header["blocks"]["outcomes"]:
            state[name] = {key: column for key, column in state[name].items() if key not in _OF_OBJECTS}
        return Snapshot(
            evaluation=self.evaluation,
            shown=self.shown,
            state={**state, "header": header},
            bundle=self.bundle,
            pictures=self.pictures,
        )

    @property
    def has_objects(self) -> bool:
        """Are there boxes to leave out?"""
        return bool(self.state["header"]["blocks"]["objects"])


_OF_OBJECTS = {"truth", "prediction", "iou"}
