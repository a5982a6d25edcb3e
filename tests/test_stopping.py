"""Ending an answer from another thread, with an engine that runs until it is ended."""

from __future__ import annotations

import threading

import pytest

from evallens.errors import SupersededError
from evallens.stopping import Stop, stoppable


class Engine:
    """Runs one query, which only an interrupt ends."""

    def __init__(self):
        self.runs = threading.Event()
        self._interrupted = threading.Event()

    def interrupt(self):
        self._interrupted.set()

    def query(self):
        with stoppable(self.interrupt):
            self.runs.set()
            self._interrupted.wait(60)
            raise RuntimeError("interrupted")


def test_a_query_that_runs_is_ended_and_says_that_it_was_given_up():
    engine, stop, told = Engine(), Stop(), []

    def ask():
        with stop.covering(), pytest.raises(SupersededError) as caught:
            engine.query()
        told.append(caught.value.__cause__)

    thread = threading.Thread(target=ask)
    thread.start()
    assert engine.runs.wait(60)
    stop.now()
    thread.join(60)
    assert str(told[0]) == "interrupted"


def test_what_was_stopped_begins_no_other_query_and_a_new_stop_does():
    stop = Stop()
    stop.now()
    with stop.covering(), pytest.raises(SupersededError, match="something else is wanted"), stoppable():
        raise AssertionError("not reached")
    with Stop().covering(), stoppable():
        reached = True
    assert reached


def test_an_engine_that_fails_by_itself_says_what_it_said():
    with Stop().covering(), pytest.raises(RuntimeError, match="out of memory"), stoppable():
        raise RuntimeError("out of memory")


def test_a_query_outside_is_not_ended():
    stop = Stop()
    with stop.covering(), stoppable():
        pass
    stop.now()
    with stoppable():
        reached = True
    assert reached


def test_an_engine_that_cannot_be_interrupted_ends_after_its_query():
    stop = Stop()
    with stop.covering(), pytest.raises(SupersededError), stoppable():
        stop.now()


def test_an_engine_that_forgets_what_came_too_early_is_ended_again():
    times, stop, told = [], Stop(), threading.Event()
    began, ended = threading.Event(), threading.Event()

    def interrupt():
        times.append(1)
        if len(times) == 3:
            ended.set()

    def query():
        with stoppable(interrupt):
            began.set()
            assert ended.wait(60)

    def ask():
        with stop.covering(), pytest.raises(SupersededError):
            query()
        told.set()

    threading.Thread(target=ask).start()
    assert began.wait(60)
    stop.now()
    assert told.wait(60)
