"""Whatever stands in whatever field: an evaluation or an error of ours, never another."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evallens import contract
from evallens.errors import EvalLensError
from evallens.evaluation import Evaluation
from evallens.rest.client import decoded
from evallens.server import ServedEvaluation, serve
from tests.rest.service import EVAL_ID, Service, open_from, record, running
from tests.server.evaluations import small

GONE = object()

_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([-1, 0, 1, 2**31, 2**53, 2**63, 2**64])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)
_replacement = st.just(GONE) | _json


def paths(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """The way to every field and element below ``value``."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield (*path, key)
        yield from paths(below, (*path, key))


def spoiled(value: Any, path: tuple, replacement: Any) -> Any:
    """``value`` with something else, or nothing, at ``path``."""
    value = copy.deepcopy(value)
    place = value
    for key in path[:-1]:
        place = place[key]
    if replacement is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = replacement
    return value


@pytest.fixture(scope="module")
def service():
    with running(Service(records=[record(0), record(1, split="train"), record(2, cluster=None)])) as one:
        yield one


@pytest.mark.parametrize("panel", [EVAL_ID, "confusion-matrix", "image-predictions"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_field_that_is_wrong_ends_in_an_evaluation_or_in_an_error_of_ours(service, panel, data):
    replacement = data.draw(_replacement)

    def spoil(request, answer):
        if request.panel != panel or not isinstance(answer, dict):
            return answer
        choices = list(paths(json.loads(json.dumps(answer))))
        path = choices[chosen % len(choices)]
        return spoiled(answer, path, replacement)

    chosen = data.draw(st.integers(0, 200))
    service.spoil = spoil
    try:
        opened = open_from(service)
    except EvalLensError:
        return
    assert isinstance(opened, Evaluation)
    opened.confusion_matrix("all")


KINDS: dict[str, type[Any]] = {
    "": contract.EvalInfo,
    "/map-results": contract.MapResults,
    "/confidence-sweep": contract.ConfidenceSweep,
    "/performance-by-class": contract.PerformanceByClass,
    "/confusion-matrix": contract.ConfusionMatrixReport,
    "/vector-analysis": contract.VectorAnalysis,
    "/image-predictions": contract.ReadImagePage,
    "/recommendations": contract.Recommendations,
}


@pytest.fixture(scope="module")
def answers():
    with serve(ServedEvaluation(evaluation=small(), eval_id="a", workspace="ws", thresholds=[20])) as server:
        place = f"{server.url}/ws/model-evals/a"
        return {panel: requests.get(place + panel, timeout=60).json() for panel in KINDS}


@pytest.mark.parametrize("panel", KINDS)
@given(data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_wrong_field_of_any_panel_is_read_or_refused_in_words(answers, panel, data):
    path = data.draw(st.sampled_from(list(paths(answers[panel]))))
    body = json.dumps(spoiled(answers[panel], path, data.draw(_replacement))).encode()
    try:
        found = decoded(body, KINDS[panel], panel)
    except EvalLensError:
        return
    assert isinstance(found, KINDS[panel])


@pytest.mark.parametrize("panel", KINDS)
@given(at=st.integers(0, 10**6), byte=st.integers(128, 255))
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_body_that_is_cut_is_refused_and_a_garbled_one_too_unless_it_still_says_the_same(answers, panel, at, byte):
    body = bytearray(json.dumps(answers[panel]).encode())
    at %= len(body)
    with pytest.raises(EvalLensError):
        decoded(bytes(body[:at]), KINDS[panel], panel)
    body[at] = byte
    with suppress(EvalLensError):
        # What stands in fields that nobody reads may be garbled.
        decoded(bytes(body), KINDS[panel], panel)
