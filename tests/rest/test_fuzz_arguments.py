"""Whatever stands in arguments, variables and the config file: a client, or an error of ours without the key."""

from __future__ import annotations

import json
import os
import traceback
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallens.errors import EvalLensError, InputError
from evallens.rest import Client, open_evaluation
from tests.rest.service import EVAL_ID, Service, running

SECRET = "S3cretOfSomeone"
VARIABLES = ("ROBOFLOW_API_KEY", "API_URL", "ROBOFLOW_REGION", "ROBOFLOW_ENVIRONMENT", "RF_WORKSPACE")

_odd = st.sampled_from([
    " ", "a\r\nX: y", "\u00e9" * 9, "http://[", "http://[::1", "http://a:b@c", "https://", "//x", "http://x:99999",
    "..", "file:///etc/passwd", "http://127.0.0.1:0", "http://\x7f", "http://" + "a." * 200 + "b", "x" * 100_000, "a/b",
    "~no/x",
])  # fmt: skip
_texts = st.text(max_size=12) | st.sampled_from(["\0", "\ud800"]) | _odd
_anything = _texts | st.none() | st.integers() | st.binary(max_size=4) | st.lists(st.text(max_size=2), max_size=2)
_variables = _odd | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_names = st.sampled_from(["workspaces", "apiKey", "RF_WORKSPACE", "ROBOFLOW_API_KEY", "API_URL", "ws", "x", "url"])
_config = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=10,
)


def said_of(workspace: Any = "ws", **options: Any) -> str:
    """What a client shows of itself, or the whole of the error that there is in its place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Client(workspace, **options) as client:
                return repr(client)
        except EvalLensError as error:
            return "".join(traceback.format_exception(error))


@given(workspace=_anything, api_url=_anything, api_key=_texts.map(SECRET.__add__) | _anything)
@settings(max_examples=150)
def test_any_key_and_address_in_arguments(workspace, api_url, api_key):
    assert SECRET not in said_of(workspace, api_key=api_key, api_url=api_url)


@given(values=st.fixed_dictionaries({}, optional=dict.fromkeys(VARIABLES, _variables)), key=_variables)
@settings(max_examples=80)
def test_any_variable(values, key):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**values, "ROBOFLOW_API_KEY": SECRET + key}.items():
            patch.setenv(name, value)
        assert SECRET not in said_of()


@given(content=_config.map(json.dumps).map(str.encode) | st.binary(max_size=30) | st.just(b"[" * 99_999))
@settings(max_examples=120)
def test_any_config_file(content):
    path = Path(os.environ["ROBOFLOW_CONFIG_DIR"])
    path.write_bytes(content)
    try:
        assert said_of()
    finally:
        path.unlink()


@pytest.mark.parametrize("progress", ["x", 5, True])
def test_progress_that_cannot_be_called_is_refused_in_words(progress):
    with running(Service()) as service, pytest.raises(InputError, match="progress is 'bar', None or a function"):
        open_evaluation("ws", EVAL_ID, api_url=service.url, progress=progress)
