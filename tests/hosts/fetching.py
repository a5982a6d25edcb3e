"""The demo as a service would give it: one threshold loaded, the others fetched on demand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

import evallens
from evallens.evaluation import Evaluation
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.report import Report
from evallens.evaluation.columns.tables import NONE, SPLITS, Columns, Outcomes
from evallens.evaluation.metrics.counts import active


def evaluation() -> Evaluation:
    """Only 20 % is loaded."""
    whole = evallens.demo()
    columns = Columns(whole.columns.images, at(whole, 20))
    return replace(whole, columns=columns, coverage=Coverage.of(SPLITS, 20), source=Source(whole))


class Source:
    """Answers every threshold but 11 %."""

    def __init__(self, whole: Evaluation) -> None:
        self.whole = whole

    def report(self, split: str, confidence: int, *, progress: Any = None, cancelled: Any = None) -> Report:
        del split, progress
        if confidence == 11:
            raise evallens.errors.ReportNotStoredError("No report stored at 11 %.")
        return Report(
            splits=SPLITS,
            confidence=confidence,
            classes=self.whole.classes,
            images=self.whole.columns.images,
            outcomes=at(self.whole, confidence),
        )


def at(whole: Evaluation, confidence: int) -> Outcomes:
    """The outcomes that hold at one threshold, as a report of it has them."""
    held = whole.columns.outcomes.take(active(whole.columns.outcomes, confidence))
    none = np.full(len(held), NONE, np.uint32)
    only = np.full(len(held), confidence, np.uint8)
    return replace(held, first=only, last=only, truth=none, prediction=none)
