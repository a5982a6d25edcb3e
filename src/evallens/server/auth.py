"""Who may read what: API keys with the scopes and workspaces they are good for."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .parameters import RefusedError

MODEL_EVAL_READ = "model-eval:read"
IMAGE_READ = "image:read"


@dataclass(frozen=True, kw_only=True)
class Key:
    """One API key; ``workspaces`` are the ones it opens, ``None`` all of them."""

    value: str = field(repr=False)
    scopes: frozenset[str] = frozenset({MODEL_EVAL_READ, IMAGE_READ})
    workspaces: frozenset[str] | None = None


class ApiKeyAuth:
    """Lets in who shows a key; everybody where there are no keys."""

    def __init__(self, keys: Iterable[str | Key]) -> None:
        self._keys = [key if isinstance(key, Key) else Key(value=key) for key in keys]

    @property
    def is_open(self) -> bool:
        """Is no key asked for?"""
        return not self._keys

    def check(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Key | None:
        """The key that was shown; 401 ``unauthenticated`` when there is none, or a wrong one."""
        if self.is_open:
            return None
        shown = _shown(headers, query).encode()
        # Every key is compared, each in constant time: the answer's delay tells nothing.
        matching = [key for key in self._keys if hmac.compare_digest(key.value.encode(), shown)]
        if not matching:
            raise RefusedError(401, "unauthenticated", "The API key is missing or wrong.")
        return matching[0]

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], workspace: str, scope: str) -> None:
        """Pass, or 401 without a key, 403 ``forbidden`` with one for other things."""
        key = self.check(headers, query)
        if key is None:
            return
        if key.workspaces is not None and workspace not in key.workspaces:
            raise RefusedError(403, "forbidden", "The API key belongs to another workspace.")
        if scope not in key.scopes:
            raise RefusedError(403, "forbidden", f"The API key lacks the scope {scope}.")


def _shown(headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else query.get("api_key", "")
