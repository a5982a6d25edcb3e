"""What a page holds, unpacked in Python: the counterpart of js/src/page.ts, written apart from pack.py."""

from __future__ import annotations

import base64
import gzip
import json
import re
import struct
from html import unescape
from typing import Any


def part(page: str, name: str) -> bytes:
    """One packed part of a document."""
    found = re.search(rf'<script type="text/plain" id="{name}">([A-Za-z0-9+/=]*)</script>', page)
    assert found is not None
    return gzip.decompress(base64.b64decode(found[1]))


def traits(page: str, name: str = "state") -> dict[str, Any]:
    """Trait values with bytes in their places."""
    content = part(page, name)
    (length,) = struct.unpack_from("<I", content)
    head = json.loads(content[4 : 4 + length])
    start = 4 + length
    for buffer in head["buffers"]:
        *path, last = buffer["path"]
        inner = head["state"]
        for key in path:
            inner = inner[key]
        assert inner[last] is None
        assert start % 8 == 0
        inner[last] = content[start : start + buffer["size"]]
        start += -(-buffer["size"] // 8) * 8
    assert start == len(content)
    state: dict[str, Any] = head["state"]
    return state


def framed(html: str) -> str:
    """The document inside a fallback's frame."""
    found = re.search(r'srcdoc="([^"]*)"', html)
    assert found is not None
    return unescape(found[1])
