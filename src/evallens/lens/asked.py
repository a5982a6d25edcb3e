"""What the traits of a Lens ask of the tables: a split, and of each of one or two models a threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from ..evaluation import Evaluation
from ..evaluation.where import Where


@dataclass(frozen=True)
class Asked:
    """A split and a threshold, and of two models which is shown and which is the baseline."""

    split: str
    confidence: int
    """Integer percent."""
    model: str | None = None
    """``None``: there is one."""
    baseline: str | None = None
    """``None``: nothing is compared."""
    baseline_confidence: int | None = None
    """Integer percent of the baseline; ``None``: the same."""

    @classmethod
    def by(cls, lens: Any) -> Self:
        """What the traits of ``lens`` say now."""
        return cls(lens.split, lens.confidence, lens.model, lens.baseline, lens.baseline_confidence)

    @classmethod
    def first(cls, evaluation: Evaluation, split: str | None, confidence: Any) -> Self:
        """What a Lens opens with; raises as ``Evaluation.where``."""
        asked = evaluation.where(split, confidence)
        return cls(asked.split, asked.confidence, asked.model, asked.baseline, asked.baseline_confidence)

    @property
    def traits(self) -> dict[str, Any]:
        """The same as values of the traits; the model first, as others mean rows of it."""
        names = ("model", "baseline", "split", "confidence", "baseline_confidence")
        return {name: getattr(self, name) for name in names}

    def where(self, evaluation: Evaluation, facets: dict[str, Any]) -> Where:
        """The question with ``facets``, as traits hold them, to ``evaluation``, which shows the model."""
        found = evaluation.where(self.split, self.confidence, **facets)
        return replace(found, baseline=self.baseline, baseline_confidence=self.baseline_confidence)
