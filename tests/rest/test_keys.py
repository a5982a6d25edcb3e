"""Where the key comes from, where it goes, and where it never appears."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import sys
import traceback
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

import evallens
from evallens import errors
from evallens.rest import Client
from evallens.rest.http.auth import ApiKey, find_key
from evallens.rest.http.hosts import api_base
from evallens.rest.source import RestSource
from evallens.server import serve
from tests.rest.service import EVAL_ID, KEY, Reply, Service, open_from, opened, running
from tests.server.evaluations import small


def bearer_of(service: Service, **options) -> str | None:
    with running(service), Client("ws", api_url=service.url, **options) as client:
        client.evaluation(EVAL_ID)
    return service.asked[-1].headers.get("Authorization")


@pytest.fixture
def config(monkeypatch, tmp_path):
    def write(content) -> None:
        path = tmp_path / "config.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        monkeypatch.setenv("ROBOFLOW_CONFIG_DIR", str(path))

    return write


ENTRIES: dict[str, Any] = {
    "workspaces": {"a": {"url": "ws", "apiKey": "of-ws"}, "b": {"url": "home", "apiKey": "of-home"}},
    "RF_WORKSPACE": "home",
}


def test_argument_comes_before_environment_and_config_file(monkeypatch, config):
    config(ENTRIES)
    monkeypatch.setenv("ROBOFLOW_API_KEY", "of-environment")
    assert bearer_of(Service(), api_key="given") == "Bearer given"
    assert bearer_of(Service()) == "Bearer of-environment"
    monkeypatch.delenv("ROBOFLOW_API_KEY")
    assert bearer_of(Service()) == "Bearer of-ws"


def test_config_file_falls_back_to_the_default_workspace(config):
    config(ENTRIES | {"workspaces": {"b": ENTRIES["workspaces"]["b"]}})
    assert bearer_of(Service()) == "Bearer of-home"


@pytest.mark.parametrize("content", ["", "no json", "[]", {"workspaces": [1]}, {"workspaces": {"a": 5}}])
def test_config_file_that_makes_no_sense_is_no_key(config, content):
    config(content)
    assert find_key(None, "ws") is None


def test_netrc_does_not_replace_the_key(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else")
    monkeypatch.setenv("NETRC", str(netrc))
    assert bearer_of(Service(), api_key=KEY) == f"Bearer {KEY}"


def test_missing_key_says_where_to_put_one():
    service = Service(spoil=lambda request, answer: Reply({"error": "unauthenticated"}, 401))
    with (
        running(service),
        Client("ws", api_url=service.url) as client,
        pytest.raises(errors.AuthenticationError, match="set ROBOFLOW_API_KEY"),
    ):
        client.evaluation(EVAL_ID)


def test_key_appears_in_no_address_log_repr_or_pickle(caplog):
    with caplog.at_level(logging.DEBUG), running(Service()) as service:
        evaluation = open_from(service)
    assert all(KEY not in str(request.query) + request.path for request in service.asked)
    assert all(request.headers["Authorization"] == f"Bearer {KEY}" for request in service.asked)
    assert KEY not in caplog.text
    assert isinstance(evaluation.source, RestSource)
    assert KEY not in repr(evaluation.source) + repr(vars(evaluation.source.reader.client))
    assert KEY.encode() not in pickle.dumps(evaluation)


def test_pickled_evaluation_wakes_up_and_finds_its_key_again(monkeypatch):
    with running(Service()) as service:
        asleep = pickle.dumps(open_from(service))
        monkeypatch.setenv("ROBOFLOW_API_KEY", "another")
        awake = pickle.loads(asleep)  # noqa: S301 - made two lines above
        assert awake.fetched("test", 37).covers("test", 37)
    assert service.asked[-1].headers["Authorization"] == "Bearer another"


def test_key_repeated_by_the_service_is_blotted_out():
    echo = Reply({"error": "forbidden", "message": f"{KEY} may not"}, 403)
    with pytest.raises(errors.AccessError) as caught:
        opened(Service(spoil=lambda request, answer: echo))
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert "*** may not" in str(caught.value)


def test_key_is_never_pickled_by_itself():
    with pytest.raises(TypeError):
        pickle.dumps(ApiKey(KEY))


@pytest.mark.parametrize(
    ("variables", "base"),
    [
        ({}, "https://api.roboflow.com"),
        ({"ROBOFLOW_REGION": "eu"}, "https://api.roboflow.eu"),
        ({"ROBOFLOW_ENVIRONMENT": "staging"}, "https://api.roboflow.one"),
        ({"ROBOFLOW_REGION": "EU", "ROBOFLOW_ENVIRONMENT": "staging"}, "https://api.roboflow-eu.one"),
        ({"ROBOFLOW_REGION": "moon"}, "https://api.roboflow.com"),
        ({"API_URL": "http://127.0.0.1:9/", "ROBOFLOW_REGION": "eu"}, "http://127.0.0.1:9"),
    ],
)
def test_host_is_the_one_the_sdk_would_ask(monkeypatch, variables, base):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert api_base(None) == base


@pytest.mark.parametrize(
    "url",
    ["ftp://host", "api.roboflow.com", "https://u:p@host", "https://host?api_key=1", "https://[::1", "http://a:b"],
)
def test_api_url_that_is_none_is_refused(url):
    with pytest.raises(errors.InputError):
        Client("ws", api_url=url)


@pytest.mark.parametrize("name", ["", " ", ".", ".."])
def test_workspace_that_would_change_the_path_is_refused(name):
    with pytest.raises(errors.InputError):
        Client(name, api_key=KEY)


def test_names_are_quoted_into_one_segment():
    service = Service()
    with (
        running(service),
        Client("a/b?c", api_key=KEY, api_url=service.url) as client,
        pytest.raises(errors.EvaluationNotFoundError),
    ):
        client.evaluation("x/../y")
    assert service.asked[-1].path == "/a%2Fb%3Fc/model-evals/x%2F..%2Fy"


def test_secret_of_a_colab_notebook_is_a_key(monkeypatch):
    secrets = {"ROBOFLOW_API_KEY": "of-colab"}

    class Userdata(ModuleType):
        def get(self, name):
            return secrets[name]

    colab = ModuleType("google.colab")
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.setattr(colab, "userdata", Userdata("userdata"), raising=False)
    assert bearer_of(Service()) == "Bearer of-colab"
    secrets.clear()  # Neither there nor granted: Colab raises.
    assert find_key(None, "ws") is None


def test_secret_of_a_colab_notebook_that_is_none_is_no_key(monkeypatch):
    colab = ModuleType("google.colab")
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.setattr(colab, "userdata", SimpleNamespace(get=lambda name: None), raising=False)
    assert find_key(None, "ws") is None


def test_config_file_that_is_nested_too_deeply_is_none(config):
    config("[" * 100_000)
    assert find_key(None, "ws") is None


@pytest.mark.parametrize("ask", [evallens.open, evallens.list_evaluations])
def test_no_frame_of_an_error_shows_the_key(ask):
    """As `%xmode Verbose` of IPython prints the variables of every frame."""
    with running(Service(spoil=lambda request, answer: Reply(b"", 401))) as service:
        source = "ws/id" if ask is evallens.open else "ws"
        with pytest.raises(errors.ServiceError) as caught:
            ask(source, api_url=service.url, api_key=KEY)
    assert caught.tb.tb_next is not None
    frames = traceback.StackSummary.extract(traceback.walk_tb(caught.tb.tb_next), capture_locals=True)
    assert KEY not in "".join(frames.format()) + repr(caught.value)


@pytest.mark.parametrize("key", ["rf-0123456789", "rf/0123+456=789", 'rf"0123456789'])
@pytest.mark.parametrize("spelled", [str, partial(quote, safe=""), json.dumps], ids=["as it is", "address", "JSON"])
def test_key_that_a_service_repeats_is_blacked_out_before_the_message_is_shortened(key, spelled):
    message = "x" * 290 + spelled(key)
    service = Service(spoil=lambda request, answer: Reply({"error": "forbidden", "message": message}, 403))
    with running(service), pytest.raises(errors.AccessError) as caught:
        evallens.open("ws/id", api_url=service.url, api_key=key)
    assert key[3:6] not in str(caught.value)


def test_key_in_the_clear_to_another_machine_is_warned_of():
    with pytest.warns(UserWarning, match=r"unencrypted to http://service\.invalid"):
        Client("ws", api_key=KEY, api_url="http://service.invalid")


@pytest.mark.parametrize("key", ["with space", "line\nbreak", "schlüssel", "\x00"])
def test_key_that_no_request_could_carry_is_refused_without_quoting_it(key):
    with pytest.raises(errors.AuthenticationError, match="characters that no key has") as caught:
        Client("ws", api_key=key)
    assert key not in str(caught.value)


def test_space_around_a_key_is_no_part_of_it():
    assert bearer_of(Service(), api_key=f" {KEY}\n") == f"Bearer {KEY}"


def test_a_key_that_is_not_accepted_is_not_called_missing():
    with (
        serve(small(), api_key=KEY) as server,
        Client("local", api_key="wrong", api_url=server.url) as client,
        pytest.raises(errors.AuthenticationError, match="was not accepted") as wrong,
    ):
        client.evaluations()
    assert "No API key" not in str(wrong.value)


ODD_KEY = "rf+Sup3r/S3cret=Key&9"


def _base64(before: str) -> str:
    return base64.b64encode(f"{before}{ODD_KEY}:".encode()).decode()


@pytest.mark.parametrize(
    ("spelled", "words"),
    [
        *((_base64(user), "") for user in ("", "u", "us", "use:")),
        (base64.urlsafe_b64encode(ODD_KEY.encode()).decode(), "'***'"),
        ("rf%2bSup3r%2fS3cret%3dKey%269", "'***'"),
        (quote(quote(ODD_KEY, safe=""), safe=""), "'***'"),
        (ODD_KEY.replace("&", "&amp;"), "'***'"),
        (ODD_KEY.replace("/", "\\/"), "'***'"),
    ],
)
def test_a_key_that_a_service_repeats_in_another_spelling_is_blacked_out(spelled, words):
    shown = ApiKey(ODD_KEY).redacted(f"not '{spelled}'")
    assert shown.startswith("not '")
    assert "***" in shown
    assert words in shown
    assert spelled[8:16] not in shown
    assert ApiKey(ODD_KEY).redacted_body(f"not '{spelled}'".encode()) == shown.encode()


@pytest.mark.parametrize(
    "address",
    [f"https://api.roboflow.com/ws/x?api_key={KEY}", f"ws/x?api_key={KEY}", f"https://{KEY}@app.roboflow.com/ws/x"],
)
def test_an_address_that_carries_a_key_is_shown_without_it(address):
    with pytest.raises(errors.InputError) as opening:
        evallens.open(address)
    with pytest.raises(errors.InputError) as connecting:
        Client("ws", api_url=f"ftp://x/?{address}")
    assert KEY not in str(opening.value) + str(connecting.value)
