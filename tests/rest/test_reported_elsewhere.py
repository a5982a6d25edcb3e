"""Faults that users of other clients reported in public, each tried on this one; the address is that of the report."""

from __future__ import annotations

import gzip
import json
import time
import traceback

import pytest

from evallens.errors import AuthenticationError, EvalLensError, RateLimitError, ResponseError, UnreachableError
from evallens.rest import Client, open_evaluation
from evallens.rest.http.retry import RetryPolicy
from evallens.rest.pictures import RestPictures
from tests.rest.service import EVAL_ID, KEY, FakeClock, Reply, Service, opened, record, running
from tests.rest.sockets import drip, listening, say
from tests.rest.test_pictures import Album, ref
from tests.told import told


def asked_of(answer: bytes) -> EvalLensError:
    """The error that bytes of a server end in."""
    with (
        listening(say(answer)) as place,
        Client("ws", api_key=KEY, api_url=f"http://{place}", clock=FakeClock()) as client,
        pytest.raises(EvalLensError) as caught,
    ):
        client.evaluation(EVAL_ID)
    return caught.value


def test_service_that_takes_the_connection_and_says_nothing_ends_in_time():
    """https://github.com/roboflow/inference/pull/2702."""
    begun = time.monotonic()
    with listening(drip(b"", b"")) as place, pytest.raises(UnreachableError):
        open_evaluation("ws", EVAL_ID, api_key=KEY, api_url=f"http://{place}", timeout=0.5)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_key_is_in_no_traceback_of_an_answer_that_repeats_it(status):
    """https://github.com/MehdiZare/fmp-data/issues/94."""
    service = Service(spoil=lambda request, answer: Reply({"message": f"bad key {KEY}"}, status))
    with pytest.raises(EvalLensError) as caught:
        opened(service)
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_server_on_this_machine_is_reached_in_spite_of_a_proxy(variable, monkeypatch):
    """https://github.com/CommonstackAI/UncommonRoute/issues/5."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert opened(Service()).image_count == 5


def test_list_that_ends_before_its_total_ends_in_a_notice():
    """https://github.com/Semantics3/semantics3-python/issues/17."""
    service = Service(page_size=2)
    service.spoil = lambda request, answer: (
        answer | {"totalImages": 7} if request.panel == "image-predictions" else answer
    )
    assert any("7" in notice for notice in told(opened(service)))


def test_last_page_that_is_sent_again_and_again_is_no_endless_list():
    """https://github.com/aces/cbrain/issues/1446."""
    service = Service(records=[record(number) for number in range(4)], page_size=2)

    def last(request, answer):
        if request.panel != "image-predictions":
            return answer
        start = int(request.query.get("offset", 0))
        return answer | {"totalImages": 9} | ({"images": service.records[2:]} if start >= 4 else {})

    service.spoil = last
    with pytest.raises(ResponseError):
        opened(service)
    assert len(service.asked) < 60


def test_server_that_knows_no_pages_is_read_once():
    """https://github.com/topoteretes/cognee/pull/5002."""
    service = Service()
    service.spoil = lambda request, answer: (
        answer | {"images": service.records, "offset": 0} if request.panel == "image-predictions" else answer
    )
    assert opened(service).image_count == 5


@pytest.mark.parametrize("status", [404, 410])
def test_picture_that_was_deleted_is_the_only_one_missing(status):
    """https://github.com/clowder-framework/clowder/issues/277."""

    def spoil(request, answer):
        return Reply(b"<html>", status) if "id2" in request.path else answer

    with running(Album(spoil=spoil)) as service, Client("ws", api_key=KEY, api_url=service.url) as client:
        found = list(RestPictures(client, "pets").thumbnails([ref(number) for number in range(4)]))
    assert [picture is None for picture in found] == [False, False, True, False]


def test_page_of_a_gateway_in_place_of_json_is_told_by_its_status():
    """https://github.com/fireblocks/fireblocks-sdk-py/issues/60."""
    service = Service(spoil=lambda request, answer: Reply(b"<html>Not here</html>", 404))
    with pytest.raises(ResponseError, match="does not offer this address"):
        opened(service)


def test_key_does_not_follow_a_redirect_to_another_host():
    """https://github.com/semantica-agi/semantica/issues/947."""
    with running(Service()) as other:
        service = Service(spoil=lambda request, answer: Reply(b"", 302, {"Location": f"{other.url}{request.path}"}))
        with pytest.raises(ResponseError, match="not followed"):
            opened(service)
        assert other.asked == []


@pytest.mark.parametrize(("given", "words"), [("999999", "999999 seconds"), ("1e400", "Too many"), ("nan", "Too many")])
def test_pause_that_a_service_asks_for_is_bounded_and_none_is_left_out(given, words):
    """https://github.com/shashankswe2020-ux/whoop-mcp/issues/17."""
    clock = FakeClock()
    with pytest.raises(RateLimitError, match=words):
        opened(Service(spoil=lambda request, answer: Reply(b"", 429, {"Retry-After": given})), clock=clock)
    assert all(0.5 <= pause <= 60 for pause in clock.waits)


@pytest.mark.parametrize("given", ["-5", "0", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_pause_that_has_passed_is_no_leave_to_ask_at_once(given):
    """https://github.com/matrix-org/matrix-spec-proposals/pull/4041."""
    clock = FakeClock()
    service = Service(
        spoil=lambda request, answer: Reply(b"", 429, {"Retry-After": given}) if len(service.asked) == 1 else answer
    )
    opened(service, clock=clock)
    assert clock.waits
    assert all(pause >= 0.5 for pause in clock.waits)


def test_line_end_after_a_key_is_no_part_of_it():
    """https://github.com/ashleykleynhans/civitai-downloader/issues/5."""
    service = Service(
        spoil=lambda request, answer: answer if request.headers["Authorization"] == f"Bearer {KEY}" else Reply(b"", 401)
    )
    with running(service):
        assert open_evaluation("ws", EVAL_ID, api_key=f"{KEY}\n", api_url=service.url, progress=None).image_count == 5
        with pytest.raises(AuthenticationError):
            open_evaluation("ws", EVAL_ID, api_key="other", api_url=service.url, progress=None)


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
def test_answer_that_is_not_packed_as_it_says_is_told_so_and_not_taken_for_a_lost_connection(kind):
    """https://github.com/Hebbian-Robotics/hflow/issues/301."""
    body = json.dumps({"evalId": EVAL_ID}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    error = asked_of(head.encode() + body)
    assert isinstance(error, ResponseError)
    assert "Content-Encoding" in str(error)


def test_answer_whose_packing_breaks_off_is_told_in_words():
    """https://github.com/Hebbian-Robotics/hflow/pull/326."""
    body = gzip.compress(json.dumps({"evalId": EVAL_ID}).encode())[:20]
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    assert isinstance(asked_of(head.encode() + body), ResponseError)


def test_what_is_no_http_is_not_only_called_a_lost_connection():
    """https://github.com/roboflow/roboflow-python/issues/104."""
    with (
        listening(say(b"220 mail.example.com ESMTP\r\n")) as place,
        Client("ws", api_key=KEY, api_url=f"http://{place}", retry=RetryPolicy(reconnects=1)) as client,
        pytest.raises(UnreachableError, match="no HTTP"),
    ):
        client.evaluation(EVAL_ID)
