"""Which evaluation is opened: by id, as the newest of a version, by its address in the app, or from the SDK."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from roboflow.core.model_eval import ModelEval

import evallens
from evallens.errors import EvaluationNotFoundError, InputError, NotFinishedError
from evallens.rest.client import Client
from evallens.rest.finding import POLL
from evallens.server import ServedEvaluation, serve
from tests.rest.service import EVAL_ID, KEY, FakeClock, Service, running
from tests.server.evaluations import small


def served(eval_id: str, day: int, **changes) -> ServedEvaluation:
    defaults: dict[str, Any] = {"evaluation": small(), "version": "4", "created_at": datetime(2026, 1, day, tzinfo=UTC)}
    return ServedEvaluation(eval_id=eval_id, workspace="ws", project="rims", **defaults | changes)


@pytest.fixture(scope="module")
def server():
    evaluations = [
        served("older", 1),
        served("newest", 3),
        served("running", 5, status="running", evaluation=None),
        served("failed", 6, status="failed", evaluation=None),
        served("other", 9, version="5"),
    ]
    with serve(*evaluations, api_key=KEY) as running_server:
        yield running_server


def opened(source, server, **options):
    return evallens.open(source, api_url=server.url, progress=None, **{"api_key": KEY, **options})


def id_of(evaluation) -> str:
    return evaluation.panels.eval_id


def test_newest_finished_evaluation_of_a_version_is_opened(server):
    assert id_of(opened("ws/rims/4", server)) == "newest"


def test_address_of_the_app_is_opened(server):
    for tail in ("", "?tab=1", "/", "#x"):
        assert id_of(opened(f"https://app.roboflow.com/ws/rims/evaluation/4{tail}", server)) == "newest"


def test_evaluation_of_the_sdk_is_opened_with_its_key(server):
    found = ModelEval(KEY, "ws", "older")
    assert id_of(evallens.open(found, api_url=server.url, progress=None)) == "older"


def test_version_without_a_finished_evaluation_says_so(server):
    with pytest.raises(EvaluationNotFoundError, match="No finished evaluation of version 7 of 'rims'"):
        opened("ws/rims/7", server)


def test_what_only_looks_like_an_evaluation_of_the_sdk_is_refused():
    with pytest.raises(InputError, match="does not know its workspace"):
        evallens.open(type("ModelEval", (), {})())


class Terminal(io.StringIO):
    """What a terminal would show."""

    def isatty(self):
        return True


class Hours(FakeClock):
    """Every wait brings the evaluation a step forward."""

    def __init__(self, service: Service, states: list[str]) -> None:
        super().__init__()
        self.service, self.states = service, states

    def wait(self, seconds, cancelled):
        super().wait(seconds, cancelled)
        self.service.info = self.service.info | {"status": self.states.pop(0)}


def wait_for(service: Service, clock: Hours, progress=None):
    with Client("ws", api_key=KEY, api_url=service.url, clock=clock) as client:
        return evallens.open(f"ws/{EVAL_ID}", client=client, wait=True, progress=progress)


def test_running_evaluation_is_waited_for():
    with running(Service(info={"evalId": EVAL_ID, "status": "running"})) as service:
        clock = Hours(service, ["running", "done"])
        assert len(wait_for(service, clock).images()) == 5
    assert clock.waits == [POLL, POLL]


def test_waiting_shows_a_bar_of_its_own(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with running(Service(info={"evalId": EVAL_ID, "status": "running"})) as service:
        wait_for(service, Hours(service, ["running", "running", "done"]), progress="bar")
    assert f"Waiting for {EVAL_ID}: 0 s" in terminal.getvalue()
    assert f"Waiting for {EVAL_ID}: {2 * POLL} s" in terminal.getvalue()


def test_running_evaluation_is_not_waited_for_unless_asked():
    with (
        running(Service(info={"evalId": EVAL_ID, "status": "running"})) as service,
        pytest.raises(NotFinishedError, match="wait=True"),
    ):
        evallens.open(f"ws/{EVAL_ID}", api_key=KEY, api_url=service.url)


def test_evaluation_that_fails_while_it_is_waited_for_is_reported():
    with (
        running(Service(info={"evalId": EVAL_ID, "status": "running"})) as service,
        pytest.raises(NotFinishedError, match="failed"),
    ):
        wait_for(service, Hours(service, ["failed"]))


def test_waiting_can_be_given_up():
    def give_up(done, total):
        raise KeyboardInterrupt

    with running(Service(info={"evalId": EVAL_ID, "status": "running"})) as service, pytest.raises(KeyboardInterrupt):
        wait_for(service, Hours(service, []), give_up)
