"""What a server serves: evaluations with the names, the state and the thresholds they are served under."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np

from ..arguments import listed
from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation.columns.coverage import splits_of
from ..evaluation.panels import ConfidenceSweep, MapResults
from ..evaluation.protocols import Panels
from ..matching.percent import PERCENTS
from .records import RecordIndex

State = Literal["running", "done", "failed"]
_ID_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH = 20
_KEPT_INDICES = 4
_SEGMENT = re.compile(r"[^/\x00-\x1f\x7f\ud800-\udfff]+")
"""Of an address; half a surrogate pair has no bytes that could be quoted."""


@dataclass(eq=False, kw_only=True)
class ServedEvaluation:
    """One evaluation under the names it is served by; a running or failed one needs no data.

    ``thresholds`` are the integer percents with a report, by default all that the columns cover.
    """

    evaluation: Evaluation | None = None
    eval_id: str = ""
    """20 letters and digits; made from title and contents when left out."""
    workspace: str = "local"
    project: str | None = None
    version: str = "1"
    model_id: str | None = None
    status: State = "done"
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    thresholds: Sequence[int] | None = None
    median_latency_ms: float | None = None
    """Milliseconds of the model on the server, for the comparison; ``None``: not measured."""
    panels: Panels | None = None
    """By default those counted from the columns."""

    def __post_init__(self) -> None:
        if self.status == "done" and self.evaluation is None:
            raise InputError("a finished evaluation is served from its data; pass evaluation=")
        if self.project is None and self.evaluation is not None:
            self.project = slug(self.evaluation.title)
        _check_name(self.workspace, "A workspace")
        self.eval_id = self.eval_id or _made_id(self)
        _check_name(self.eval_id, "An evaluation id")
        if self.thresholds is not None:
            self.thresholds = _percents(self.thresholds)
        self.records = lru_cache(_KEPT_INDICES)(self._index)
        """The per-image records at one threshold, indexed once as long as they are asked for."""

    @property
    def data(self) -> Evaluation:
        """The evaluation that is served; raises InputError for one that is running or failed."""
        if self.evaluation is None:
            raise InputError(f"{self.eval_id} is {self.status} and has no data")
        return self.evaluation

    @property
    def answering(self) -> Panels:
        """The panels that answer: those given, else those counted from the columns."""
        return self.panels or self.data.computed

    @property
    def lacks_rows(self) -> bool:
        """Is it in tables, without panels of its own? What needs all rows in memory cannot be counted then."""
        return self.panels is None and self.data.tables is not None

    @cached_property
    def offered(self) -> frozenset[int]:
        """Integer percents at which reports are served, as far as the columns cover them."""
        given = range(PERCENTS) if self.thresholds is None else self.thresholds
        return frozenset(int(t) for t in given)

    def stores(self, split: str, confidence: int) -> bool:
        """Is there a report for ``split`` (or "all") at ``confidence``?"""
        if confidence not in self.offered:
            return False
        present = [s for s in splits_of(split, self.data.splits) if s in self.data.splits]
        return bool(self.data.coverage.thresholds(present)[confidence]) if present else True

    @cached_property
    def map_results(self) -> MapResults:
        """Precision of every split; the one panel that takes long, and the entry's summary needs it too."""
        return self.answering.map_results()

    @cached_property
    def confidence_sweep(self) -> ConfidenceSweep:
        """Rates of every split and class at every threshold."""
        return self.answering.confidence_sweep()

    @cached_property
    def canonical(self) -> int:
        """The threshold used when none is asked for: the header's, else the nearest one stored."""
        wanted = self.data.header.confidence
        stored = [t for t in sorted(self.offered) if self.stores("all", t)]
        stored = stored or [int(t) for t in np.flatnonzero(self.data.coverage.covered.any(axis=0))]
        return min(stored, key=lambda t: (abs(t - wanted), t), default=wanted)

    def _index(self, confidence: int) -> RecordIndex:
        return RecordIndex.of(self.data, confidence)


def register(
    evaluations: Iterable[Evaluation | ServedEvaluation], workspace: str, thresholds: Sequence[int] | None
) -> list[ServedEvaluation]:
    """Give each evaluation what it is served under; an id that is taken in its workspace is made another.

    Raises InputError for anything but an Evaluation or a ServedEvaluation.
    """
    registered: list[ServedEvaluation] = []
    taken: set[tuple[str, str]] = set()
    for given in _alone(evaluations):
        if isinstance(given, Evaluation):
            served = ServedEvaluation(
                evaluation=given, workspace=workspace, thresholds=thresholds, model_id=given.name or None
            )
        elif isinstance(given, ServedEvaluation):
            served = given
        else:
            raise InputError(f"evallens.serve takes an Evaluation, as evallens.open returns it, not {given!r}")
        while (served.workspace, served.eval_id) in taken:
            served.eval_id = _scrambled(served.eval_id)
        taken.add((served.workspace, served.eval_id))
        registered.append(served)
    return registered


def _alone(evaluations: Iterable[Any]) -> Iterator[Any]:
    """Each model of an evaluation of two as an evaluation of its own."""
    for given in evaluations:
        if isinstance(given, Evaluation):
            yield from map(given.model, given.models)
        elif isinstance(given, ServedEvaluation) and given.evaluation is not None and len(given.evaluation.models) > 1:
            for name in given.evaluation.models:
                alone = given.evaluation.model(name)
                yield replace(given, evaluation=alone, eval_id="", model_id=name)
        else:
            yield given


def _check_name(name: object, what: str) -> None:
    if not isinstance(name, str) or not _SEGMENT.fullmatch(name) or name in (".", ".."):
        raise InputError(f"{what} is one part of an address, a text without slashes, not {name!r}.")


def _percents(given: Any) -> list[int]:
    found = listed(given, "thresholds", "a list of integer percents, such as [20, 50]")
    for one in found:
        if isinstance(one, bool) or not isinstance(one, int | np.integer) or not 0 <= one < PERCENTS:
            raise InputError(f"thresholds are integer percents 0..{PERCENTS - 1}, not {one!r}.")
    return [int(one) for one in found]


def slug(title: str) -> str:
    """``title`` as a project is spelled in an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "evaluation"


def _made_id(served: ServedEvaluation) -> str:
    digest = hashlib.sha256(f"{served.workspace}/{served.project}/{served.version}/{served.status}".encode())
    if served.evaluation is not None:
        queries = served.evaluation.queries
        digest.update(queries.images().id.data.tobytes())
        digest.update(queries.outcomes().outcomes.actual.tobytes())
    return _letters(digest.digest())


def _scrambled(eval_id: str) -> str:
    return _letters(hashlib.sha256(eval_id.encode()).digest())


def _letters(digest: bytes) -> str:
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_ID_LENGTH):
        number, rest = divmod(number, len(_ID_LETTERS))
        letters.append(_ID_LETTERS[rest])
    return "".join(letters)
