"""The OpenAPI document, made from the structs that the answers are encoded with."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import msgspec

from .. import contract
from .comparison import METRICS
from .parameters import FILTERS, LARGEST, STATES

Json = dict[str, Any]

_SPLITS = ("train", "valid", "test")
_ANSWERS = (
    contract.EvalList,
    contract.EvalInfo,
    contract.MapResults,
    contract.ConfidenceSweep,
    contract.PerformanceByClass,
    contract.ConfusionMatrixReport,
    contract.VectorAnalysis,
    contract.ImagePage,
    contract.Recommendations,
    contract.Comparison,
)
_REFUSALS = {
    "400": "A parameter is not what it should be.",
    "401": "The API key is missing or wrong.",
    "403": "The API key is good for other things, or the request comes from another site.",
    "404": "There is no such evaluation, image or stored report.",
    "409": "The evaluation is not finished.",
}


def document(*, with_key: bool) -> Json:
    """Describe every route; ``with_key``: is an API key asked for?"""
    _, components = msgspec.json.schema_components(_ANSWERS, ref_template="#/components/schemas/{name}")
    components["Error"] = _object(error={"type": "string"}, message={"type": "string"})
    secured: list[Json] = [{"bearer": []}, {"query": []}] if with_key else []
    return {
        "openapi": "3.1.0",
        "info": {"title": "Model evaluations", "version": "1", "description": "Read only; every body is JSON."},
        "paths": {path: {method: _secured(operation, secured)} for path, method, operation in _operations()},
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "query": {"type": "apiKey", "in": "query", "name": "api_key"},
            },
        },
    }


def _operations() -> Iterable[tuple[str, str, Json]]:
    root, one = "/{workspace}/model-evals", "/{workspace}/model-evals/{evalId}"
    split, every = _choice("split", _SPLITS), _choice("split", (*_SPLITS, "all"))
    confidence = _number("confidence", 0, 100)
    listing = [
        _at_most_one(FILTERS),
        _choice("status", STATES),
        _number("limit", 1, LARGEST),
    ]
    comparing = [_needed("project"), _needed("version"), _choice("frontierMetric", METRICS)]
    paging = [every, confidence, _number("limit", 1, LARGEST), _number("offset", 0, LARGEST)]
    yield root, "get", _get("The evaluations of a workspace, newest first", "EvalList", root, listing)
    yield f"{root}/compare", "get", _get("Models side by side", "Comparison", f"{root}/compare", comparing)
    yield one, "get", _get("One evaluation", "EvalInfo", one)
    panels: dict[str, tuple[str, list[Json]]] = {
        "map-results": ("MapResults", []),
        "confidence-sweep": ("ConfidenceSweep", []),
        "performance-by-class": ("PerformanceByClass", [split]),
        "confusion-matrix": ("ConfusionMatrixReport", [every, confidence]),
        "vector-analysis": ("VectorAnalysis", [confidence]),
        "image-predictions": ("ImagePage", paging),
        "recommendations": ("Recommendations", []),
    }
    for name, (kind, query) in panels.items():
        yield f"{one}/{name}", "get", _get(f"The {name} panel", kind, f"{one}/{name}", query)
    image = "/{workspace}/{project}/images/{imageId}"
    yield image, "get", _get("One image: boxes, split, addresses of its picture", _object(image=_OBJECT), image)
    workspace = "/{workspace}"
    yield workspace, "get", _get("A workspace", _object(workspace=_OBJECT), workspace)
    handshake = _get("The workspace of a key", _object(workspace={"type": ["string", "null"]}), "/")
    yield "/", "post", handshake


_OBJECT: Json = {"type": "object"}


def _get(summary: str, answer: str | Json, path: str, query: Iterable[Json] = ()) -> Json:
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    schema = {"$ref": f"#/components/schemas/{answer}"} if isinstance(answer, str) else answer
    refusals = {status: _answer(words, {"$ref": "#/components/schemas/Error"}) for status, words in _REFUSALS.items()}
    return {
        "summary": summary,
        "parameters": [*map(_in_path, names), *query],
        "responses": {"200": _answer("The answer.", schema), **refusals},
    }


def _secured(operation: Json, secured: list[Json]) -> Json:
    return operation | {"security": secured} if secured else operation


def _answer(words: str, schema: Json) -> Json:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _in_path(name: str) -> Json:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _needed(name: str) -> Json:
    return {"name": name, "in": "query", "required": True, "schema": {"type": "string", "minLength": 1}}


def _at_most_one(names: Iterable[str]) -> Json:
    """Several parameters of which one may be given: an exploded object says so, separate ones cannot."""
    pairs = [{"required": list(pair)} for pair in combinations(names, 2)]
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}, "not": {"anyOf": pairs}}
    return {"name": "filter", "in": "query", "style": "form", "explode": True, "schema": schema}


def _choice(name: str, values: Iterable[str]) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": list(values)}}


def _number(name: str, least: int, most: int) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": least, "maximum": most}}
