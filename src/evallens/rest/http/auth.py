"""Where the API key comes from, and how it is kept out of everything that is written down."""

from __future__ import annotations

import base64
import html
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Never
from urllib.parse import quote

from requests import PreparedRequest
from requests.auth import AuthBase

from ...errors import AuthenticationError, InputError
from ...text import Secret, hidden

SECRET_LENGTH = 12
"""Characters from which on a key is no word that could stand in an answer by chance."""
_PERCENT = re.compile(r"%[0-9A-F]{2}")
_URL_SAFE = str.maketrans("+/", "-_")
_SHAPE = re.compile(r"[\x21-\x7e]+")
_WAYS = (
    "Pass api_key=, set ROBOFLOW_API_KEY, or log in once with `roboflow login`; "
    "the key is in the workspace's settings, under API keys."
)
WITHOUT_KEY = f"No API key. {_WAYS}"
"""What to do about a missing key, in words."""
WRONG_KEY = f"The API key was not accepted. {_WAYS}"
"""What to do about a wrong one."""


class ApiKey(AuthBase):
    """A key that signs requests as a Bearer header and shows itself nowhere else.

    >>> ApiKey("abc123")
    ApiKey('***')
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign ``request``; given as ``auth=``, so that no ``.netrc`` entry can replace it."""
        request.headers["Authorization"] = f"Bearer {self.__value}"
        return request

    def redacted(self, text: str) -> str:
        """``text`` without the key that a service may repeat: as it is, in an address, JSON, HTML or base64."""
        for spelling in self._spellings():
            text = text.replace(spelling, "***")
        return text

    def redacted_body(self, body: bytes) -> bytes:
        """An answer without the key; a short one, as a server of your own may take, may be a word in it and stays."""
        if len(self.__value) < SECRET_LENGTH:
            return body
        for spelling in self._spellings():
            body = body.replace(spelling.encode(), b"***")
        return body

    def _spellings(self) -> list[str]:
        key = self.__value
        quoted = quote(key, safe="")
        plain = {key, quoted, quote(key), _PERCENT.sub(lambda found: found[0].lower(), quoted), quote(quoted, safe="")}
        plain |= {json.dumps(key)[1:-1], key.replace("/", "\\/"), html.escape(key)}
        packed = _in_base64(key.encode()) if len(key) >= SECRET_LENGTH else set()
        # The longer ones first: a shorter one inside of them would leave their ends.
        return sorted(plain | packed, key=len, reverse=True)

    def __repr__(self) -> str:
        return "ApiKey('***')"

    def __copy__(self) -> ApiKey:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> ApiKey:
        return self

    def __reduce__(self) -> Never:
        raise TypeError("An API key is never pickled; it is looked up again where it is needed.")


def _in_base64(key: bytes) -> set[str]:
    """What base64 makes of ``key``, as a whole and inside of a longer text, where it may begin at any of 3 places."""
    found = {base64.b64encode(key).decode()}
    for before in range(3):
        whole = base64.b64encode(bytes(before) + key).decode()
        # The letters that depend on the key alone.
        found.add(whole[-(-8 * before // 6) : 8 * (before + len(key)) // 6])
    return found | {text.translate(_URL_SAFE) for text in found}


def find_key(given: str | None, workspace: str) -> ApiKey | None:
    """The key for ``workspace``: the argument, else the environment, Colab's secrets, the config file.

    Raises AuthenticationError for one that no request could carry, InputError for what is no text.
    """
    if given is not None and not isinstance(given, str):
        raise InputError(f"api_key is a text, not {type(given).__name__}")
    found = hidden(given or os.environ.get("ROBOFLOW_API_KEY") or _colab_secret() or _configured(workspace))
    value = Secret((found or "").strip())
    if value and not _SHAPE.fullmatch(value):
        # A header could not carry it, and the library that fails to would quote it.
        raise AuthenticationError("The API key holds characters that no key has; copy it again.")
    return ApiKey(value) if value else None


def default_workspace() -> str | None:
    """``RF_WORKSPACE`` of the environment or of the config file, as Roboflow's SDK takes it."""
    found = os.environ.get("RF_WORKSPACE") or config().get("RF_WORKSPACE")
    return found if isinstance(found, str) and found.strip() else None


def config() -> Mapping[str, Any]:
    """The Roboflow config file, or nothing when there is none that can be read."""
    try:
        content = json.loads(_config_path().read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _config_path() -> Path:
    # In spite of its name the variable holds the path of a file.
    named = os.environ.get("ROBOFLOW_CONFIG_DIR")
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("USERPROFILE", "~"), "roboflow", "config.json").expanduser()
    return Path(os.environ.get("HOME", "~"), ".config", "roboflow", "config.json")


def _configured(workspace: str) -> str | None:
    settings = config()
    entries = settings.get("workspaces")
    known = [e for e in entries.values() if isinstance(e, dict)] if isinstance(entries, dict) else []
    for url in (workspace, settings.get("RF_WORKSPACE")):
        for entry in known:
            if entry.get("url") == url and isinstance(entry.get("apiKey"), str):
                return str(entry["apiKey"])
    return None


def _colab_secret() -> str | None:
    if "google.colab" not in sys.modules:
        return None
    from google.colab import userdata  # type: ignore[import-not-found,unused-ignore]

    try:
        found = userdata.get("ROBOFLOW_API_KEY")
    except Exception:  # noqa: BLE001 - the classes for "no such secret" and "not granted" are Colab's own
        return None
    return None if found is None else str(found)
