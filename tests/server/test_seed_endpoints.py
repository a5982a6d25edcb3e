"""The two endpoints the contract documents to the letter, and the list and get beside them."""

from __future__ import annotations

import json

import pytest
import requests

from evallens.server import ServedEvaluation, serve
from tests.server.evaluations import small

EVAL_ID = "huUF720inUcymARwqAGK"


@pytest.fixture(scope="module")
def ask():
    one = ServedEvaluation(evaluation=small(), eval_id=EVAL_ID, workspace="ws", thresholds=[20, 37])
    running = ServedEvaluation(eval_id="running", workspace="ws", status="running", project="rims", version="2")
    with serve(one, running) as server, requests.Session() as session:

        def get(path: str, **query):
            return session.get(f"{server.url}/ws/model-evals{path}", params=query, timeout=60)

        yield get


def test_confusion_matrix_is_written_as_the_contract_writes_it(ask):
    answer = ask(f"/{EVAL_ID}/confusion-matrix")
    assert answer.text == (
        '{"split":"test","confidenceThreshold":0.2,"classes":["Car-rims","background","note"],'
        '"matrix":[[2,0,1],[7,0,0],[0,0,0]]}'
    )
    assert answer.headers["content-type"] == "application/json"


def test_image_predictions_are_written_as_the_contract_writes_them(ask):
    assert ask(f"/{EVAL_ID}/image-predictions", split="test", limit=1).text == (
        '{"split":"test","confidenceThreshold":0.2,"totalImages":2,"offset":0,"limit":1,"images":['
        '{"imageId":"1QKLCUsfAzFiCIb6YCJj","imageName":"abc.jpg","split":"test","augmentations":0,'
        '"cluster":{"id":4,"embedding2D":[7.494518280029297,-5.143994331359863]},'
        '"stats":{"truePositives":2,"falsePositives":7,"falseNegatives":0,'
        '"precision":0.222,"recall":1.0,"f1":0.364},"confusion":[[0,0,2],[1,0,7]]}]}'
    )


def test_image_without_embedding_and_cluster_has_a_null_cluster(ask):
    (image,) = ask(f"/{EVAL_ID}/image-predictions", split="train").json()["images"]
    assert image["cluster"] is None


def test_image_predictions_default_to_all_splits_and_200_records(ask):
    page = ask(f"/{EVAL_ID}/image-predictions").json()
    assert (page["split"], page["limit"], page["offset"], page["totalImages"]) == ("all", 200, 0, 3)


def test_confusion_matrix_of_all_is_the_sum_over_the_splits(ask):
    assert ask(f"/{EVAL_ID}/confusion-matrix", split="all").json()["matrix"] == [[2, 0, 1], [7, 0, 0], [0, 3, 0]]


def test_limit_is_capped_at_1000_and_echoed(ask):
    assert ask(f"/{EVAL_ID}/image-predictions", limit=5000).json()["limit"] == 1000


def test_offset_beyond_the_end_gives_an_empty_page(ask):
    page = ask(f"/{EVAL_ID}/image-predictions", offset=99).json()
    assert (page["images"], page["totalImages"]) == ([], 3)


def test_another_stored_threshold_gives_other_stats(ask):
    page = ask(f"/{EVAL_ID}/image-predictions", confidence=37, split="test").json()
    assert page["confidenceThreshold"] == 0.37


@pytest.mark.parametrize("panel", ["confusion-matrix", "image-predictions"])
def test_threshold_that_is_not_materialised_is_not_found(ask, panel):
    answer = ask(f"/{EVAL_ID}/{panel}", confidence=38)
    assert (answer.status_code, answer.json()["error"]) == (404, "report_not_found")


@pytest.mark.parametrize("panel", ["confusion-matrix", "image-predictions"])
@pytest.mark.parametrize("confidence", ["101", "-1", "20.5", "0.2", "twenty", ""])
def test_confidence_outside_0_to_100_is_refused(ask, panel, confidence):
    answer = ask(f"/{EVAL_ID}/{panel}", confidence=confidence)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_confidence")


@pytest.mark.parametrize("panel", ["confusion-matrix", "image-predictions"])
def test_unknown_split_is_refused(ask, panel):
    answer = ask(f"/{EVAL_ID}/{panel}", split="holdout")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_split")


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": "many"}, {"offset": -1}])
def test_senseless_paging_is_refused(ask, query):
    assert ask(f"/{EVAL_ID}/image-predictions", **query).status_code == 400


def test_unknown_evaluation_is_not_found(ask):
    answer = ask("/nobody")
    assert (answer.status_code, answer.json()["error"]) == (404, "model_eval_not_found")


def test_unfinished_evaluation_has_an_entry_but_no_panels(ask):
    assert "summary" not in ask("/running").json()
    answer = ask("/running/confusion-matrix")
    assert (answer.status_code, answer.json()["error"]) == (409, "model_eval_not_done")


def test_unknown_path_says_that_it_does_not_exist(ask):
    answer = ask(f"/{EVAL_ID}/nothing")
    assert answer.status_code == 404
    assert "does not exist" in answer.json()["message"]


def test_get_has_the_fields_of_the_contract_in_order(ask):
    entry = json.loads(ask(f"/{EVAL_ID}").text)
    assert list(entry) == ["evalId", "status", "project", "versionId", "modelId", "createdAt", "summary"]
    assert (entry["evalId"], entry["status"], entry["project"], entry["versionId"]) == (EVAL_ID, "done", "rims", "1")


def test_list_filters_by_status_and_leaves_summaries_out(ask):
    everything = ask("").json()["evals"]
    assert {entry["evalId"] for entry in everything} == {EVAL_ID, "running"}
    assert not any("summary" in entry for entry in everything)
    assert [entry["evalId"] for entry in ask("", status="running").json()["evals"]] == ["running"]


@pytest.mark.parametrize("alias", ["version", "versionId"])
def test_list_filters_by_version_under_both_names(ask, alias):
    assert [entry["evalId"] for entry in ask("", **{alias: "2"}).json()["evals"]] == ["running"]


def test_list_refuses_two_filters_at_once(ask):
    answer = ask("", project="rims", version="1")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_filter_combination")


def test_key_is_asked_for_and_taken_as_header_or_query():
    with serve(small(), api_key="s3cret") as server:
        address = f"{server.url}/local/model-evals"
        assert requests.get(address, timeout=60).status_code == 401
        assert requests.get(address, params={"api_key": "wrong"}, timeout=60).json()["error"] == "unauthenticated"
        assert requests.get(address, params={"api_key": "s3cret"}, timeout=60).status_code == 200
        assert requests.get(address, headers={"Authorization": "Bearer s3cret"}, timeout=60).status_code == 200


@pytest.mark.parametrize(
    ("panel", "name"),
    [("", "limit"), ("", "status"), ("/image-predictions", "offset"), ("/confusion-matrix", "split")],
)
def test_parameter_that_is_given_twice_is_refused(ask, panel, name):
    path = f"/{EVAL_ID}{panel}" if panel else ""
    answer = ask(f"{path}?{name}=1&{name}=2")
    assert (answer.status_code, answer.json()["error"]) == (400, f"invalid_{name}")
