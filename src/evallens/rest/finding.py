"""Finding the evaluation that is meant, by its id or as the newest of a version, and waiting until it is finished."""

from __future__ import annotations

import threading
from difflib import get_close_matches

from ..contract import EvalInfo
from ..errors import EvaluationNotFoundError, NotFinishedError, ServiceError
from ..progress import Progress
from .client import Client

POLL = 10
"""Seconds between two questions whether an evaluation is finished."""
_LISTED_IDS = 8


def newest(client: Client, project: str, version: str, *, wait: bool = False) -> str:
    """The id of the newest finished evaluation of a version; with ``wait`` a running one counts, too.

    Raises EvaluationNotFoundError when there is none, ServiceError by its cause.
    """
    infos = client.evaluations(project=project, status=None if wait else "done")
    of_version = [info for info in infos if str(info.version_id) == version and info.status != "failed"]
    ids = [id_of(info) for info in sorted(of_version, key=lambda info: info.created_at or "")]
    if not ids or not ids[-1]:
        state = "" if wait else "finished "
        raise EvaluationNotFoundError(
            f"No {state}evaluation of version {version} of {project!r} in workspace {client.workspace!r}."
        )
    return ids[-1]


def finished(client: Client, eval_id: str, *, wait: bool = False, progress: Progress | None = None) -> EvalInfo:
    """What the service says of an evaluation that is finished; with ``wait`` it is waited for.

    ``progress`` is called with (seconds waited, 0) before every wait and may raise to give up. Raises
    EvaluationNotFoundError naming the ids there are, NotFinishedError for one that failed, or runs still.
    """
    waited = 0
    while True:
        info = _info(client, eval_id)
        if info.status in (None, "done"):
            return info
        if info.status == "failed":
            raise NotFinishedError(f"The evaluation {eval_id!r} failed, so it has no reports.")
        if not wait:
            words = f"The evaluation {eval_id!r} is not finished (status {info.status!r}), so it has no reports."
            raise NotFinishedError(f"{words} Wait for it with wait=True.")
        if progress is not None:
            progress(waited, 0)
        client.transport.clock.wait(POLL, threading.Event())
        waited += POLL


def id_of(info: EvalInfo) -> str:
    """The id of an evaluation, under whichever name the service sends it."""
    return info.eval_id or info.older_eval_id or ""


def _info(client: Client, eval_id: str) -> EvalInfo:
    try:
        return client.evaluation(eval_id)
    except EvaluationNotFoundError as error:
        missing = EvaluationNotFoundError(
            f"No evaluation {eval_id!r} in workspace {client.workspace!r}. {_ids(client, eval_id)}",
            status=error.status,
            code=error.code,
        )
    raise missing


def _ids(client: Client, eval_id: str) -> str:
    try:
        ids = [found for info in client.evaluations() if (found := id_of(info))]
    except ServiceError:
        return ""
    if not ids:
        return "There is none in it."
    close = get_close_matches(eval_id, ids, n=_LISTED_IDS, cutoff=0.6)
    named = close or ids[:_LISTED_IDS]
    more = f" and {len(ids) - len(named)} more" if not close and len(ids) > len(named) else ""
    return f"{'Close to it' if close else 'There is'}: {', '.join(named)}{more}."
