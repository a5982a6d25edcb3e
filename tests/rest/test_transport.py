"""A network that misbehaves: retried where that helps, reported in words where it does not."""

from __future__ import annotations

import socket
import threading

import pytest

from evallens import errors
from evallens.rest import Client, open_evaluation
from evallens.rest.http.retry import RetryPolicy
from tests.rest.service import EVAL_ID, KEY, FakeClock, Reply, Service, break_off, open_from, opened, running

HTML = b"<html><title>502 Bad Gateway</title></html>"


def failing(times: int, reply: Reply, panel: str = "image-predictions") -> Service:
    def spoil(request, answer):
        return reply if request.panel == panel and request.number <= times else answer

    return Service(spoil=spoil)


def asked(service: Service, panel: str = "image-predictions") -> int:
    return sum(1 for request in service.asked if request.panel == panel)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_trouble_is_waited_out_with_growing_jittered_pauses(status):
    clock, service = FakeClock(), failing(4, Reply(HTML, status))
    assert len(opened(service, clock=clock).columns.images) == 5
    assert all(low <= wait <= high for wait, low, high in zip(clock.waits, (0.5, 1, 2, 4), (1, 2, 4, 8), strict=True))


@pytest.mark.parametrize(("status", "kind"), [(429, errors.RateLimitError), (502, errors.ServiceDownError)])
def test_lasting_trouble_is_reported_after_five_tries(status, kind):
    service = failing(99, Reply(HTML, status))
    with pytest.raises(kind) as caught:
        opened(service)
    assert caught.value.status == status
    assert asked(service) == 5


def test_retry_after_in_seconds_is_obeyed():
    clock = FakeClock()
    opened(failing(1, Reply(b"", 429, {"Retry-After": "7"})), clock=clock)
    assert clock.waits == [7.0]


def test_retry_after_as_a_date_is_obeyed():
    clock = FakeClock()  # Its today is 15 January 2027, 08:00:00 UTC.
    opened(failing(1, Reply(b"", 503, {"Retry-After": "Fri, 15 Jan 2027 08:00:30 GMT"})), clock=clock)
    assert clock.waits == [30.0]


def test_retry_after_nonsense_falls_back_to_growing_pauses():
    clock = FakeClock()
    opened(failing(1, Reply(b"", 429, {"Retry-After": "soon"})), clock=clock)
    assert 0.5 <= clock.waits[0] <= 1


def test_retry_after_of_an_hour_is_reported_at_once():
    clock = FakeClock()
    with pytest.raises(errors.RateLimitError, match="come back in 3600 seconds") as caught:
        opened(failing(9, Reply(b"", 429, {"Retry-After": "3600"})), clock=clock)
    assert "minute" not in str(caught.value)
    assert clock.waits == []


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "unauthenticated", errors.AuthenticationError),
        (402, "AccessException", errors.PlanError),
        (403, "forbidden", errors.AccessError),
        (404, "model_eval_not_found", errors.EvaluationNotFoundError),
        (409, "model_eval_not_done", errors.NotFinishedError),
        (409, "EVAL_NOT_DONE", errors.NotFinishedError),
        (423, "billing_paused", errors.PlanError),
        (400, "invalid_split", errors.ServiceError),
    ],
)
def test_refusal_becomes_the_error_of_its_kind(status, code, kind):
    service = failing(9, Reply({"error": code, "message": "So it is."}, status), panel="confusion-matrix")
    with pytest.raises(kind, match=r"So it is\.") as caught:
        opened(service)
    assert (type(caught.value), caught.value.status, caught.value.code) == (kind, status, code)
    assert asked(service, "confusion-matrix") == 1


@pytest.mark.parametrize(
    "body",
    [{"error": "Nothing for you."}, {"error": {"message": "Nothing for you.", "hint": "Ask."}}, HTML, b"\xff", [1]],
)
def test_refusal_in_any_form_seen_is_understood(body):
    with pytest.raises(errors.AccessError, match="HTTP 403"):
        opened(failing(9, Reply(body, 403)))


def test_key_that_is_revoked_half_way_is_reported():
    service = failing(9, Reply({"error": "unauthenticated", "message": "Revoked."}, 401))
    with pytest.raises(errors.AuthenticationError, match="Revoked"):
        opened(service)


def test_threshold_without_report_names_those_that_are_known():
    reply = Reply({"error": "report_not_found", "message": "No."}, 404)
    service = Service(spoil=lambda request, answer: reply if request.query.get("confidence") == "38" else answer)
    with running(service):
        evaluation = open_from(service)
        with pytest.raises(errors.ReportNotStoredError, match=r"No report stored at 38 %\. .*: 20 %"):
            evaluation.fetched("test", 38)


def test_unknown_id_names_those_there_are():
    with (
        running(Service()) as service,
        Client("ws", api_key=KEY, api_url=service.url) as client,
        pytest.raises(errors.EvaluationNotFoundError, match=f"Close to it: {EVAL_ID}"),
    ):
        open_evaluation("ws", EVAL_ID.lower(), client=client, progress=None)


def test_redirect_is_not_followed():
    with running(Service()) as other:
        service = failing(9, Reply(b"", 302, {"Location": other.url}))
        with pytest.raises(errors.ResponseError, match="redirects"):
            opened(service)
        assert other.asked == []


def test_nobody_listening_is_reported_after_three_tries():
    clock, service = FakeClock(), Service()
    with running(service):
        pass
    with pytest.raises(errors.UnreachableError, match=r"Nothing answers at 127\.0\.0\.1"):
        open_from(service, clock=clock)
    assert len(clock.waits) == 2


def test_unknown_host_is_reported(monkeypatch):
    def nobody(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(errors.UnreachableError, match="There is no host of the name"):
        open_from(Service(url="https://nobody.invalid"))


def cut_short(request) -> None:
    """Announce more than is sent, then close politely."""
    request.handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"split": "te')
    request.handler.close_connection = True


@pytest.mark.parametrize("fault", [break_off, cut_short])
def test_connection_lost_in_mid_body_is_tried_again(fault):
    def spoil(request, answer):
        return fault(request) if request.panel == "image-predictions" and request.number <= 2 else answer

    assert len(opened(Service(spoil=spoil)).columns.images) == 5


@pytest.mark.parametrize("fault", [break_off, cut_short])
def test_connection_lost_every_time_is_reported(fault):
    service = Service(spoil=lambda request, answer: fault(request) if "image" in request.panel else answer)
    with pytest.raises(errors.UnreachableError, match="broke off"):
        opened(service)
    assert asked(service) == 3


def test_silence_is_reported_when_the_read_timeout_is_over():
    release = threading.Event()

    def spoil(request, answer):
        return release.wait(60) and None if request.panel == "image-predictions" else answer

    service = Service(spoil=spoil)
    try:
        with pytest.raises(errors.UnreachableError, match="in time"):
            opened(service, retry=RetryPolicy(read=0.1))
    finally:
        release.set()
    assert asked(service) == 1


def test_dripping_bytes_do_not_outlast_the_deadline():
    release = threading.Event()

    def drip(request, answer):
        if request.panel != "image-predictions":
            return answer
        request.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        try:
            while not release.wait(0.01):
                request.handler.wfile.write(b" ")
        except OSError:
            request.handler.close_connection = True

    try:
        with pytest.raises(errors.UnreachableError, match="in time"):
            opened(Service(spoil=drip), retry=RetryPolicy(read=5, whole=0.2))
    finally:
        release.set()
