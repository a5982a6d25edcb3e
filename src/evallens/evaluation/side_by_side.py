"""What changed between two models: the questions that an evaluation of two answers, and one of one model refuses."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any, Self

from ..errors import InputError
from .fetching import Fetching
from .metrics.transitions import Changes
from .results import ConfusionMatrix, Difference, Transitions
from .where import Where

Confidence = int | tuple[int, int] | None
"""Integer percent; of two models a pair of them, in their order."""


@dataclass(frozen=True, eq=False, kw_only=True)
class SideBySide(Fetching):
    """Questions about two models."""

    def difference(self, split: str | None = None, confidence: Confidence = None) -> Difference:
        """Both confusion matrices and what the model on show counts more than the baseline.

        Args:
            split: A split, or "all".
            confidence: Integer percent, or one for each model in the order of ``models``.

        Raises InputError with one model; else as ``confusion_matrix``.

        >>> import evallens
        >>> both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
        >>> both.difference("test", confidence=(40, 55))
        Difference(v2 at 55 % - v1 at 40 %, test)
        """
        wanted, fetched = self._compared(split, confidence)
        counted = fetched.in_memory.compared(wanted).matrices(wanted)
        before, after = (
            ConfusionMatrix(matrix, fetched.classes, wanted.split, percent, fetched.header.background)
            for matrix, percent in zip(counted, _percents(wanted), strict=True)
        )
        return Difference(self._names(wanted), before, after)

    def transitions(
        self, cls: str | int | None = None, split: str | None = None, confidence: Confidence = None
    ) -> Transitions:
        """How many truths were fixed, broken, or wrong alike, and which false positives are new or gone.

        Args:
            cls: A class, by name or index; by default all.
            split: A split, or "all".
            confidence: Integer percent, or one for each model in the order of ``models``.

        Images whose truths differ between the models make no transitions. Raises InputError with one model, where
        pixels are counted, and for a service's counts, which name no instances.

        >>> import evallens
        >>> both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
        >>> found = both.transitions("8", split="test", confidence=40)
        >>> found.counts["fixed"], found.counts["broken"], round(found.compatibility, 3)
        (1, 44, 0.443)
        """
        self.check_transitions()
        wanted, fetched = self._compared(split, confidence)
        found = fetched.in_memory.compared(wanted).transitions(wanted)
        header = fetched.header
        order = [one for one in header.display_order if one != header.background]
        if cls is not None:
            order = [fetched.where(cells=[(cls, cls)])["cells"][0][0]]
        return Transitions(
            names=self._names(wanted),
            split=wanted.split,
            confidence=_percents(wanted),
            classes=tuple(header.classes[one] for one in order),
            by_class=Changes(found.counted[order]),
        )

    def best_confidence(self, split: str | None = None) -> dict[str, int | None]:
        """At which loaded threshold F1 of each model is best, by its name, integer percent; ``None``: it is 0 at all.

        >>> import evallens
        >>> evallens.demo().best_confidence("test")
        {'Digit scenes': 44}
        """
        asked = self.where(split).split
        return {one.shown_model: one.computed.peak(asked, one.computed.sweep(asked)) for one in self.parts}

    @property
    def summary(self) -> dict[str, Any]:
        """What ``evallens info`` prints: title, task, classes, splits, thresholds and sizes.

        Of two models their names, too, and at the threshold of the header churn, negative flips, positive flips and
        compatibility, see ``transitions``: ``None`` where they cannot be told.
        """
        found = super().summary
        if not self.peers:
            return found
        wanted = self.where(baseline=self.baseline_model)
        told: dict[str, Any] = {"split": wanted.split, "confidence": wanted.confidence, "baseline": wanted.baseline}
        return {**found, **told, **self._rates(wanted)}

    def check_transitions(self) -> None:
        """Raise InputError, in words, where there are no instances whose change could be told."""
        self.check_two()
        if self.header.unit == "pixels":
            raise InputError("Here pixels are counted, which are no instances: difference and images(change=) compare.")
        if not self.names_instances:
            raise InputError(
                "A service's reports count instances without their boxes, so nobody can say which of them changed: "
                "difference and images(change=) compare; evallens.evaluate(truth, models={...}) has boxes."
            )

    def _rates(self, wanted: Where) -> dict[str, float | None]:
        names = ("churn", "negative_flips", "positive_flips", "compatibility")
        try:
            self.check_transitions()
            rates = self.in_memory.compared(wanted).transitions(wanted).total()
        except InputError:
            return dict.fromkeys(names)
        values = {name: float(getattr(rates, name)) for name in names}
        return {name: None if isnan(value) else value for name, value in values.items()}

    def _compared(self, split: str | None, confidence: Confidence) -> tuple[Where, Self]:
        """The question, and an evaluation that holds both models at their thresholds."""
        self.check_two()
        wanted = self.where(split, confidence, baseline=self.baseline_model)
        return wanted, self.ready(wanted)

    def _names(self, wanted: Where) -> tuple[str, str]:
        return str(wanted.baseline), self.shown_model


def _percents(wanted: Where) -> tuple[int, int]:
    return wanted.of_baseline, wanted.confidence
