"""Which evaluations a workspace has."""

from __future__ import annotations

import warnings
from typing import NamedTuple

from ..contract import EvalInfo
from ..contract.limits import MAX_LIST
from ..errors import InputError
from ..text import hidden
from .client import Client, Status
from .finding import id_of
from .http.auth import default_workspace


class EvaluationEntry(NamedTuple):
    """One evaluation of a workspace; ``source`` is what :func:`evallens.open` takes."""

    source: str
    status: str
    project: str | None
    version: str | None
    model: str | None
    created: str | None
    """ISO 8601, UTC."""


def list_evaluations(
    workspace: str | None = None,
    project: str | None = None,
    version: str | int | None = None,
    status: Status | None = None,
    *,
    api_key: str | None = None,
    api_url: str | None = None,
) -> list[EvaluationEntry]:
    """The evaluations of ``workspace``, newest first; the service lists at most 200, and a warning says if it did.

    Args:
        workspace: The workspace as it stands in addresses; by default ``RF_WORKSPACE``, the variable or the
            entry of Roboflow's config file.
        project: Those of one project.
        version: Those of one version. The service takes one of the two: of a project it is picked here.
        status: ``"running"``, ``"done"`` or ``"failed"``.
        api_key: By default ``ROBOFLOW_API_KEY``, Colab's secret of that name or the Roboflow config file.
        api_url: Another host than Roboflow's.

    Raises ServiceError by its cause, InputError for a workspace or an address that is none, and
    where no workspace is named anywhere.
    """
    api_key = hidden(api_key)
    workspace = workspace or default_workspace()
    if workspace is None:
        raise InputError("Which workspace? Name one, set RF_WORKSPACE, or log in once with `roboflow login`.")
    asked_version = version if project is None else None
    with Client(workspace, api_key=api_key, api_url=api_url) as client:
        found = client.evaluations(project=project, version=asked_version, status=status)
    if len(found) >= MAX_LIST:
        words = f"The service lists {MAX_LIST} evaluations at most, so there may be more: name a project or a version."
        warnings.warn(words, stacklevel=2)
    entries = [_entry(workspace, info) for info in found]
    if project is not None and version is not None:
        entries = [entry for entry in entries if entry.version == str(version)]
    return sorted(entries, key=lambda entry: entry.created or "", reverse=True)


def _entry(workspace: str, info: EvalInfo) -> EvaluationEntry:
    return EvaluationEntry(
        source=f"{workspace}/{id_of(info)}",
        status=info.status or "unknown",
        project=info.project or info.older_project or None,
        version=None if info.version_id is None else str(info.version_id),
        model=info.model_id,
        created=info.created_at,
    )
