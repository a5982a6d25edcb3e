"""Roboflow's own SDK and command line, unchanged, against our server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from evallens.server import Key, ServedEvaluation, serve
from tests.server.evaluations import small

KEY = "s3cret"
EVAL_ID = "huUF720inUcymARwqAGK"

with warnings.catch_warnings():
    # What the SDK's own imports warn about is not ours to mend.
    warnings.simplefilter("ignore")
    roboflow = pytest.importorskip("roboflow")
    from roboflow.adapters import rfapi
    from roboflow.cli import app as command_line
    from roboflow.core.model_eval import ModelEval
    from typer.testing import CliRunner


@pytest.fixture(scope="module")
def server():
    offered = [
        ServedEvaluation(evaluation=small(), eval_id=EVAL_ID, workspace="ws", thresholds=[20, 37], model_id="m1"),
        ServedEvaluation(eval_id="running", workspace="ws", status="running", project="rims", version="2"),
    ]
    keys: list[str | Key] = [KEY, Key(value="pictures", scopes=frozenset({"image:read"}))]
    with serve(*offered, api_key=keys) as running, pytest.MonkeyPatch.context() as patch:
        patch.setattr(rfapi, "API_URL", running.url)
        patch.setenv("ROBOFLOW_API_KEY", KEY)
        yield running


@pytest.fixture
def model_eval(server):
    return ModelEval(KEY, "ws", EVAL_ID)


def command(*arguments: str) -> tuple[int, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        got = CliRunner().invoke(command_line, ["--json", "--workspace", "ws", "eval", *arguments])
    return got.exit_code, got.output


def test_entry_is_read_into_its_attributes(model_eval):
    model_eval.refresh()
    assert (model_eval.id, model_eval.status, model_eval.project, model_eval.version_id, model_eval.model_id) == (
        EVAL_ID, "done", "rims", "1", "m1",
    )  # fmt: skip
    assert set(model_eval.summary) == {"mAP", "mIoU", "precision", "recall"}


@pytest.mark.parametrize(
    ("method", "arguments", "keys"),
    [
        ("map_results", {}, {"taskType", "splits"}),
        ("confidence_sweep", {}, {"splits"}),
        ("performance_by_class", {"split": "train"}, {"taskType", "split", "classes"}),
        ("confusion_matrix", {"split": "all", "confidence": 37}, {"split", "confidenceThreshold", "classes", "matrix"}),
        ("vector_analysis", {"confidence": 20}, {"clustering", "preprocessing", "clusters"}),
        (
            "image_predictions",
            {"split": "all", "confidence": 20, "limit": 2, "offset": 1},
            {"split", "confidenceThreshold", "totalImages", "offset", "limit", "images"},
        ),
        ("recommendations", {}, {"generated", "generatedAt", "recommendations"}),
    ],
)
def test_every_panel_method_reads_its_panel(model_eval, method, arguments, keys):
    assert set(getattr(model_eval, method)(**arguments)) == keys


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("get", []),
        ("map-results", []),
        ("confidence-sweep", []),
        ("performance-by-class", ["-s", "test"]),
        ("confusion-matrix", ["-s", "all", "-c", "37"]),
        ("vector-analysis", ["-c", "20"]),
        ("image-predictions", ["-s", "all", "-c", "20", "-n", "2", "-o", "1"]),
        ("recommendations", []),
    ],
)
def test_every_eval_command_prints_json(server, name, options):
    code, output = command(name, EVAL_ID, *options)
    assert code == 0, output
    assert isinstance(json.loads(output), dict)


def test_list_command_finds_both(server):
    code, output = command("list")
    assert code == 0, output
    assert EVAL_ID in output
    assert "running" in output


def test_compare_command_reads_the_models_of_a_version(server):
    code, output = command("compare", "-p", "rims", "-v", "1")
    assert code == 0, output
    assert json.loads(output)["frontierMetric"] == "mAP5095"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((KEY, "ws", "nobody"), rfapi.ModelEvalNotFoundError),
        ((KEY, "ws", "running"), rfapi.ModelEvalNotDoneError),
        (("wrong", "ws", EVAL_ID), rfapi.ModelEvalAccessError),
        (("pictures", "ws", EVAL_ID), rfapi.ModelEvalAccessError),
    ],
)
def test_refusals_are_the_sdks_typed_errors(server, arguments, error):
    with pytest.raises(error):
        ModelEval(*arguments).map_results()


def test_bad_parameters_are_the_sdks_typed_errors(model_eval):
    with pytest.raises(rfapi.InvalidSplitError):
        model_eval.performance_by_class(split="all")
    with pytest.raises(rfapi.InvalidConfidenceError):
        model_eval.confusion_matrix(confidence=101)
    with pytest.raises(rfapi.ModelEvalNotFoundError):
        model_eval.confusion_matrix(confidence=38)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("get", "nobody"), 3), (("map-results", "running"), 4), (("performance-by-class", EVAL_ID, "-s", "all"), 5)],
)
def test_commands_end_with_the_exit_code_of_their_error(server, arguments, code):
    assert command(*arguments)[0] == code


def test_handshake_of_the_sdk_finds_the_workspace(server, monkeypatch):
    import roboflow as sdk

    for module in (sdk, sdk.core.workspace):
        if hasattr(module, "API_URL"):
            monkeypatch.setattr(module, "API_URL", server.url)
    workspace = sdk.Roboflow(api_key=KEY).workspace()
    assert workspace.url == "ws"
    assert {one.id for one in workspace.evals()} == {EVAL_ID, "running"}
    assert workspace.eval(EVAL_ID).confusion_matrix()["classes"] == ["Car-rims", "background", "note"]


def test_command_in_a_process_of_its_own_is_led_here_by_api_url(server, tmp_path):
    command_file = Path(sys.executable).with_name("roboflow")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "API_URL": server.url,
        "ROBOFLOW_API_KEY": KEY,
    }
    got = subprocess.run(
        [str(command_file), "--json", "--workspace", "ws", "eval", "list"],
        capture_output=True,
        env=environment,
        check=False,
        timeout=120,
    )
    assert got.returncode == 0, got.stderr
    assert EVAL_ID.encode() in got.stdout
