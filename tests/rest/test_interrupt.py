"""Ctrl-C stops a load at once, however many answers are still awaited."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from evallens.rest.http.retry import CancelledError
from tests.rest.service import EVAL_ID, KEY, FakeClock, Reply, Service, open_from, record, running

PROGRAM = """
import sys
from evallens.rest import Client, open_evaluation
with Client("ws", api_key=sys.argv[2], api_url=sys.argv[1]) as client:
    open_evaluation("ws", sys.argv[3], client=client, progress=None)
"""


def test_interrupt_ends_the_process_while_pages_are_awaited():
    stalled, release = threading.Event(), threading.Event()

    def spoil(request, answer):
        if request.panel == "image-predictions" and request.query["offset"] != "0":
            stalled.set()
            release.wait(60)
        return answer

    service = Service(records=[record(i) for i in range(50)], page_size=5, spoil=spoil)
    with running(service):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, service.url, KEY, EVAL_ID],
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONWARNINGS": "default"},
        )
        try:
            assert stalled.wait(60)
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, written = process.communicate(timeout=60)
        finally:
            release.set()
            process.kill()
    assert b"KeyboardInterrupt" in written
    assert KEY.encode() not in written
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("panel", ["confusion-matrix", "image-predictions"])
def test_a_report_that_nobody_wants_any_more_is_not_waited_for(panel):
    cancelled = threading.Event()
    is_down = False

    class Clock(FakeClock):
        def wait(self, seconds, cancelled):
            super().wait(seconds, cancelled)
            cancelled.set()

    def spoil(request, answer):
        return Reply(b"", 503) if is_down and request.panel == panel else answer

    with running(Service(spoil=spoil)) as service:
        evaluation = open_from(service, clock=Clock())
        is_down = True
        service.asked.clear()
        with pytest.raises(CancelledError):
            evaluation.report("test", 37, cancelled=cancelled)
        assert cancelled.is_set()
        assert [request.panel for request in service.asked].count(panel) == 1
