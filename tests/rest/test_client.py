"""Every endpoint through the client: what the server computes is what the client reads."""

from __future__ import annotations

import pytest

from evallens.errors import EvaluationNotFoundError, InputError, ReportNotStoredError, ServiceError
from evallens.evaluation import Evaluation
from evallens.rest import Client, list_evaluations, open_evaluation
from evallens.server import ServedEvaluation, serve
from tests.rest.service import EVAL_ID, KEY, Reply, Service, open_from, opened, running
from tests.server.evaluations import small


@pytest.fixture(scope="module")
def server():
    offered = [
        ServedEvaluation(evaluation=small(), eval_id="old", workspace="ws", model_id="m1", median_latency_ms=20),
        ServedEvaluation(evaluation=small(), eval_id="new", workspace="ws", version="2", thresholds=[20, 37]),
        ServedEvaluation(eval_id="running", workspace="ws", status="running", project="rims", version="2"),
    ]
    with serve(*offered) as running_server:
        yield running_server


@pytest.fixture(scope="module")
def client(server):
    with Client("ws", api_url=server.url) as asking:
        yield asking


@pytest.fixture(scope="module")
def remote(server) -> Evaluation:
    return open_evaluation("ws", "new", api_url=server.url, progress=None)


def test_panels_of_a_remote_evaluation_are_those_the_service_computed(remote):
    local = small()
    assert remote.map_results() == local.map_results()
    assert remote.confidence_sweep() == local.confidence_sweep()
    assert remote.performance_by_class("train") == local.performance_by_class("train")
    assert remote.vector_analysis(37).clusters == local.vector_analysis(37).clusters
    assert [item["type"] for item in remote.recommendations().items] == [
        item["type"] for item in local.recommendations().items
    ]


def test_panels_at_a_threshold_without_report_say_so(remote):
    with pytest.raises(ReportNotStoredError, match="No report stored at 38 %"):
        remote.vector_analysis(38)


def test_performance_by_class_of_all_splits_is_refused(remote):
    with pytest.raises(InputError):
        remote.performance_by_class("all")


def test_comparison_names_the_model_that_none_beats(client):
    compared = client.comparison("rims", 1, frontier_metric="f1")
    (model,) = compared.models
    assert (compared.frontier_metric, model.model_id, model.on_frontier, model.exclusion_reason) == (
        "f1", "m1", True, None,
    )  # fmt: skip


def test_comparison_keeps_models_that_cannot_be_compared_with_the_reason(client):
    reasons = {
        model.model_id: model.exclusion_reason for model in client.comparison("rims", "2", frontier_metric="f1").models
    }
    assert reasons == {"new": "no measured latency", "running": "no completed evaluation"}


def test_unknown_frontier_metric_is_the_services_refusal(client):
    with pytest.raises(ServiceError, match="invalid_frontier_metric"):
        client.comparison("rims", 1, frontier_metric="beauty")


def test_image_is_found_by_its_project(client):
    assert client.image("rims", "1QKLCUsfAzFiCIb6YCJj").name == "abc.jpg"


def test_list_names_what_open_takes(server):
    sources = [entry.source for entry in list_evaluations("ws", api_url=server.url)]
    assert sorted(sources) == ["ws/new", "ws/old", "ws/running"]


def test_list_picks_the_version_of_a_project(server):
    entries = list_evaluations("ws", "rims", 2, "done", api_url=server.url)
    assert [entry.source for entry in entries] == ["ws/new"]


def test_list_of_an_older_server_is_understood():
    older = {"evals": [{"id": "x", "status": "done", "projectId": "pets", "versionId": 4, "unknown": [1]}]}
    service = Service(spoil=lambda request, answer: older)
    with running(service):
        (entry,) = list_evaluations("ws", api_key=KEY, api_url=service.url)
    assert (entry.source, entry.project, entry.version) == ("ws/x", "pets", "4")


def test_unknown_evaluation_in_an_empty_workspace_says_there_is_none():
    def spoil(request, answer):
        return {"evals": []} if request.panel == "model-evals" else Reply({"error": "model_eval_not_found"}, 404)

    with pytest.raises(EvaluationNotFoundError, match="There is none in it"):
        opened(Service(spoil=spoil))


@pytest.mark.parametrize(
    ("summary", "task_type", "task"),
    [
        ({"mAP": None, "mIoU": 0.5}, None, "semantic-segmentation"),
        ({"mAP": 0.5}, "semantic-segmentation", "object-detection"),
        ({"mAP": None}, "classification", "classification"),
        ({"mAP": None}, "object-detection-like", "object-detection"),
        (None, None, "object-detection"),
    ],
)
def test_task_is_told_from_summary_and_precision_panel(summary, task_type, task):
    def spoil(request, answer):
        if request.panel == "map-results" and task_type:
            return {"taskType": task_type, "splits": {}}
        return answer

    info = {"evalId": EVAL_ID, "status": "done", "summary": summary}
    assert opened(Service(spoil=spoil, info=info)).task == task


def test_workspace_is_by_default_that_of_the_sdk(monkeypatch, tmp_path):
    config = tmp_path / "config.json"
    monkeypatch.setenv("ROBOFLOW_CONFIG_DIR", str(config))
    monkeypatch.delenv("RF_WORKSPACE", raising=False)
    with running(Service()) as service:
        with pytest.raises(InputError, match="Which workspace"):
            list_evaluations(api_key=KEY, api_url=service.url)
        config.write_text('{"RF_WORKSPACE": "of-file"}')
        assert list_evaluations(api_key=KEY, api_url=service.url)[0].source == f"of-file/{EVAL_ID}"
        monkeypatch.setenv("RF_WORKSPACE", "of-environment")
        assert list_evaluations(api_key=KEY, api_url=service.url)[0].source == f"of-environment/{EVAL_ID}"
        assert list_evaluations("named", api_key=KEY, api_url=service.url)[0].source == f"named/{EVAL_ID}"


def test_a_list_that_the_service_may_have_cut_is_warned_of():
    info = {"evalId": EVAL_ID, "status": "done"}

    def spoil(request, answer):
        return {"evals": [info] * 200} if request.panel == "model-evals" else answer

    with running(Service(spoil=spoil)) as service, pytest.warns(UserWarning, match="200 evaluations at most"):
        assert len(list_evaluations("ws", api_key=KEY, api_url=service.url)) == 200


def test_recommendations_that_are_a_bare_list_are_understood():
    def spoil(request, answer):
        if request.panel == "recommendations":
            return {"generated": True, "recommendations": [{"title": "More data"}, "odd"]}
        return answer

    with running(Service(spoil=spoil)) as service:
        assert open_from(service).recommendations().items == ({"title": "More data"},)


def test_sweep_keys_are_sorted_as_numbers_and_nonsense_is_left_out():
    rates = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    keys = ("0.9", "0.10", "0.1", "best", "7", "NaN")

    def spoil(request, answer):
        if request.panel == "confidence-sweep":
            return {"splits": {"test": {"perThreshold": dict.fromkeys(keys, rates), "optimalThreshold": None}}}
        return answer

    with running(Service(spoil=spoil)) as service:
        sweep = open_from(service).confidence_sweep().splits["test"]
    assert list(sweep.per_threshold) == [10, 90]
