"""The ASGI application: routes, the key, and errors as the contract writes them."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import missing_extra
from . import answers
from .queries import RefusedError
from .served import Served

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

Panel = Callable[[Served, Mapping[str, str]], msgspec.Struct]

_PANELS: Mapping[str, Panel] = {
    "confusion-matrix": answers.confusion_matrix,
    "image-predictions": answers.image_predictions,
}


def application(offered: Sequence[Served], *, api_key: str | None = None) -> Starlette:
    """An ASGI app that answers for ``offered``, to whoever shows ``api_key`` (if there is one).

    Raises MissingExtraError without ``evallens[server]``.
    """
    try:
        from starlette.applications import Starlette
        from starlette.exceptions import HTTPException
        from starlette.routing import Route
    except ImportError:
        raise missing_extra("Serving evaluations", "starlette", "server") from None

    desk = Desk(offered, api_key)
    root = "/{workspace}/model-evals"
    return Starlette(
        routes=[
            Route(root, desk.listing, methods=["GET"]),
            Route(root + "/{eval_id}", desk.one, methods=["GET"]),
            Route(root + "/{eval_id}/{panel}", desk.panel, methods=["GET"]),
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _unknown, Exception: _broken},
    )


class Desk:
    """Finds what a request is about and has it answered."""

    def __init__(self, offered: Sequence[Served], api_key: str | None) -> None:
        self._offered = {(one.workspace, one.eval_id): one for one in offered}
        self._key = api_key

    def listing(self, request: Request) -> Response:
        """``GET /:workspace/model-evals``."""
        self._check_key(request)
        workspace = request.path_params["workspace"]
        mine = [one for (name, _), one in self._offered.items() if name == workspace]
        return _json(answers.evaluations(mine, request.query_params))

    def one(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/:evalId``."""
        return _json(answers.evaluation(self._find(request)))

    def panel(self, request: Request) -> Response:
        """``GET /:workspace/model-evals/:evalId/:panel``."""
        panel = _PANELS.get(request.path_params["panel"])
        if panel is None:
            self._check_key(request)
            raise _no_route(request)
        one = self._find(request)
        if one.status != "done":
            raise RefusedError(409, "model_eval_not_done", f"This evaluation is {one.status}.")
        return _json(panel(one, request.query_params))

    def _find(self, request: Request) -> Served:
        self._check_key(request)
        names = request.path_params
        one = self._offered.get((names["workspace"], names["eval_id"]))
        if one is None:
            raise RefusedError(404, "model_eval_not_found", "No such evaluation in this workspace.")
        return one

    def _check_key(self, request: Request) -> None:
        if self._key is None:
            return
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        shown = bearer.strip() if scheme.lower() == "bearer" else request.query_params.get("api_key", "")
        if not hmac.compare_digest(shown.encode(), self._key.encode()):
            raise RefusedError(401, "unauthenticated", "The API key is missing or wrong.")


def _json(answer: msgspec.Struct, status: int = 200) -> Response:
    from starlette.responses import Response

    return Response(msgspec.json.encode(answer), status, media_type="application/json")


class _Error(msgspec.Struct):
    error: str
    message: str


def _refused(_request: Request, error: Any) -> Response:
    return _json(_Error(error.code, error.message), error.status)


def _unknown(request: Request, error: Any) -> Response:
    if error.status_code == 404:
        return _refused(request, _no_route(request))
    return _json(_Error("bad_request", str(error.detail)), error.status_code)


def _broken(_request: Request, _error: Any) -> Response:
    return _json(_Error("internal_error", "The server failed to answer; see its log."), 500)


def _no_route(request: Request) -> RefusedError:
    path = request.url.path
    return RefusedError(404, "not_found", f"Unsupported request. `{request.method} {path}` does not exist.")
