"""Which host to ask: the argument, else the variables and the config file that Roboflow's SDK reads."""

from __future__ import annotations

import os
from contextlib import suppress
from urllib.parse import SplitResult, quote, urlsplit

from ...errors import InputError
from ...text import without_key
from .auth import config

_API_HOSTS = {
    ("us", "prod"): "https://api.roboflow.com",
    ("us", "staging"): "https://api.roboflow.one",
    ("eu", "prod"): "https://api.roboflow.eu",
    ("eu", "staging"): "https://api.roboflow-eu.one",
}
_APP = "https://app.roboflow.com"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def api_base(given: str | None) -> str:
    """The address to put in front of every path, without a slash at its end.

    Raises InputError for anything but an ``http`` or ``https`` address without user, query or fragment.
    """
    settings = config()
    region = _setting("ROBOFLOW_REGION", settings, ("us", "eu"))
    environment = _setting("ROBOFLOW_ENVIRONMENT", settings, ("prod", "staging"))
    base = str(given or os.environ.get("API_URL") or settings.get("API_URL") or _API_HOSTS[region, environment])
    parts = _parts(base)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            f"api_url must start with https:// (or http:// for a server of your own), not {without_key(base)!r}"
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InputError("api_url holds no user, password, query or fragment; pass the key as api_key=")
    return base.rstrip("/")


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        # A bracket without its pair, or a port that is no number.
        return None
    return parts


def page_in_app(base: str, workspace: str, project: str | None, version: str | int | None) -> str | None:
    """The address of the evaluation in the app; ``None`` for other hosts than Roboflow's own."""
    if base != _API_HOSTS["us", "prod"] or not project or version in (None, ""):
        return None
    names = [workspace, project, "evaluation", str(version)]
    return "/".join([_APP, *(quote(name, safe="") for name in names)])


def is_loopback(base: str) -> bool:
    """Does ``base`` name this very machine?"""
    return urlsplit(base).hostname in _LOOPBACK


def segment(value: object, what: str) -> str:
    """``value`` as one segment of a path; raises InputError for what cannot be one."""
    if isinstance(value, str) and value.strip() and value not in (".", ".."):
        # Half a surrogate pair has no bytes that could be quoted.
        with suppress(UnicodeEncodeError):
            return quote(value, safe="")
    raise InputError(f"{what} cannot be {value!r}")


def _setting(name: str, settings: object, allowed: tuple[str, ...]) -> str:
    value = os.environ.get(name) or (settings.get(name) if isinstance(settings, dict) else None)
    asked = str(value or "").strip().lower()
    return asked if asked in allowed else allowed[0]
