"""Reading one report of one evaluation: from disk where it is kept, else from the service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...contract import ConfusionMatrixReport
from ...errors import ReportNotStoredError, ServiceError
from ...evaluation.protocols import Cancelled
from ...progress import Progress
from ..client import Client
from ..http.cache import DiskCache
from . import cached_report
from .pages import PageReader
from .validation import CheckedReport, check_report, threshold


@dataclass(frozen=True, kw_only=True)
class ReportReader:
    """Reports of one finished evaluation, which do not change. Picklable, without the key."""

    client: Client
    eval_id: str
    created: str | None
    """When the evaluation was made: another moment, another evaluation."""
    cache: DiskCache | None = None
    known: set[int] = field(default_factory=set)
    """Integer percents at which a report has been found."""

    def read(
        self,
        split: str,
        confidence: int | None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> CheckedReport:
        """One split (or "all") at an integer percent; ``None``: at the canonical one.

        Raises ReportNotStoredError when none is stored there, DataError when the records contradict
        themselves, ServiceError when fetching fails, CancelledError once ``cancelled`` is set.
        """
        found = self._cached(split, confidence)
        if found is None:
            found = self._fetched(split, confidence, progress, cancelled)
            if not found.is_consistent:
                # A page may have come back empty once, or have been read while it was written.
                found = self._fetched(split, confidence, progress, cancelled)
            if found.is_consistent:
                self._keep(found, split, confidence)
        self.known.add(found.report.confidence)
        return found

    def _cached(self, split: str, confidence: int | None) -> CheckedReport | None:
        found = cached_report.from_bytes(self.cache.get(self._key(split, confidence))) if self.cache else None
        return found if found is not None and found.is_consistent else None

    def _keep(self, found: CheckedReport, split: str, confidence: int | None) -> None:
        if self.cache:
            data = cached_report.to_bytes(found)
            # The canonical report is asked for with and without its threshold: one content, two keys.
            for key in {self._key(split, confidence), self._key(split, found.report.confidence)}:
                self.cache.put(key, data)

    def _fetched(
        self, split: str, confidence: int | None, progress: Progress | None, cancelled: Cancelled | None
    ) -> CheckedReport:
        matrix = self._matrix(split, confidence, cancelled)
        used = threshold(matrix, confidence)
        pages = PageReader(
            client=self.client,
            eval_id=self.eval_id,
            split=split,
            confidence=used,
            progress=progress,
            cancelled=cancelled,
        )
        try:
            listing = pages.read()
        except ServiceError as error:
            if confidence is not None or not (error.status == 404 or isinstance(error, ReportNotStoredError)):
                raise
            listing = None
        if listing is None:
            # The canonical report may stand between two percents, or be stored under no threshold at all.
            listing = replace(pages, canonical=matrix.confidence_threshold).read()
        return check_report(matrix, listing, split=split, confidence=used)

    def _matrix(self, split: str, confidence: int | None, cancelled: Cancelled | None) -> ConfusionMatrixReport:
        try:
            matrix = self.client.confusion_matrix(self.eval_id, split=split, confidence=confidence, cancelled=cancelled)
        except ServiceError as error:
            # The evaluation is known to exist, so a 404 speaks of the report.
            if error.status != 404 or confidence is None:
                raise
            failed = self._not_stored(confidence, error.code)
        else:
            if confidence is None or threshold(matrix, confidence) == confidence:
                return matrix
            failed = self._not_stored(confidence, None)
        raise failed

    def _not_stored(self, confidence: int, code: str | None) -> ReportNotStoredError:
        known = ", ".join(f"{t} %" for t in sorted(self.known))
        return ReportNotStoredError(
            f"No report stored at {confidence} %. Known to be stored: {known}.", status=404, code=code
        )

    def _key(self, split: str, confidence: int | None) -> str:
        named = (self.client.api_url, self.client.workspace, self.eval_id, self.created, split, confidence)
        return f"report {cached_report.VERSION} {named}"
