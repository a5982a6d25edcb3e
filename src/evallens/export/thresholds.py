"""Which thresholds a document holds: missing ones are fetched, those that nobody asked for left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ..errors import InputError, ReportNotStoredError
from ..evaluation import Evaluation
from ..evaluation.columns.tables import ALL
from ..matching.percent import PERCENTS
from ..progress import Progress

_MEANING = 'thresholds is "loaded", "all" or a list of integer percents'

Thresholds = Literal["loaded", "all"] | Sequence[int]


def with_thresholds(
    evaluation: Evaluation, wanted: Thresholds, *, shown: int, progress: Progress | None = None
) -> Evaluation:
    """``evaluation`` with the thresholds ``wanted``: "loaded", "all" that are stored, or those given and ``shown``.

    Raises InputError for a threshold that is not loaded and cannot be fetched, ReportNotStoredError
    for one that was asked for by number and is not stored, ServiceError when fetching fails.
    """
    if isinstance(wanted, str):
        if wanted not in ("loaded", "all"):
            raise InputError(f"{_MEANING}, not {wanted!r}")
        is_complete = wanted == "loaded" or evaluation.source is None
        return evaluation if is_complete else _fetched(evaluation, range(PERCENTS), progress, is_optional=True)
    if not isinstance(wanted, Iterable):
        raise InputError(f"{_MEANING}, not {wanted!r}")
    percents = sorted({evaluation.where(confidence=percent).confidence for percent in (*wanted, shown)})
    return _fetched(evaluation, percents, progress, is_optional=False).limited_to(percents)


def _fetched(
    evaluation: Evaluation, percents: Sequence[int], progress: Progress | None, *, is_optional: bool
) -> Evaluation:
    missing = [percent for percent in percents if not evaluation.covers(ALL, percent)]
    for done, percent in enumerate(missing):
        if progress:
            progress(done, len(missing))
        try:
            evaluation = evaluation.fetched(ALL, percent)
        except ReportNotStoredError:
            if not is_optional:
                raise
    return evaluation
