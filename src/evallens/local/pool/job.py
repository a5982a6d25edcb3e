"""What every process of a pool is told: the files, what their labels mean, and how boxes are matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...evaluation.matched import How
from ..batches.arrow import arrow
from ..pairing.sides import Difficult
from .files import Files

Label = tuple[Any, ...]
"""What the columns of the class hold of one box."""


@dataclass(frozen=True)
class Meaning:
    """The classes of both sides."""

    classes: tuple[str, ...]
    truth: dict[Label, int]
    """The class index of each label that the truth has."""
    predictions: dict[Label, int]


@dataclass(frozen=True)
class Job:
    """One evaluation, as it is handed to every process."""

    truth: Files
    predictions: Files
    meaning: Meaning
    how: How
    difficult: Difficult
    splits: Any
    folder: str
    """Where finished parts are kept."""

    @property
    def sides(self) -> tuple[Files, Files]:
        """Truth and predictions."""
        return self.truth, self.predictions

    @property
    def numbers(self) -> Any:
        """The type in which images are compared that numbers call on both sides; ``None``: it is text."""
        if not (self.truth.is_numbered and self.predictions.is_numbered):
            return None
        kinds = [side.types[side.naming.image] for side in self.sides]
        # Only a decimal number holds all unsigned ones of 64 bits, and negative ones.
        return max(kinds, key=arrow().types.is_decimal)
