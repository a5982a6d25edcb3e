"""Nested values with buffers among them as one run of bytes.

The bytes are: the length of a JSON text (uint32, little-endian), the JSON text, and the buffers one after another. The
JSON holds the values with ``null`` in place of each buffer, and the path and length of every buffer. Each buffer starts
at a multiple of eight, so that it can be viewed as numbers without copying. js/src/host/savedModel.ts reads it, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from ....errors import DataError

_ALIGNMENT = 8
_START = 4
_BUFFERS = (bytes, memoryview)


class _Buffer(msgspec.Struct):
    path: tuple[str, ...]
    size: int


class _Head(msgspec.Struct):
    state: dict[str, Any]
    buffers: tuple[_Buffer, ...]


def framed(state: dict[str, Any]) -> bytes:
    """``state``, JSON values with buffers in dictionaries among them; raises ValueError for NaN outside buffers."""
    found = list(_buffers(state, ()))
    head = {"state": _without(state), "buffers": [{"path": path, "size": len(data)} for path, data in found]}
    text = json.dumps(head, allow_nan=False, separators=(",", ":")).encode()
    # Spaces after JSON mean nothing: they bring the first buffer to its place.
    text += b" " * _padding(_START + len(text))
    parts: list[bytes | memoryview] = [len(text).to_bytes(_START, "little"), text]
    for _, data in found:
        parts += [data, bytes(_padding(len(data)))]
    return b"".join(parts)


def unframed(data: bytes) -> dict[str, Any]:
    """What ``framed`` was given, with views of ``data`` as its buffers; raises DataError for any other bytes."""
    start = _START + int.from_bytes(data[:_START], "little")
    try:
        head = msgspec.json.decode(data[_START:start], type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"These bytes hold no values with buffers ({error})") from error
    for buffer in head.buffers:
        stop = start + buffer.size
        if not start <= stop <= len(data):
            raise DataError(f"The buffer {'/'.join(buffer.path)} lies beyond the end")
        _put(head.state, buffer.path, memoryview(data)[start:stop])
        start = stop + _padding(buffer.size)
    return head.state


def size_of(state: dict[str, Any]) -> int:
    """Bytes in the buffers of ``state``."""
    return sum(len(data) for _, data in _buffers(state, ()))


def _padding(size: int) -> int:
    return -size % _ALIGNMENT


def _put(state: dict[str, Any], path: tuple[str, ...], value: memoryview) -> None:
    *parents, last = path or ("",)
    place: Any = state
    for name in parents:
        place = place.get(name) if isinstance(place, dict) else None
    if not isinstance(place, dict) or place.get(last, value) is not None:
        raise DataError(f"There is no place for the buffer {'/'.join(path)}")
    place[last] = value


def _buffers(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bytes | memoryview]]:
    if isinstance(value, _BUFFERS):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _buffers(item, (*path, name))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(item) for name, item in value.items()}
    return None if isinstance(value, _BUFFERS) else value
