"""How far a number fell from the model before to the new one, and the images in which it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import Any, Literal

from ...errors import InputError
from ...evaluation import Evaluation
from ...evaluation.results.deltas import LEAST_IMAGES, DeltaRow
from .cuts import Cut
from .findings import Drop, Look
from .numbers import RATES, OfModel, found_images

_LOST = {
    "accuracy": ["broken"],
    "recall": ["broken"],
    # A truth that was missed or another class, and is taken for this one, is broken or wrong otherwise.
    "precision": ["new", "turned", "broken", "otherwise"],
}
_ANY_LOST = ["broken", "new", "turned"]
_Rows = dict[str | None, DeltaRow]


@dataclass(frozen=True, eq=False)
class OfTwo:
    """The numbers of two models side by side, each at its threshold."""

    evaluation: Evaluation
    """Shows the new model."""
    confidence: tuple[int, int]
    """Integer percents, of the baseline and of the new model."""
    _tested: dict[tuple[str, Cut, bool], _Rows] = field(default_factory=dict, init=False, repr=False)

    def drop(self, metric: str, cut: Cut, label: str | None, chance: Literal["p", "q"]) -> Drop:
        """How far a number fell, with its interval; ``label`` ``None``: of all classes together.

        ``chance`` is "p" where this difference alone is asked about, "q" where it is one of many. Raises InputError
        where it cannot be counted.
        """
        try:
            row = self._rows(metric, cut, is_by_class=label is not None)[label]
        except InputError as error:
            if metric in RATES:
                raise
            # What a service counts itself, without the boxes that a test would need.
            before, after = (one.level(metric, cut, label).value for one in (self._baseline, self._new))
            return Drop(before=before, after=after, untested=str(error))
        few = f"in {row.images} of the {LEAST_IMAGES} images that a test needs" if row.images < LEAST_IMAGES else ""
        return Drop(
            before=row.baseline,
            after=row.model,
            low=-row.high,
            high=-row.low,
            chance=row.p if chance == "p" else row.q,
            of=chance,
            untested=few or ("the difference has no interval" if isnan(row.p) else ""),
            is_of_few=bool(few),
        )

    def occurring(self, cut: Cut) -> list[str]:
        """The classes that there is a truth or a prediction of, in either model."""
        return list(dict.fromkeys([*self._new.occurring(cut), *self._baseline.occurring(cut)]))

    def images(self, metric: str, cut: Cut, label: str | None) -> Look:
        """The images in which what was right is wrong, those with the most new errors first.

        Where nobody can tell of instances, as of a service's counts, the images that became worse.
        """
        asked = (self.evaluation, self._pair, metric, cut, label)
        try:
            self.evaluation.check_transitions()
        except InputError:
            return found_images(*asked, change=["regressed", "worse"])
        return found_images(*asked, transition=_LOST.get(metric, _ANY_LOST))

    @property
    def _pair(self) -> tuple[int, int]:
        """The thresholds in the order of the models."""
        first, second = self.confidence
        return (first, second) if self.evaluation.models[-1] == self.evaluation.shown_model else (second, first)

    @cached_property
    def _new(self) -> OfModel:
        return OfModel(self.evaluation.model(self.evaluation.shown_model), self.confidence[1])

    @cached_property
    def _baseline(self) -> OfModel:
        return OfModel(self.evaluation.model(str(self.evaluation.baseline_model)), self.confidence[0])

    def _rows(self, metric: str, cut: Cut, *, is_by_class: bool) -> _Rows:
        key = (metric, cut, is_by_class)
        if key not in self._tested:
            asked: Any = {"split": cut.split, "size": cut.size, "confidence": self._pair}
            found = self.evaluation.test(metric, "class" if is_by_class else None, **asked)  # type: ignore[arg-type]
            self._tested[key] = {row.of if is_by_class else None: row for row in found}
        return self._tested[key]
