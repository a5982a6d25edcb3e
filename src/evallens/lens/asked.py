"""What the traits of a Lens ask of the tables: a split, and of each of one or two models a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self

from ..errors import EvalLensError
from ..evaluation import Evaluation
from ..evaluation.metrics.order import SORTS_OF_TWO
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
    compared: bool = False
    """Is the difference on show?"""

    @classmethod
    def by(cls, lens: Any) -> Self:
        """What the traits of ``lens`` say now."""
        return cls(lens.split, lens.confidence, lens.model, lens.baseline, lens.baseline_confidence, lens.compared)

    @classmethod
    def first(cls, evaluation: Evaluation, split: str | None, confidence: Any) -> Self:
        """What a Lens opens with; raises as ``Evaluation.where``."""
        asked = evaluation.where(split, confidence)
        baseline = asked.baseline or evaluation.baseline_model
        return cls(asked.split, asked.confidence, asked.model, baseline, asked.baseline_confidence)

    def opened(self, evaluation: Evaluation) -> Evaluation:
        """The evaluation with the model on show, fetched; and the baseline, where its source has the numbers.

        Raises InputError or ServiceError when those of the model on show are not loaded and cannot be fetched.
        """
        found = evaluation.showing(self.model).fetched(self.split, self.confidence)
        beside = Where(
            split=self.split,
            confidence=self.confidence,
            baseline=self.baseline,
            baseline_confidence=self.baseline_confidence,
        )
        with suppress(EvalLensError):
            found = found.with_baseline(beside)
        return found

    @property
    def of_baseline(self) -> int:
        """The threshold of the baseline, integer percent."""
        return self.confidence if self.baseline_confidence is None else self.baseline_confidence

    @property
    def traits(self) -> dict[str, Any]:
        """The same as values of the traits; the model first, as others mean rows of it."""
        names = ("model", "baseline", "split", "confidence", "baseline_confidence", "compared")
        return {name: getattr(self, name) for name in names}

    def where(self, evaluation: Evaluation, facets: dict[str, Any], view: Mapping[str, Any]) -> Where:
        """The question with ``facets``, as traits hold them, to ``evaluation``, which shows the model.

        It is one about two models where the difference is on show, where a facet asks what changed, and where the
        ``view`` orders images by that.
        """
        asked = evaluation.where(self.split, self.confidence, **facets)
        is_ordered = view["sort"] in SORTS_OF_TWO and view["face"] == "images"
        if self.baseline is None or not (self.compared or asked.is_of_two or is_ordered):
            return asked
        percent = self.baseline_confidence
        return replace(asked, baseline=self.baseline, baseline_confidence=percent, compared=self.compared)
