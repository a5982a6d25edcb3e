"""Request handlers: find the evaluation, check the key, call the endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from . import comparison, endpoints, images
from .auth import IMAGE_READ, MODEL_EVAL_READ, ApiKeyAuth
from .openapi import document
from .parameters import RefusedError, query_of
from .served import ServedEvaluation

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PANELS: Mapping[str, Callable[[ServedEvaluation, Mapping[str, str]], msgspec.Struct]] = {
    "map-results": endpoints.map_results,
    "confidence-sweep": endpoints.confidence_sweep,
    "performance-by-class": endpoints.performance_by_class,
    "confusion-matrix": endpoints.confusion_matrix,
    "vector-analysis": endpoints.vector_analysis,
    "image-predictions": endpoints.image_predictions,
    "recommendations": endpoints.recommendations,
}


class Handlers:
    """Answers requests about evaluations, if their API key admits them.

    A method raises RefusedError, with the status and code of the contract, for a request that it does not answer.
    """

    def __init__(self, evaluations: Sequence[ServedEvaluation], auth: ApiKeyAuth) -> None:
        self._evaluations = {(served.workspace, served.eval_id): served for served in evaluations}
        self._auth = auth

    def handshake(self, request: Request) -> Response:
        """``POST /``: the workspace a key belongs to."""
        key = self._auth.check(request.headers, request.query_params)
        names = list(dict.fromkeys(served.workspace for served in self._evaluations.values()))
        mine = [name for name in names if key is None or key.workspaces is None or name in key.workspaces]
        return json_response({"workspace": mine[0] if mine else None})

    def workspace(self, request: Request) -> Response:
        """``GET /:workspace``: its name; 404 where nothing is served in it."""
        name = self._admit(request)
        if not self._in_workspace(name):
            raise RefusedError(404, "workspace_not_found", "No such workspace.")
        return json_response({"workspace": {"name": name, "url": name, "projects": []}})

    def listing(self, request: Request) -> Response:
        """``GET /:workspace/model-evals``."""
        return json_response(endpoints.evaluations(self._in_workspace(self._admit(request)), _query(request)))

    def comparison(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/compare``."""
        return json_response(comparison.comparison(self._in_workspace(self._admit(request)), _query(request)))

    def evaluation(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/:evalId``."""
        return json_response(endpoints.evaluation(self._find(request)))

    def panel(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/:evalId/:panel``; 409 for an evaluation that is not finished."""
        from starlette.exceptions import HTTPException

        answer = PANELS.get(request.path_params["panel"])
        if answer is None:
            raise HTTPException(404)
        served = self._find(request)
        if served.status != "done":
            raise RefusedError(409, "model_eval_not_done", f"This evaluation is {served.status}.")
        return json_response(answer(served, _query(request)))

    def image(self, request: Request) -> Response:
        """``GET /:workspace/:project/images/:imageId``."""
        workspace = self._admit(request, IMAGE_READ)
        names = request.path_params
        found = images.find(self._in_workspace(workspace), names["image_id"], names["project"])
        return json_response(images.description(found, str(request.base_url).rstrip("/")))

    def picture(self, request: Request) -> Response:
        """``GET /source/:ownerId/:imageId/original.jpg`` or ``thumb.jpg``; 404 for other names."""
        from starlette.responses import Response

        names = request.path_params
        owned = [served for served in self._evaluations.values() if images.owner_id(served.workspace) == names["owner"]]
        workspace = owned[0].workspace if owned else ""
        self._auth.admit(request.headers, request.query_params, workspace, IMAGE_READ)
        if names["size"] not in images.SIZES:
            raise RefusedError(404, "not_found", "There is original.jpg and thumb.jpg.")
        data = images.picture(images.find(owned, names["image_id"]), names["size"]).data
        return Response(data, media_type=images.media_type(data), headers={"X-Content-Type-Options": "nosniff"})

    def openapi(self, _request: Request) -> Response:
        """``GET /openapi.json``: what there is to ask for; no secret, so no key."""
        return json_response(document(with_key=not self._auth.is_open))

    def _in_workspace(self, workspace: str) -> list[ServedEvaluation]:
        return [served for (name, _), served in self._evaluations.items() if name == workspace]

    def _admit(self, request: Request, scope: str = MODEL_EVAL_READ) -> str:
        workspace: str = request.path_params["workspace"]
        self._auth.admit(request.headers, request.query_params, workspace, scope)
        return workspace

    def _find(self, request: Request) -> ServedEvaluation:
        served = self._evaluations.get((self._admit(request), request.path_params["eval_id"]))
        if served is None:
            raise RefusedError(404, "model_eval_not_found", "No such evaluation in this workspace.")
        return served


def _query(request: Request) -> dict[str, str]:
    return query_of(request.query_params.multi_items())


def json_response(answer: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """``answer`` as JSON."""
    from starlette.responses import Response

    return Response(msgspec.json.encode(answer), status, headers, "application/json")
