"""Tables of images and of instances of two models: what changed since a baseline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ..metrics.change import CHANGES, Codes, change_of, errors
from ..metrics.counts import Tallies
from ..metrics.two import NO_CHANGE, OF_TRUTHS, TRANSITIONS
from .images import ImageTable
from .instances import InstanceTable


class ChangedImageRow(NamedTuple):
    """One image of a ChangedImageTable."""

    id: str
    name: str
    split: str
    cluster: int
    x: float
    y: float
    tp: int
    fp: int
    fn: int
    precision: float
    recall: float
    f1: float
    change: str
    """"fixed", "regressed", "better", "worse" or "same", by FP + FN."""
    baseline_tp: int
    baseline_fp: int
    baseline_fn: int


@dataclass(frozen=True, eq=False, repr=False)
class ChangedImageTable(ImageTable):
    """Images of two models, in a given order: the counts of the model on show, and those of the baseline beside them.

    Everything else is as in an ``ImageTable``.

    >>> import evallens
    >>> both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    >>> found = both.images("test", 40, sort="regressed")
    >>> found.change[0], int(found.fn[0]), int(found.before.fn[0])
    ('worse', 8, 3)
    """

    before: Tallies
    """Of ``rows`` under the baseline, at its threshold."""

    _row: ClassVar[Any] = ChangedImageRow
    _texts: ClassVar = frozenset(("id", "name", "split", "change"))

    @cached_property
    def change_codes(self) -> Codes:
        """The change of each image by number, (rows,)."""
        return change_of(errors(self.before), errors(self.tallies))

    @property
    def change(self) -> list[str]:
        """How the errors of each image changed: "fixed", "regressed", "better", "worse" or "same"."""
        return [CHANGES[code] for code in self.change_codes.tolist()]

    def _taken(self, index: NDArray[np.intp]) -> Self:
        return replace(super()._taken(index), before=self.before.take(index))

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        of_baseline = {f"baseline_{name}": getattr(self.before, name) for name in ("tp", "fp", "fn")}
        return {**super()._columns(), "change": self.change, **of_baseline}


class ChangedInstanceRow(NamedTuple):
    """One instance of a ChangedInstanceTable: as an InstanceRow, with what became of it."""

    image: str
    """Id of the image."""
    name: str
    split: str
    actual: str
    predicted: str
    kind: str
    score: float
    iou: float
    truth_x: float
    truth_y: float
    truth_w: float
    truth_h: float
    prediction_x: float
    prediction_y: float
    prediction_w: float
    prediction_h: float
    area: float
    path: str
    of: str
    """The model whose row it is."""
    transition: str
    """Such as "broken" or "gone"; "" where the models were judged by different truths."""
    was: str
    """What the baseline predicted the truth as; "" for a false positive."""
    now: str
    """What the model on show predicts it as."""


@dataclass(frozen=True, eq=False, repr=False)
class ChangedInstanceTable(InstanceTable):
    """Instances of two models, in a given order, and what became of them.

    They are every truth once, false positives of the model on show, and those of the baseline that are gone. Rows are
    places among the outcomes of the model on show, and after them those of the baseline. Everything else is as in an
    ``InstanceTable``.

    >>> import evallens
    >>> both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    >>> found = both.instances("test", 40, transition=["broken"])
    >>> found[:2].to_pandas()[["actual", "was", "now", "of"]].values.tolist()
    [['8', '8', '1', 'v2'], ['7', '7', '3', 'v2']]
    """

    names: tuple[str, str]
    """Of the baseline and of the model on show."""
    shown_size: int
    """So many outcomes has the model on show; the rows from there on are the baseline's."""

    _row: ClassVar[Any] = ChangedInstanceRow
    _texts: ClassVar = frozenset(
        ("image", "name", "split", "actual", "predicted", "kind", "path", "of", "transition", "was", "now")
    )

    @property
    def of(self) -> list[str]:
        """The model whose row each instance is."""
        return [self.names[row < self.shown_size] for row in self.rows.tolist()]

    @property
    def transition_codes(self) -> NDArray[np.uint8]:
        """What became of each instance by number, (rows,); 255: the models were judged by different truths."""
        told = self.behind.told
        return np.full(len(self), NO_CHANGE, np.uint8) if told is None else told.code[self.rows]

    @property
    def transition(self) -> list[str]:
        """What became of each instance, such as "broken", "new" or "gone"."""
        return ["" if code == NO_CHANGE else TRANSITIONS[code] for code in self.transition_codes.tolist()]

    @property
    def was(self) -> list[str]:
        """The class that the baseline predicted each truth as; "" for a false positive."""
        return self._predicted(0)

    @property
    def now(self) -> list[str]:
        """The class that the model on show predicts each truth as; "" for a false positive."""
        return self._predicted(1)

    def _predicted(self, side: int) -> list[str]:
        told = self.behind.told
        if told is None:
            return [""] * len(self)
        names = self._named((told.was, told.now)[side][self.rows])
        is_truth = np.isin(self.transition_codes, OF_TRUTHS).tolist()
        return [name if own else "" for name, own in zip(names, is_truth, strict=True)]

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        changed = {"of": self.of, "transition": self.transition, "was": self.was, "now": self.now}
        return {**super()._columns(), **changed}
