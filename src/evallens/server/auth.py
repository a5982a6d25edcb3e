"""Who may read what: API keys with the scopes and workspaces they are good for."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputError
from ..text import hidden
from .parameters import RefusedError

MODEL_EVAL_READ = "model-eval:read"
IMAGE_READ = "image:read"

_SHAPE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, kw_only=True)
class Key:
    """One API key; ``workspaces`` are the ones it opens, ``None`` all of them.

    Raises InputError for a value that is empty or that no request could carry.
    """

    value: str = field(repr=False)
    scopes: frozenset[str] = frozenset({MODEL_EVAL_READ, IMAGE_READ})
    workspaces: frozenset[str] | None = None

    def __post_init__(self) -> None:
        value: object = self.value
        if not isinstance(value, str) or not _SHAPE.fullmatch(value):
            raise InputError("An API key is a text of visible ASCII characters without spaces, and not empty.")


def hidden_keys(given: Any) -> Any:
    """What is given as keys, so that no notebook shows them when it prints the arguments of a function."""
    if isinstance(given, str):
        return hidden(given)
    if isinstance(given, Key | bytes) or not isinstance(given, Iterable):
        return given
    return [hidden(key) if isinstance(key, str) else key for key in given]


def keys_of(given: str | Key | Iterable[str | Key] | None) -> tuple[Key, ...]:
    """The API keys that are asked for: one, several, or none for ``None``.

    Raises InputError for a key that is none and for a list of none: a variable that is empty, split at its
    commas, must not make a server that lets everybody in.
    """
    if given is None:
        return ()
    if isinstance(given, str | Key):
        given = [given]
    elif not isinstance(given, Iterable):
        raise InputError("api_key is a key, several keys, or None for a server without.")
    keys = tuple(key if isinstance(key, Key) else Key(value=key) for key in given)
    if not keys:
        raise InputError("api_key holds no key; pass None for a server that asks for none.")
    return keys


class ApiKeyAuth:
    """Admits requests that carry one of the keys; all requests where there are no keys."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys

    @property
    def is_open(self) -> bool:
        """Is no key asked for?"""
        return not self._keys

    def check(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Key | None:
        """The key of a request, ``None`` where none is asked for; 401 ``unauthenticated`` if it is missing or wrong."""
        if self.is_open:
            return None
        carried = _carried(headers, query).encode()
        # Every key is compared, each in constant time: the answer's delay tells nothing.
        matching = [key for key in self._keys if hmac.compare_digest(key.value.encode(), carried)]
        if not matching:
            raise RefusedError(401, "unauthenticated", "The API key is missing or wrong.")
        return matching[0]

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], workspace: str, scope: str) -> None:
        """Return, or refuse: 401 without a key, 403 ``forbidden`` with one for other workspaces or scopes."""
        key = self.check(headers, query)
        if key is None:
            return
        if key.workspaces is not None and workspace not in key.workspaces:
            raise RefusedError(403, "forbidden", "The API key belongs to another workspace.")
        if scope not in key.scopes:
            raise RefusedError(403, "forbidden", f"The API key lacks the scope {scope}.")


def _carried(headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else query.get("api_key", "")
