"""Attributes of images as named arrays: what they are as JSON, and one array each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from ..attributes import Attribute, Attributes, Category, Number
from .lookup import Arrays, numbers_of


class _Said(msgspec.Struct, omit_defaults=True):
    """What one attribute is; a number has no levels."""

    name: str
    origin: str
    unit: str = ""
    levels: tuple[str, ...] | None = None


def arrays_of_attributes(name: str, attributes: Attributes) -> Iterator[tuple[str, NDArray[Any]]]:
    """``name``, the bytes of a JSON list that says what they are, and ``name.0``, ``name.1``, ... their values."""
    said = [
        _Said(key, one.origin, one.unit) if isinstance(one, Number) else _Said(key, one.origin, levels=one.levels)
        for key, one in attributes.items()
    ]
    yield name, np.frombuffer(msgspec.json.encode(said), np.uint8)
    for number, one in enumerate(attributes.values()):
        yield f"{name}.{number}", one.values if isinstance(one, Number) else one.codes


def attributes_of(arrays: Arrays, name: str, rows: int, where: str) -> Attributes:
    """The attributes of ``rows`` images; raises DataError for what is none."""
    raw = numbers_of(arrays, name, np.uint8, where).tobytes()
    try:
        said = msgspec.json.decode(raw, type=list[_Said])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"{where}{name}: does not say what the attributes are ({error})") from error
    return Attributes(rows, {one.name: _attribute(arrays, f"{name}.{i}", one, where) for i, one in enumerate(said)})


def _attribute(arrays: Arrays, name: str, said: _Said, where: str) -> Attribute:
    if said.levels is None:
        return Number(numbers_of(arrays, name, np.float32, where), said.unit, said.origin)  # type: ignore[arg-type]
    return Category(numbers_of(arrays, name, np.uint16, where), said.levels, said.origin)  # type: ignore[arg-type]
