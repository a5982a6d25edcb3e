"""The ASGI application: routes, and errors as the contract writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import missing_extra
from .auth import ApiKeyAuth, Key, keys_of
from .handlers import Handlers, json_response
from .middleware import HostOriginMiddleware
from .parameters import RefusedError
from .served import ServedEvaluation

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def application(
    evaluations: Sequence[ServedEvaluation],
    *,
    api_key: str | Key | Iterable[str | Key] | None = None,
    hosts: Iterable[str] | None = None,
) -> Starlette:
    """An ASGI app that answers for ``evaluations``.

    Args:
        evaluations: What is served.
        api_key: One key or several; ``None``: every request is answered.
        hosts: The names that the server answers to, by default any. Give them whenever there is no key, or
            a page of another site could make a browser read what is served.

    Raises InputError for keys that are empty, MissingExtraError without ``evallens[server]``.
    """
    try:
        from starlette.applications import Starlette
        from starlette.exceptions import HTTPException
        from starlette.middleware import Middleware
    except ImportError:
        raise missing_extra("Serving evaluations", "starlette", "server") from None

    app = Starlette(
        routes=_routes(Handlers(evaluations, ApiKeyAuth(keys_of(api_key)))),
        middleware=[Middleware(HostOriginMiddleware, hosts=None if hosts is None else frozenset(hosts))],
        exception_handlers={RefusedError: _refused, HTTPException: _unrouted, Exception: _broken},
    )
    # A path with a slash too many is another path, not a redirect.
    app.router.redirect_slashes = False
    return app


def _routes(handlers: Handlers) -> list[Route]:
    from starlette.routing import Route

    evals = "/{workspace}/model-evals"
    return [
        Route("/", handlers.handshake, methods=["POST"]),
        Route("/openapi.json", handlers.openapi, methods=["GET"]),
        Route("/source/{owner}/{image_id:path}/{size}", handlers.picture, methods=["GET"]),
        Route("/{workspace}", handlers.workspace, methods=["GET"]),
        Route(evals, handlers.listing, methods=["GET"]),
        Route(evals + "/compare", handlers.comparison, methods=["GET"]),
        Route(evals + "/{eval_id}", handlers.evaluation, methods=["GET"]),
        Route(evals + "/{eval_id}/{panel}", handlers.panel, methods=["GET"]),
        Route("/{workspace}/{project}/images/{image_id:path}", handlers.image, methods=["GET"]),
    ]


class _Error(msgspec.Struct):
    error: str
    message: str


def _refused(_request: Request, error: Any) -> Response:
    return json_response(_Error(error.code, error.message), error.status)


def _unrouted(request: Request, error: Any) -> Response:
    if error.status_code == 404:
        words = f"Unsupported request. `{request.method} {request.url.path}` does not exist."
        return json_response(_Error("not_found", words), 404)
    return json_response(_Error("bad_request", str(error.detail)), error.status_code, headers=error.headers)


def _broken(_request: Request, _error: Any) -> Response:
    return json_response(_Error("internal_error", "The server failed to answer; see its log."), 500)
