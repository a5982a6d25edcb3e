"""docs/gate.md: its commands, its code and the jobs that it shows are run, and print what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest
import yaml

import evallens
from evallens.cli.parser import parser
from evallens.comparison.gate.markdown import MARK
from evallens.comparison.gate.rules import KEYS, METRICS

PAGE = (Path(__file__).parents[2] / "docs" / "gate.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """What the page speaks of: rules, truth, predictions and the model before."""
    (toml,) = blocks("toml")
    (tmp_path / "check.toml").write_text(toml, "utf-8")
    names = [f"{i}.png" for i in range(30)]
    boxes = [{"image_id": i, "category_id": 1, "bbox": [2, 2, 9, 9]} for i in range(30)]
    truth = {
        "images": [{"id": i, "file_name": name, "width": 20, "height": 20} for i, name in enumerate(names)],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [box | {"id": i} for i, box in enumerate(boxes)],
    }
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    found = [box | {"score": 0.8} for box in boxes]
    # The new model finds less than the one before.
    (tmp_path / "predictions.json").write_text(json.dumps(found[:20]))
    evallens.evaluate(truth, found, embeddings=False).save(tmp_path / "main.evallens")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shell(folder) -> Any:
    """Runs a line of a shell in which `evallens` is this one, `pip` does nothing and `gh` keeps what it was given."""
    programs = folder / "bin"
    programs.mkdir()
    for name, line in (
        ("evallens", f'exec "{sys.executable}" -m evallens "$@"'),
        ("pip", "exit 0"),
        ("gh", f'printf "%s\\n" "$@" > "{folder}/gh.txt"'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)

    def run(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", **variables}
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return run


def test_the_command_prints_what_the_page_says(shell):
    (console,) = blocks("console")
    command, *rest = console.splitlines()
    found = shell(command.removeprefix("$ "))
    assert (found.returncode, rest[-1]) == (1, "1")
    said = [line for line in rest[:-2] if line != "..."]
    printed = found.stdout.splitlines()
    assert [line for line in said if line not in printed] == []
    assert printed[-1] == said[-1]


def test_commands_within_the_text_are_commands(shell):
    said = shell("evallens compare demo demo-v2 --out both.evallens; evallens check both.evallens --rules check.toml")
    assert said.returncode == 1
    assert shell("evallens check both.evallens --rules check.toml --accept no-area image-in-one").returncode == 1
    assert shell("evallens check both.evallens --rules check.toml --accept few-images --confidence 40 55").returncode


def test_the_options_of_the_page_are_options():
    known = {"--edit-last", "--create-if-none", "--body-file", "--fail", "--silent", "--show-error", "--header"}
    commands: Any = next(one.choices for one in parser()._actions if one.choices)
    for name in ("check", "compare", "evaluate"):
        known |= set(re.findall(r"--[a-z-]+", commands[name].format_help()))
    assert set(re.findall(r"--[a-z-]+[a-z]", PAGE)) - known == {"--data-urlencode"}


def test_the_code_of_the_page_runs(folder):
    namespace: dict[str, Any] = {}
    for block in blocks("python"):
        exec(compile(block, "gate.md", "exec"), namespace)  # noqa: S102 - the page's own code
    namespace["test_the_new_model_may_ship"]()


def test_the_keys_and_metrics_of_the_page_are_those_of_the_rules():
    table = PAGE.split("## Rules")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == KEYS
    (line,) = [line for line in table.splitlines() if line.startswith("| `metric` |")]
    assert set(re.findall(r"`(\w+)`", line)) - {"metric"} == set(METRICS)


def test_the_job_for_github_runs_and_comments(shell, folder):
    job = yaml.safe_load(blocks("yaml")[0])["jobs"]["gate"]
    variables = {"RUN": "https://ci.example/1", "CHANGE": "https://ci.example/pull/7", "GH_TOKEN": "secret"}
    for step in job["steps"]:
        if "run" in step:
            found = shell(step["run"], GITHUB_STEP_SUMMARY=str(folder / "summary.md"), **variables)
            assert found.returncode == (1 if "evallens check" in step["run"] else 0), found.stderr
    uploaded = job["steps"][-1]["with"]["path"].split()
    assert all((folder / name).exists() for name in uploaded if name != "report.html")
    assert (folder / "gh.txt").read_text().split()[:3] == ["pr", "comment", "https://ci.example/pull/7"]
    assert (folder / "summary.md").read_text("utf-8").startswith(MARK)


class Notes(BaseHTTPRequestHandler):
    """GitLab's address for comments on a change."""

    posted: ClassVar[list[tuple[str, str | None, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posted.append((self.path, self.headers["PRIVATE-TOKEN"], parse_qs(body)["body"][0]))
        self.send_response(201)
        self.end_headers()

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gitlab() -> Iterator[str]:
    Notes.posted.clear()
    with HTTPServer(("127.0.0.1", 0), Notes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_job_for_gitlab_runs_and_comments(shell, folder, gitlab):
    job = yaml.safe_load(blocks("yaml")[1])["gate"]
    variables = {
        "CI_API_V4_URL": gitlab, "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "7", "CI_JOB_URL": "https://ci.example/1",
        "COMMENT_TOKEN": "secret",
    }  # fmt: skip
    codes = [shell(line, **variables).returncode for line in job["script"]]
    assert codes == [0, 0, 1]
    found = [shell(line, **variables) for line in job["after_script"]]
    assert [one.returncode for one in found] == [0], found[0].stderr
    ((path, token, body),) = Notes.posted
    assert (path, token) == ("/projects/5/merge_requests/7/notes", "secret")
    assert body.startswith(MARK)
    assert "artifacts/file/report.html" in body
    assert (folder / job["artifacts"]["reports"]["junit"]).exists()
