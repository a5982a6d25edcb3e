"""A Lens that is closed lets go: what is under way is given up, and nothing is sent any more."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import comm
import pytest

import evallens
from evallens.errors import SupersededError
from evallens.lens.wire.plain import plain
from evallens.lens.wire.said import Reported
from evallens.lens.worker import Worker
from evallens.stopping import stoppable
from tests.lens.stored import Reports, evaluation


@pytest.fixture
def source():
    return Reports()


@pytest.fixture
def lens(source):
    return evallens.Lens(evaluation(source))


@pytest.fixture
def sent(monkeypatch):
    """The state of every message to the browser."""
    messages = []

    def publish(_self, _kind, data=None, metadata=None, buffers=None, **_keys):
        if data and "state" in data:
            messages.append(data["state"])

    monkeypatch.setattr(comm.DummyComm, "publish_msg", publish)
    return messages


def test_a_fetch_under_way_is_given_up_and_nothing_is_published(lens, source, sent):
    shown, before = lens.header, lens.evaluation
    source.gate.clear()
    lens.set_state({"confidence": 37})
    assert source.arrived.acquire(timeout=60)
    lens.close()
    assert source.cancelled.is_set()
    sent.clear()
    source.gate.set()
    assert lens.wait(60)
    assert sent == []
    assert (lens.evaluation, lens.header, lens.confidence) == (before, shown, 20)


@pytest.mark.parametrize("confidence", [37, 41])
def test_a_source_that_tells_nobody_how_far_it_is_publishes_nothing_either(lens, source, confidence):
    source.is_silent = True
    source.gate.clear()
    lens.set_state({"confidence": confidence})
    assert source.arrived.acquire(timeout=60)
    before, status = lens.evaluation, lens.status
    lens.close()
    source.gate.set()
    assert lens.wait(60)
    assert (lens.evaluation, lens.status, lens.confidence) == (before, status, 20)


def test_a_closed_lens_asks_for_nothing_more(lens, source):
    lens.close()
    lens.set_state({"confidence": 37})
    assert lens.wait(0)
    assert source.asked == []


def test_a_closed_lens_still_answers_python(lens, source):
    lens.close()
    lens.close()
    lens.confidence = 37
    assert source.asked == [("test", 37)]
    assert lens.evaluation.covers("test", 37)
    assert len(lens.selected) == 2


def test_no_further_panel_of_a_service_is_asked_for(monkeypatch):
    monkeypatch.setattr("evallens.lens.loader._FIRST_TIMEOUT", 0)
    asked, arrived, gate = [], threading.Event(), threading.Event()

    class Panels:
        page = None

        def __getattr__(self, name):
            def ask():
                asked.append(name)
                arrived.set()
                assert gate.wait(60)

            return ask

    lens = evallens.Lens(replace(evaluation(Reports()), panels=Panels()))
    assert arrived.wait(60)
    lens.close()
    gate.set()
    assert lens.wait(60)
    assert asked == ["recommendations"]
    assert lens.reported == plain(Reported())


def test_a_lens_that_was_refused_can_be_closed():
    refused = []

    class Kept(evallens.Lens):
        def __init__(self, given):
            refused.append(self)
            super().__init__(given)

    with pytest.raises(evallens.errors.InputError):
        Kept("demo")
    refused.pop().close()


def test_a_stopped_worker_ends_its_run_and_begins_none():
    runs, arrived, gate = [], threading.Event(), threading.Event()

    def job():
        runs.append(worker.cancelled)
        arrived.set()
        assert gate.wait(60)

    worker = Worker(job, lambda error: None)
    worker.wake()
    assert arrived.wait(60)
    worker.wake()
    worker.stop()
    gate.set()
    assert worker.wait(60)
    worker.wake()
    assert [cancelled.is_set() for cancelled in runs] == [True]


@pytest.mark.parametrize("end", ["wake", "stop"])
def test_what_a_job_asks_of_an_engine_ends_when_it_is_not_wanted_any_more(end):
    runs, interrupted = threading.Event(), threading.Event()
    told: list[Exception] = []
    done: list[int] = []

    def job():
        done.append(1)
        if len(done) > 1:
            return
        with suppress(SupersededError), stoppable(interrupted.set):
            runs.set()
            assert interrupted.wait(60)

    worker = Worker(job, told.append)
    worker.wake()
    assert runs.wait(60)
    getattr(worker, end)()
    assert worker.wait(60)
    assert interrupted.is_set()
    assert told == []
    assert len(done) == (2 if end == "wake" else 1)
