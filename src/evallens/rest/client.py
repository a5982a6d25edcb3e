"""A client for Roboflow's model evaluations, one method an endpoint; typed answers."""

from __future__ import annotations

import warnings
from typing import Any, Literal, Self, TypeVar

import msgspec

from ..contract import (
    Comparison,
    ConfidenceSweep,
    ConfusionMatrixReport,
    EvalInfo,
    EvalList,
    ImageAnswer,
    ImageInfo,
    MapResults,
    PerformanceByClass,
    ReadImagePage,
    Recommendations,
    VectorAnalysis,
)
from ..contract.limits import MAX_LIST, MAX_PAGE
from ..errors import ResponseError
from ..evaluation.protocols import Cancelled
from ..text import counted, hidden
from .http.auth import find_key
from .http.hosts import api_base, is_loopback, segment
from .http.retry import Clock, RetryPolicy
from .http.transport import Transport

Status = Literal["running", "done", "failed"]
_Answer = TypeVar("_Answer")

MOST_CONTAINERS = 5_000_000
"""Lists and objects in one answer: an empty one takes two bytes of JSON and thirty times as much memory."""


class Client:
    """Reads the model evaluations of one workspace. A context manager; usable from several threads.

    Args:
        workspace: The workspace as it stands in addresses.
        api_key: By default ``ROBOFLOW_API_KEY``, Colab's secret of that name or the Roboflow config file.
        api_url: By default the host that Roboflow's SDK would use.
        retry: How long to wait and how often to try.
        clock: Time; tests put their own in its place.

    Raises InputError for a workspace or an address that is none, AuthenticationError for a key that no request
    could carry. Every method raises the ServiceError that says what happened; the key appears in none of them.
    """

    def __init__(
        self,
        workspace: str,
        *,
        api_key: str | None = None,
        api_url: str | None = None,
        retry: RetryPolicy | None = None,
        clock: Clock | None = None,
    ) -> None:
        api_key = hidden(api_key)
        self.workspace = workspace
        self._root = f"/{segment(workspace, 'A workspace')}/model-evals"
        self._transport = Transport(
            base=api_base(api_url),
            key=find_key(api_key, workspace),
            retry=retry or RetryPolicy(),
            clock=clock or Clock(),
        )
        is_plain = self.api_url.startswith("http:") and not is_loopback(self.api_url)
        if is_plain and self._transport.key is not None:
            words = f"The API key travels unencrypted to {self.api_url}: use an https:// address."
            warnings.warn(words, stacklevel=2)

    @property
    def api_url(self) -> str:
        """The address in front of every path."""
        return self._transport.base

    @property
    def transport(self) -> Transport:
        """What carries the requests, signed."""
        return self._transport

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.workspace!r}, api_url={self.api_url!r})"

    def __getstate__(self) -> dict[str, Any]:
        # The key is not pickled; unpickling looks it up again.
        return {"workspace": self.workspace, "api_url": self.api_url, "retry": self._transport.retry}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]  # unpickled, not yet made

    def evaluations(
        self,
        *,
        project: str | None = None,
        version: str | int | None = None,
        model: str | None = None,
        status: Status | None = None,
        limit: int = MAX_LIST,
    ) -> list[EvalInfo]:
        """The evaluations of the workspace, at most 200; one of project, version and model at most."""
        query = {"project": project, "version": version, "model": model, "status": status, "limit": limit}
        return self._get("", EvalList, query).evals

    def evaluation(self, eval_id: str) -> EvalInfo:
        """One evaluation, with its summary when it is done."""
        return self._get(self._path(eval_id), EvalInfo)

    def confusion_matrix(
        self,
        eval_id: str,
        *,
        split: str = "test",
        confidence: int | None = None,
        cancelled: Cancelled | None = None,
    ) -> ConfusionMatrixReport:
        """The matrix of a split (or "all") at a stored integer percent; ``None``: the canonical one."""
        path = self._path(eval_id, "confusion-matrix")
        return self._get(path, ConfusionMatrixReport, {"split": split, "confidence": confidence}, cancelled)

    def image_predictions(
        self,
        eval_id: str,
        *,
        split: str = "all",
        confidence: int | None = None,
        limit: int = MAX_PAGE,
        offset: int = 0,
        cancelled: Cancelled | None = None,
    ) -> ReadImagePage:
        """One page of image records; see :class:`evallens.rest.reports.pages.PageReader` for all of them."""
        query = {"split": split, "confidence": confidence, "limit": limit, "offset": offset}
        return self._get(self._path(eval_id, "image-predictions"), ReadImagePage, query, cancelled)

    def map_results(self, eval_id: str) -> MapResults:
        """Mean average precision of each split and class."""
        return self._get(self._path(eval_id, "map-results"), MapResults)

    def confidence_sweep(self, eval_id: str) -> ConfidenceSweep:
        """Rates of each split and class by threshold."""
        return self._get(self._path(eval_id, "confidence-sweep"), ConfidenceSweep)

    def performance_by_class(self, eval_id: str, *, split: str = "test") -> PerformanceByClass:
        """Each class of a single split at its own best threshold."""
        return self._get(self._path(eval_id, "performance-by-class"), PerformanceByClass, {"split": split})

    def vector_analysis(self, eval_id: str, *, confidence: int | None = None) -> VectorAnalysis:
        """The clusters of the images at a stored integer percent; ``None``: the canonical one."""
        return self._get(self._path(eval_id, "vector-analysis"), VectorAnalysis, {"confidence": confidence})

    def recommendations(self, eval_id: str) -> Recommendations:
        """What the service advises, if it has made up its mind."""
        return self._get(self._path(eval_id, "recommendations"), Recommendations)

    def comparison(self, project: str, version: str | int, *, frontier_metric: str | None = None) -> Comparison:
        """The models of a dataset version side by side."""
        query = {"project": project, "version": version, "frontierMetric": frontier_metric}
        return self._get("/compare", Comparison, query)

    def image(self, project: str, image_id: str, *, cancelled: Cancelled | None = None) -> ImageInfo:
        """One image: its name and the addresses of its picture; the key needs the scope image:read."""
        place = f"/{segment(self.workspace, 'A workspace')}/{segment(project, 'A project')}/images"
        where = f"{place}/{segment(image_id, 'An image id')}"
        return decoded(self._transport.get(where, cancelled=cancelled), ImageAnswer, where).image

    def _path(self, eval_id: str, panel: str = "") -> str:
        path = f"/{segment(eval_id, 'An evaluation id')}"
        return f"{path}/{panel}" if panel else path

    def _get(
        self,
        path: str,
        kind: type[_Answer],
        query: dict[str, str | int | None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> _Answer:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        where = self._root + path
        return decoded(self._transport.get(where, given, cancelled=cancelled), kind, where)


def decoded(body: bytes, kind: type[_Answer], what: str) -> _Answer:
    """``body`` as ``kind``; raises ResponseError for what is not JSON or not what the contract says."""
    if body.count(b"[") + body.count(b"{") > MOST_CONTAINERS:
        raise ResponseError(f"The answer holds more than {MOST_CONTAINERS} lists and objects ({what}).", status=200)
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        words = f"The answer does not follow the contract: {error} ({what})."
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if body.lstrip()[:1] == b"<":
            words = f"The answer is HTML instead of JSON; a proxy or a login page may stand in between ({what})."
        else:
            words = f"The answer is not JSON, or is cut off after {counted(len(body), 'bytes')} ({what})."
    raise ResponseError(words, status=200)
