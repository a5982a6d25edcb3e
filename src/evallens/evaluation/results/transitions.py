"""How many instances changed between two models, in all and class by class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...errors import missing_extra
from ..metrics.transitions import Changes
from ..metrics.two import TRANSITIONS

if TYPE_CHECKING:
    import pandas as pd

_RATES = ("churn", "negative_flips", "positive_flips", "compatibility")


@dataclass(frozen=True, eq=False)
class Transitions:
    """What became of truths and of false positives between a baseline and the model on show, each at its threshold.

    A truth is "fixed" (wrong, then right), "broken", "both_right", "alike" (wrong in the same way) or wrong
    "otherwise"; it counts in its own class. A false positive is "kept", "turned" (its twin is matched to a truth in
    the other model), "new", or "gone", which is one of the baseline; it counts in the class that was predicted.
    """

    names: tuple[str, str]
    """Of the baseline and of the model on show."""
    split: str
    confidence: tuple[int, int]
    """Integer percents of the baseline and of the model on show."""
    classes: tuple[str, ...]
    """The classes that are counted, in display order."""
    by_class: Changes
    """int64 (classes, transitions), and the rates of each class."""

    @cached_property
    def total(self) -> Changes:
        """The same over all classes, and the rates of all."""
        return self.by_class.total()

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each transition."""
        return dict(zip(TRANSITIONS, self.total.counted.tolist(), strict=True))

    @property
    def truths(self) -> int:
        """Truths that both models judge."""
        return int(self.total.truths)

    @property
    def churn(self) -> float:
        """Share of the truths that came out as another class than before; NaN for 0/0."""
        return float(self.total.churn)

    @property
    def negative_flips(self) -> float:
        """Share of the truths that were right and are wrong; NaN for 0/0."""
        return float(self.total.negative_flips)

    @property
    def positive_flips(self) -> float:
        """Share of the truths that were wrong and are right; NaN for 0/0."""
        return float(self.total.positive_flips)

    @property
    def compatibility(self) -> float:
        """Share of what the baseline has right that stays right; NaN for 0/0."""
        return float(self.total.compatibility)

    @property
    def rates(self) -> dict[str, float]:
        """Churn, negative and positive flips and compatibility, by name."""
        return {name: float(getattr(self.total, name)) for name in _RATES}

    def __repr__(self) -> str:
        words = ", ".join(f"{count:,} {word.replace('_', ' ')}" for word, count in self.counts.items() if count)
        return f"Transitions({self.names[0]} to {self.names[1]}: {words or 'nothing'})"

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with a class a row: a column of each transition, and the four rates.

        Raises MissingExtraError without pandas.
        """
        try:
            import pandas as pd
        except ImportError:
            raise missing_extra("Transitions.to_pandas", "pandas") from None
        columns: dict[str, Any] = dict(zip(TRANSITIONS, self.by_class.counted.T, strict=True))
        columns |= {name: getattr(self.by_class, name) for name in _RATES}
        return pd.DataFrame(columns, index=pd.Index(self.classes, name="class"))
