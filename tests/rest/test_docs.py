"""What docs/roboflow.md and docs/server.md say: their code runs, and their limits and names are those of the code."""

from __future__ import annotations

import inspect
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import requests
import roboflow
from roboflow.adapters import rfapi

import evallens
from evallens import errors
from evallens.cli.parser import parser
from evallens.contract.limits import MAX_LIST
from evallens.rest.finding import POLL
from evallens.rest.http import breaker, downloads
from evallens.rest.http.auth import SECRET_LENGTH
from evallens.rest.http.cache import CAP, MOST
from evallens.rest.http.retry import RetryPolicy
from evallens.rest.http.session import WORKERS
from evallens.server.auth import IMAGE_READ, MODEL_EVAL_READ
from evallens.server.connections import HEAD_SECONDS, MOST_WAITING
from tests.rest.service import EVAL_ID, KEY, Service, record, running
from tests.server.evaluations import small

ROOT = Path(__file__).parents[2]
WORDS = {3: "three", 5: "five", 8: "eight", 10: "ten"}


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page(name), re.DOTALL | re.MULTILINE)


class Roboflow(Service):
    """The service as the page and the SDK see it: an evaluation, its project, and jobs."""

    def answer(self, request):
        answer = super().answer(request)
        names = {"name": "rims", "id": "my-workspace/rims", "annotation": "rim", "type": "object-detection"}
        numbers = {"images": 5, "unannotated": 0, "created": 0, "updated": 0, "public": False}
        project: dict[str, Any] = {**names, **numbers, "classes": {}, "colors": {}, "splits": {}}
        others = {
            "/": {"workspace": "my-workspace"},
            "/my-workspace": {"workspace": {"name": "Mine", "url": "my-workspace", "projects": [project]}},
            "/my-workspace/rims": {"project": project},
            "/my-workspace/rims/annotation-jobs/reassign-images": {"job": {"id": "job"}},
        }
        return others.get(request.path, answer)


@pytest.fixture
def service(monkeypatch):
    info = {
        "evalId": EVAL_ID,
        "status": "done",
        "project": "rims",
        "versionId": "4",
        "createdAt": "2026-01-01T00:00:00Z",
    }
    with running(Roboflow(classes=["rim", "wheel", "background"], info=info)) as started:
        monkeypatch.setenv("API_URL", started.url)
        monkeypatch.setenv("ROBOFLOW_API_KEY", KEY)
        for module in (roboflow, rfapi):
            monkeypatch.setattr(module, "API_URL", started.url)
        yield started


def run(name: str) -> dict:
    namespace: dict = {}
    for block in blocks(name, "python"):
        exec(compile(block, name, "exec"), namespace)  # noqa: S102 - the page's own code
    return namespace


def test_code_about_roboflow_runs_and_what_is_selected_arrives_at_the_jobs(service):
    service.records.append(record(9, confusion=[[0, 1, 1]]))
    assert run("roboflow.md")["lens"].selected.ids == ["id9"]
    (sent,) = [json.loads(one.body) for one in service.asked if one.panel == "reassign-images"]
    assert sent == {"imageIds": ["id9"], "labelerEmail": "someone@example.com"}


def test_the_other_call_of_the_page_takes_what_is_selected():
    assert "project.add_annotation_job_images(job_id, lens.selected.ids)" in page("roboflow.md")
    assert list(inspect.signature(roboflow.Project.add_annotation_job_images).parameters) == [
        "self",
        "job_id",
        "image_ids",
    ]


def test_code_about_serving_runs():
    again = run("server.md")["again"]
    assert again.image_count == evallens.demo().image_count


@pytest.mark.parametrize("name", ["roboflow.md", "server.md"])
def test_commands_of_the_page_are_commands(name):
    lines = [line for block in blocks(name, "console") for line in block.splitlines()]
    lines += re.findall(r"`(evallens [^`]*)`", page(name))
    given = [shlex.split(line.removeprefix("$ ")) for line in lines]
    named = [words[1:] for words in given if words[0] == "evallens" and words[1:] != ["serve"]]
    assert named
    for words in named:
        parser().parse_args(words)


POLICY = RetryPolicy()
LIMITS = {
    "roboflow.md": [
        f"The service lists {MAX_LIST} evaluations at most",
        f"asks every {WORDS[POLL]} seconds",
        f"429 and 5xx are tried {WORDS[POLICY.attempts]} times in all",
        f"a lost connection {WORDS[POLICY.reconnects]} times",
        f"One answer has {POLICY.whole:.0f} seconds",
        f"a key of fewer than {SECRET_LENGTH} characters could be a word",
        f"about {CAP >> 30} GiB and {MOST:,} entries",
        f"{WORDS[WORKERS]} at a time at most",
        f"at most {downloads.SIZE_LIMIT >> 20} MB and {downloads.PIXEL_LIMIT // 10**6} megapixels",
        f"cannot be reached {WORDS[breaker.FAILURES]} times in a row is left alone for {breaker.PAUSE} seconds",
    ],
    "server.md": [
        f"`{MODEL_EVAL_READ}` and `{IMAGE_READ}`",
        f"has {WORDS[int(HEAD_SECONDS)]} seconds to arrive, and at most {MOST_WAITING} connections",
    ],
}


@pytest.mark.parametrize(("name", "sentence"), [(name, one) for name, said in LIMITS.items() for one in said])
def test_limit_that_the_page_names_is_that_of_the_code(name, sentence):
    assert sentence in " ".join(page(name).split())


@pytest.mark.parametrize("name", ["roboflow.md", "server.md"])
def test_variables_that_the_page_names_are_read(name):
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "evallens").rglob("*.py"))
    named = set(re.findall(r"`([A-Z][A-Z]*(?:_[A-Z]+)+)`", page(name)))
    assert named
    assert {variable for variable in named if f'"{variable}"' not in source} == set()


def test_errors_that_the_page_names_are_errors_of_a_service():
    rows = re.findall(r"^\| (`\w+Error`.*?) \|", page("roboflow.md"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"\w+Error", row)]
    assert len(named) >= 9
    assert [name for name in named if not issubclass(getattr(errors, name), errors.ServiceError)] == []


def test_defaults_that_the_pages_name_are_those_of_the_code():
    opened = inspect.signature(evallens.rest.open_evaluation).parameters
    assert opened["timeout"].default == POLICY.whole
    assert opened["wait"].default is False
    served = inspect.signature(evallens.serve).parameters
    assert served["host"].default == "127.0.0.1"


def test_timeout_of_the_page_is_taken_by_open_and_by_the_command(service):
    assert "`open(..., timeout=60)` and `--timeout 60`" in " ".join(page("roboflow.md").split())
    assert evallens.open(f"my-workspace/{EVAL_ID}", timeout=60).image_count == 5
    assert parser().parse_args(["info", "a/b", "--timeout", "60"]).timeout == 60


def test_server_has_every_panel_that_the_page_names():
    with evallens.serve(small()) as server:
        paths = requests.get(f"{server.url}/openapi.json", timeout=10).json()["paths"]
    said = page("server.md").split("## What it answers")[1].split("Defaults")[0]
    named = re.findall(r"`([a-z]+(?:-[a-z]+)+|recommendations)`", said)
    assert len(named) >= 7
    assert [panel for panel in named if not any(path.endswith(panel) for path in paths)] == []
