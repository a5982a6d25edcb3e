"""An evaluation that asks its source for what it does not hold yet; each answer is a new evaluation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from ..errors import InputError, unknown_name
from ..progress import Progress
from . import arguments
from .columns.report import Report, merged
from .columns.tables import ALL, SPLITS
from .protocols import Cancelled, Source
from .several import Several
from .where import Where


@dataclass(frozen=True, eq=False, kw_only=True)
class Fetching(Several):
    """What is loaded of one or more models, and where more of the shown one comes from."""

    source: Source | None = None
    """Where a threshold outside ``coverage`` is fetched from."""

    def fetched(self, split: str, confidence: int, *, progress: Progress | None = None) -> Self:
        """This evaluation when it covers the pair, else a new one that does.

        Raises UnknownNameError for a split that is none, InputError for a threshold that is no integer percent, and as
        ``report``.
        """
        if split not in (ALL, *SPLITS):
            raise unknown_name("split", split, [*self.splits, ALL])
        confidence = arguments.percent(confidence)
        if self.covers(split, confidence):
            return self
        return self.including(self.report(split, confidence, progress=progress))

    def ready(self, wanted: Where) -> Self:
        """This evaluation when it answers ``wanted``, else a new one that does; raises as ``fetched``.

        The baseline is fetched, too, where one is named.
        """
        return self.fetched(wanted.split, wanted.confidence).with_baseline(wanted)

    def with_baseline(self, wanted: Where) -> Self:
        """This evaluation when its other model answers ``wanted`` at its own threshold, else a new one that does."""
        name = wanted.baseline
        if name is None or self.model(name).covers(wanted.split, wanted.of_baseline):
            return self
        return self.showing(name).fetched(wanted.split, wanted.of_baseline).showing(self.shown_model)

    def report(
        self,
        split: str,
        confidence: int,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Fetch what the columns do not hold; ``cancelled``, once set, gives up.

        Raises InputError when there is no source to fetch from, ServiceError when fetching fails.
        """
        if self.source is None:
            known = ", ".join(f"{t} %" for t in self.thresholds) or "none"
            raise InputError(f"No report at {confidence} % for split {split!r} is loaded. Loaded: {known}.")
        return self.source.report(split, confidence, progress=progress, cancelled=cancelled)

    def including(self, report: Report) -> Self:
        """A new evaluation with ``report`` merged in; existing rows keep their index."""
        header, columns, coverage = merged(self.header, self.columns, self.coverage, report)
        found = replace(self, header=header, columns=columns, coverage=coverage)
        return found if not self.peers else found.sharing()

    def sharing(self) -> Self:
        """The models over the same images and classes again, after the shown one took in a report: those are added."""
        images, classes = self.columns.images, self.classes
        peers = (
            replace(one, header=replace(one.header, classes=classes), columns=replace(one.columns, images=images))
            for one in self.peers
        )
        return replace(self, peers=tuple(peers))
