"""Average precision by split: no sum over outcomes that a browser could make, so Python counts it beside the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from ..evaluation import Evaluation
from ..evaluation.columns.tables import ALL
from .synced import Synced
from .wire.plain import plain
from .wire.said import Precisions
from .worker import Worker, can_publish_from_threads

_FEW = 20_000
"""So many objects are counted within a few milliseconds."""

_PAUSE = 1.5
"""Seconds that a display, or the split just chosen, has to itself: counting beside it would slow it to half."""


class PrecisionSender:
    """Counts the average precision of the split on show, in the background where that takes a while.

    Args:
        lens: The traits; ``precisions`` holds what was counted, by split; of several models by split and name.
        evaluation: Gives the evaluation as it is now.
        put: Sets traits from any thread.
        on_error: Is told what went wrong in the background.
    """

    def __init__(
        self,
        lens: Synced,
        evaluation: Callable[[], Evaluation],
        put: Callable[..., None],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._lens = lens
        self._evaluation = evaluation
        self._put = put
        self.worker = Worker(self._count_later, on_error)

    def count_first(self) -> None:
        """Count at once what is counted quickly, so that a notebook run to its end has it."""
        if self._is_quick:
            self._count([self._lens.split], self._evaluation())

    def start(self) -> None:
        """Count the split on show in the background, where there is one."""
        if can_publish_from_threads():
            self.wake()

    def wake(self) -> None:
        """Count the split on show soon, unless it is known."""
        if self._missing([self._lens.split], self._evaluation()):
            self.worker.wake()

    def count_all(self) -> None:
        """Count every split that can be shown, of every model, before it is written to a file."""
        splits = self._evaluation().splits
        for part in self._evaluation().parts:
            self._count([*splits, ALL] if len(splits) != 1 else splits, part)

    def _count_later(self) -> None:
        is_in_place = not can_publish_from_threads()
        if self._is_quick or is_in_place or not self.worker.cancelled.wait(_PAUSE):
            self._count([self._lens.split], self._evaluation())

    @property
    def _is_quick(self) -> bool:
        evaluation = self._evaluation()
        # The summary of two models tells how much changed, which takes a while.
        alone = evaluation.model(evaluation.shown_model) if evaluation.peers else evaluation
        return int(alone.summary["objects"]) <= _FEW

    def _missing(self, splits: Iterable[str], part: Evaluation) -> list[str]:
        has_any = part.has_objects and part.header.scored and part.tables is None
        return [split for split in splits if has_any and self._key(split, part) not in self._lens.precisions]

    def _count(self, splits: Iterable[str], part: Evaluation) -> None:
        for split in self._missing(splits, part):
            found = plain(precisions_of(part, split))
            self._put(precisions={**self._lens.precisions, self._key(split, part): found})

    def _key(self, split: str, part: Evaluation) -> str:
        """The split, and of several models the name of the one."""
        return f"{split} {part.shown_model}" if self._evaluation().peers else split


def precisions_of(evaluation: Evaluation, split: str) -> Precisions:
    """AP at IoU .5 of each class, and its means, over ``split``; no filter and no threshold has a part in it."""
    found = evaluation.computed.average_precision(split)
    means = found.precisions("all")
    return Precisions(
        map50=means.map50 if means else None,
        map50_95=means.map50_95 if means else None,
        lowest=evaluation.computed.lowest_score(split),
        ap50=[_known(value) for value in found.by_level[0, 0].tolist()],
    )


def _known(value: Any) -> float | None:
    return None if math.isnan(value) else float(value)
