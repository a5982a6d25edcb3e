"""What a trait holds of a struct."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from msgspec import Struct


def plain(struct: Struct) -> dict[str, Any]:
    """``struct`` as the JSON values that a trait holds."""
    values: dict[str, Any] = json.loads(json.dumps(msgspec.to_builtins(struct)))
    return values
