"""How far the rates of an evaluation moved when labels were corrected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..text import counted
from .arguments import percent
from .columns.direction import isolated
from .columns.header import Header
from .columns.tables import ALL, Columns
from .metrics import by_class, counts
from .metrics.average_precision import of_split
from .results.reasons import share

if TYPE_CHECKING:
    import pandas as pd

EVERY = "all classes"
_LEAST = 0.005
"""A move that two digits do not show is none."""


class MovedRow(NamedTuple):
    """The rates 0..1 of all classes or of one, now and before; NaN for 0/0."""

    name: str
    precision: float
    precision_before: float
    recall: float
    recall_before: float
    f1: float
    f1_before: float
    map50: float
    """Average precision at an IoU of .5; of all classes its mean. NaN: there is none."""
    map50_before: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Moved:
    """What verdicts changed. ``str`` says it in a sentence; ``rates`` says it by class, at any threshold and split."""

    corrections: int
    """Objects whose label was judged to be wrong."""
    images: int
    """Images that were matched again."""
    header: Header = field(repr=False)
    before: Columns = field(repr=False)
    after: Columns = field(repr=False)

    def rates(self, split: str = ALL, confidence: int | None = None) -> list[MovedRow]:
        """The rates of all classes, then of each in display order, over a split, or "all", at an integer percent."""
        at = percent(self.header.confidence if confidence is None else confidence)
        now, then = (self._of(columns, split, at) for columns in (self.after, self.before))
        names = [EVERY, *(self.header.classes[i] for i in self.header.display_order if i != self.header.background)]
        pairs = [value for pair in zip(now, then, strict=True) for value in pair]
        return [MovedRow(*row) for row in zip(names, *pairs, strict=True)]

    def to_pandas(self, split: str = ALL, confidence: int | None = None) -> pd.DataFrame:
        """``rates`` as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.rates(split, confidence), columns=list(MovedRow._fields))

    def __str__(self) -> str:
        """Say what moved: "With your 14 corrections F1 is .85, not .83; recall of person is .81, not .74."."""
        every, *classes = self.rates()
        said = f"With your {counted(self.corrections, 'corrections')}"
        if abs(every.f1 - every.f1_before) < _LEAST:
            said += f" F1 stays {share(every.f1)}"
        else:
            said += f" F1 is {share(every.f1)}, not {share(every.f1_before)}"
        moves = [
            (abs(new - old), f"{what} of {isolated(row.name)} is {share(new)}, not {share(old)}")
            for row in classes
            for what, new, old in (
                ("recall", row.recall, row.recall_before),
                ("precision", row.precision, row.precision_before),
            )
            if abs(new - old) >= _LEAST
        ]
        most = max(moves, key=lambda move: move[0], default=None)
        return f"{said}." if most is None else f"{said}; {most[1]}."

    def __repr__(self) -> str:
        return f"Moved({self!s})"

    def _of(self, columns: Columns, split: str, at: int) -> list[list[float]]:
        """Precision, recall, F1 and mAP50: of all, then of each class."""
        outcomes = columns.outcomes
        rows = counts.active(outcomes, at) & columns.images.in_split(split)[outcomes.image]
        matrix = counts.matrix(outcomes, rows, len(self.header.classes))
        whole, single = counts.of_matrix(matrix, self.header), by_class.of_matrix(matrix, self.header).tallies
        precise = of_split(self.header, columns, split, ("all",))
        labels = [None, *(i for i in self.header.display_order if i != self.header.background)]
        found = [precise.precisions("all", label) for label in labels]
        return [
            *([float(getattr(whole, name)), *getattr(single, name).tolist()] for name in ("precision", "recall", "f1")),
            [np.nan if one is None else one.map50 for one in found],
        ]
