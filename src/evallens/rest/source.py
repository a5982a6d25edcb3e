"""Opening an evaluation over REST, and fetching more of its reports later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

from ..contract import EvalInfo, Summary
from ..errors import ServiceError
from ..evaluation import Evaluation, Header
from ..evaluation.columns.coverage import Coverage
from ..evaluation.columns.header import BACKGROUND, Mixups, Task
from ..evaluation.columns.report import Report
from ..evaluation.columns.tables import ALL, Columns
from ..evaluation.protocols import Cancelled
from ..progress import Progress, ShowProgress, following
from ..text import hidden
from .client import Client
from .finding import finished, newest
from .http.cache import DiskCache, cache_folder, default_folder
from .http.hosts import is_loopback, page_in_app
from .http.retry import RetryPolicy
from .panels import RestPanels
from .pictures import pictures_of
from .reports.reader import ReportReader
from .reports.validation import CheckedReport, background_of


@dataclass(frozen=True, eq=False)
class RestSource:
    """Reports of one finished evaluation. Picklable, without the key."""

    reader: ReportReader
    mixups: Mixups
    """The convention found in the first report, which later ones are checked against."""

    def report(
        self,
        split: str,
        confidence: int,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Fetch one split (or "all") at an integer percent, together with its confusion matrix.

        Raises ReportNotStoredError when none is stored there, ServiceError when fetching fails,
        CancelledError once ``cancelled`` is set.
        """
        found = self.reader.read(split, confidence, progress, cancelled)
        return replace(found.report, notices=(*found.report.notices, *found.stats.notices(self.mixups)))


def open_evaluation(
    workspace: str,
    eval_id: str,
    *,
    api_key: str | None = None,
    api_url: str | None = None,
    images: Any = None,
    cache: bool | str | PathLike[str] | None = None,
    progress: ShowProgress = "bar",
    timeout: float = RetryPolicy.whole,
    wait: bool = False,
    client: Client | None = None,
) -> Evaluation:
    """Read the canonical report of an evaluation, all splits; other thresholds are fetched when asked for.

    Args:
        workspace: The workspace as it stands in addresses.
        eval_id: The 20 characters that name the evaluation, or ``project/version``: its newest finished one.
        api_key: By default ``ROBOFLOW_API_KEY``, Colab's secret of that name or the Roboflow config file.
        api_url: Another host than Roboflow's, such as that of :func:`evallens.serve`.
        images: A folder, a mapping or a callable that has the pictures; by default the service's.
        cache: Keep reports and pictures on disk, there or in the folder given; by default for every
            service but one on this machine.
        progress: ``"bar"``, ``None`` or a callable that is given (images read, all of them), and while an
            evaluation is waited for (seconds waited, 0).
        timeout: Seconds for one answer of the service (a page, a picture), retries included.
        wait: Wait for an evaluation that is still running.
        client: Asks in place of one made from ``workspace``, ``api_key``, ``api_url`` and ``timeout``.

    Raises EvaluationNotFoundError naming the ids there are, NotFinishedError, and every other
    ServiceError by its cause; DataError when the records contradict themselves; InputError for an
    argument that cannot be used.
    """
    api_key = hidden(api_key)
    client = client or Client(workspace, api_key=api_key, api_url=api_url, retry=RetryPolicy(whole=timeout))
    if "/" in eval_id:
        project, _, version = eval_id.partition("/")
        eval_id = newest(client, project, version, wait=wait)
    with following(progress if wait else None, f"Waiting for {eval_id}", unit="s") as follow:
        info = finished(client, eval_id, wait=wait, progress=follow)
    disk = _disk_cache(client.api_url, wanted=cache)
    reader = ReportReader(client=client, eval_id=eval_id, created=info.created_at, cache=disk)
    with following(progress, eval_id, unit="images") as follow:
        found = reader.read(ALL, None, follow)
    header = _header(client, eval_id, info, found)
    pictures, doubts = pictures_of(images, found.report.images, client, info, disk)
    return Evaluation(
        header=header.noticing([*found.report.notices, *doubts]),
        columns=Columns(found.report.images, found.report.outcomes),
        coverage=Coverage.of(found.report.splits, found.report.confidence),
        source=RestSource(reader, header.mixups),
        pictures=pictures,
        panels=RestPanels(client, eval_id, _page(client, info)),
    )


def _page(client: Client, info: EvalInfo) -> str | None:
    project = info.project or info.older_project or None
    return page_in_app(client.api_url, client.workspace, project, info.version_id)


def _disk_cache(api_url: str, *, wanted: bool | str | PathLike[str] | None) -> DiskCache | None:
    if wanted is None:
        wanted = not is_loopback(api_url)
    if isinstance(wanted, bool):
        return DiskCache(default_folder()) if wanted else None
    return DiskCache(cache_folder(wanted))


def _header(client: Client, eval_id: str, info: EvalInfo, found: CheckedReport) -> Header:
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
    """The task, which no endpoint of its own names: from the summary, else from the panel of precisions."""
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
