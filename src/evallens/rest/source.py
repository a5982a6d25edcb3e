"""Opening an evaluation over REST, and fetching more of its reports later."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal

from ..errors import (
    EvaluationNotFoundError,
    NotFinishedError,
    ReportNotStoredError,
    ServiceError,
)
from ..evaluation import Evaluation, Header
from ..evaluation.coverage import Coverage
from ..evaluation.header import BACKGROUND, Mixups, Task
from ..evaluation.protocols import Pictures, Progress
from ..evaluation.report import Report
from ..evaluation.tables import ALL, Columns
from ..wire import ConfusionMatrixReport, EvalInfo, Summary
from .client import Client
from .pages import PageReader
from .panels import RestPanels
from .progress import bar
from .reports import Checked, background_of, checked, threshold

ShowProgress = Progress | Literal["bar"] | None
_LISTED_IDS = 8


@dataclass(frozen=True, eq=False, kw_only=True)
class RestSource:
    """Reports of one finished evaluation. Picklable; the key does not travel along."""

    client: Client
    eval_id: str
    mixups: Mixups
    """The convention found in the first report, which later ones are checked against."""
    known: set[int] = field(default_factory=set)
    """Integer percents at which a report has been found."""

    def report(self, split: str, confidence: int, *, progress: Progress | None = None) -> Report:
        """Fetch one split (or "all") at an integer percent, together with its confusion matrix.

        Raises ReportNotStoredError when none is stored there, ServiceError when fetching fails.
        """
        matrix = self._matrix(split, confidence)
        found = read_report(self.client, self.eval_id, matrix, confidence, progress)
        self.known.add(confidence)
        return replace(found.report, notices=(*found.report.notices, *found.stats.notices(self.mixups)))

    def _matrix(self, split: str, confidence: int) -> ConfusionMatrixReport:
        try:
            matrix = self.client.confusion_matrix(self.eval_id, split=split, confidence=confidence)
            used = threshold(matrix, confidence)
        except ServiceError as error:
            # The evaluation is known to exist, so a 404 speaks of the report.
            if error.status != 404:
                raise
            failed = self._not_stored(confidence, error.code)
        else:
            if used == confidence:
                return matrix
            failed = self._not_stored(confidence, None)
        raise failed

    def _not_stored(self, confidence: int, code: str | None) -> ReportNotStoredError:
        known = ", ".join(f"{t} %" for t in sorted(self.known))
        return ReportNotStoredError(
            f"No report stored at {confidence} %. Known to be stored: {known}.", status=404, code=code
        )


def open_evaluation(
    workspace: str,
    eval_id: str,
    *,
    api_key: str | None = None,
    api_url: str | None = None,
    images: Pictures | None = None,
    progress: ShowProgress = "bar",
    client: Client | None = None,
) -> Evaluation:
    """Read the canonical report of an evaluation, all splits; other thresholds are fetched when asked for.

    Raises EvaluationNotFoundError naming the ids there are, NotFinishedError, and every other
    ServiceError by its cause; DataError when the records contradict themselves.
    """
    asked = client or Client(workspace, api_key=api_key, api_url=api_url)
    info = _info(asked, eval_id)
    matrix = asked.confusion_matrix(eval_id, split=ALL)
    confidence = threshold(matrix, None)
    with bar(eval_id) if progress == "bar" else nullcontext(progress) as follow:
        found = read_report(asked, eval_id, matrix, confidence, follow)
    header = _header(asked, eval_id, info, found)
    return Evaluation(
        header=header.noticing(found.report.notices),
        columns=Columns(found.report.images, found.report.outcomes),
        coverage=Coverage.of(found.report.splits, confidence),
        source=RestSource(client=asked, eval_id=eval_id, mixups=header.mixups, known={confidence}),
        pictures=images,
        panels=RestPanels(asked, eval_id),
    )


def read_report(
    client: Client,
    eval_id: str,
    matrix: ConfusionMatrixReport,
    confidence: int,
    progress: Progress | None,
) -> Checked:
    """The records that ``matrix`` is the sum of, checked against it."""
    listing = PageReader(
        client=client, eval_id=eval_id, split=matrix.split, confidence=confidence, progress=progress
    ).read()
    return checked(matrix, listing, split=matrix.split, confidence=confidence)


def _info(client: Client, eval_id: str) -> EvalInfo:
    try:
        info = client.evaluation(eval_id)
    except EvaluationNotFoundError as error:
        missing = EvaluationNotFoundError(
            f"No evaluation {eval_id!r} in workspace {client.workspace!r}. {_ids(client, eval_id)}",
            status=error.status,
            code=error.code,
        )
    else:
        if info.status in (None, "done"):
            return info
        state = "failed" if info.status == "failed" else f"is not finished (status {info.status!r})"
        raise NotFinishedError(f"The evaluation {eval_id!r} {state}, so it has no reports.")
    raise missing


def _ids(client: Client, eval_id: str) -> str:
    try:
        ids = [str(info.eval_id) for info in client.evaluations() if info.eval_id]
    except ServiceError:
        return ""
    if not ids:
        return "There is none in it."
    close = get_close_matches(eval_id, ids, n=_LISTED_IDS, cutoff=0.6)
    shown = close or ids[:_LISTED_IDS]
    more = f" and {len(ids) - len(shown)} more" if not close and len(ids) > len(shown) else ""
    return f"{'Close to it' if close else 'There is'}: {', '.join(shown)}{more}."


def _header(client: Client, eval_id: str, info: EvalInfo, found: Checked) -> Header:
    classes, confidence = found.report.classes, found.report.confidence
    project = info.project or info.older_project
    # project/version is how a model is called in the app and by the SDK.
    title = f"{project}/{info.version_id or '?'}" if project else f"{client.workspace}/{eval_id}"
    header = Header(
        title=title,
        task=_task(client, eval_id, info, classes),
        classes=classes,
        background=background_of(classes),
        mixups=found.stats.convention,
        confidence=confidence,
        projection="UMAP",
    )
    return header.noticing(found.stats.notices(header.mixups))


def _task(client: Client, eval_id: str, info: EvalInfo, classes: tuple[str, ...]) -> Task:
    """No endpoint names the task outright; the summary tells most of them apart, a panel the rest."""
    guess: Task = "object-detection" if BACKGROUND in classes else "classification"
    summary = info.summary if isinstance(info.summary, Summary) else Summary()
    if summary.mIoU is not None:
        return "semantic-segmentation"
    if summary.mAP is not None:
        return "object-detection"
    try:
        named = client.map_results(eval_id).task_type
    except ServiceError:
        # Older deployments, and tasks without precision, may lack the panel.
        return guess
    tasks: dict[str, Task] = {
        "semantic-segmentation": "semantic-segmentation",
        "classification": "classification",
        "instance-segmentation": "instance-segmentation",
    }
    return tasks.get(named, guess)
