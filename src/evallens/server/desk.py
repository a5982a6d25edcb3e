"""Finds what a request is about, checks the key for it, and has it answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from . import answers, comparison, pictures
from .keys import IMAGE_READ, MODEL_EVAL_READ, Door
from .openapi import document
from .queries import RefusedError
from .served import Served

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PANELS: Mapping[str, Callable[[Served, Mapping[str, str]], msgspec.Struct]] = {
    "map-results": answers.map_results,
    "confidence-sweep": answers.confidence_sweep,
    "performance-by-class": answers.performance_by_class,
    "confusion-matrix": answers.confusion_matrix,
    "vector-analysis": answers.vector_analysis,
    "image-predictions": answers.image_predictions,
    "recommendations": answers.recommendations,
}


class Desk:
    """Answers for the evaluations on offer, to those whom the door admits."""

    def __init__(self, offered: Sequence[Served], door: Door) -> None:
        self._offered = {(one.workspace, one.eval_id): one for one in offered}
        self._door = door

    def handshake(self, request: Request) -> Response:
        """``POST /``: the workspace a key belongs to."""
        key = self._door.check(request.headers, request.query_params)
        names = list(dict.fromkeys(one.workspace for one in self._offered.values()))
        mine = [name for name in names if key is None or key.workspaces is None or name in key.workspaces]
        return json_response({"workspace": mine[0] if mine else None})

    def workspace(self, request: Request) -> Response:
        """``GET /:workspace``: its projects, as far as they are more than a name."""
        name = self._admit(request)
        if not self._mine(name):
            raise RefusedError(404, "workspace_not_found", "No such workspace.")
        return json_response({"workspace": {"name": name, "url": name, "projects": []}})

    def listing(self, request: Request) -> Response:
        """``GET /:workspace/model-evals``."""
        return json_response(answers.evaluations(self._mine(self._admit(request)), request.query_params))

    def comparison(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/compare``."""
        return json_response(comparison.comparison(self._mine(self._admit(request)), request.query_params))

    def one(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/:evalId``."""
        return json_response(answers.evaluation(self._find(request)))

    def panel(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/:evalId/:panel``."""
        from starlette.exceptions import HTTPException

        answer = PANELS.get(request.path_params["panel"])
        if answer is None:
            raise HTTPException(404)
        one = self._find(request)
        if one.status != "done":
            raise RefusedError(409, "model_eval_not_done", f"This evaluation is {one.status}.")
        return json_response(answer(one, request.query_params))

    def image(self, request: Request) -> Response:
        """``GET /:workspace/:project/images/:imageId``."""
        workspace = self._admit(request, IMAGE_READ)
        names = request.path_params
        found = pictures.find(self._mine(workspace), names["image_id"], names["project"])
        return json_response(pictures.description(found, str(request.base_url).rstrip("/")))

    def picture(self, request: Request) -> Response:
        """``GET /source/:ownerId/:imageId/original.jpg`` or ``thumb.jpg``."""
        from starlette.responses import Response

        names = request.path_params
        owned = [one for one in self._offered.values() if pictures.owner_id(one.workspace) == names["owner"]]
        workspace = owned[0].workspace if owned else ""
        self._door.admit(request.headers, request.query_params, workspace, IMAGE_READ)
        if names["size"] not in pictures.SIZES:
            raise RefusedError(404, "not_found", "There is original.jpg and thumb.jpg.")
        data = pictures.picture(pictures.find(owned, names["image_id"]), names["size"]).data
        return Response(data, media_type=pictures.media_type(data), headers={"X-Content-Type-Options": "nosniff"})

    def openapi(self, _request: Request) -> Response:
        """``GET /openapi.json``: what there is to ask for; no secret, so no key."""
        return json_response(document(with_key=not self._door.is_open))

    def _mine(self, workspace: str) -> list[Served]:
        return [one for (name, _), one in self._offered.items() if name == workspace]

    def _admit(self, request: Request, scope: str = MODEL_EVAL_READ) -> str:
        workspace: str = request.path_params["workspace"]
        self._door.admit(request.headers, request.query_params, workspace, scope)
        return workspace

    def _find(self, request: Request) -> Served:
        one = self._offered.get((self._admit(request), request.path_params["eval_id"]))
        if one is None:
            raise RefusedError(404, "model_eval_not_found", "No such evaluation in this workspace.")
        return one


def json_response(answer: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """``answer`` as JSON."""
    from starlette.responses import Response

    return Response(msgspec.json.encode(answer), status, headers, "application/json")
