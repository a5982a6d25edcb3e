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


class _Description(msgspec.Struct, omit_defaults=True):
    """What one attribute is; a number has no levels."""

    name: str
    origin: str
    unit: str = ""
    levels: tuple[str, ...] | None = None


def arrays_of_attributes(name: str, attributes: Attributes) -> Iterator[tuple[str, NDArray[Any]]]:
    """``name``, the bytes of a JSON list that says what they are, and ``name.0``, ``name.1``, ... their values."""
    descriptions = [
        _Description(key, one.origin, one.unit)
        if isinstance(one, Number)
        else _Description(key, one.origin, levels=one.levels)
        for key, one in attributes.items()
    ]
    yield name, np.frombuffer(msgspec.json.encode(descriptions), np.uint8)
    for number, one in enumerate(attributes.values()):
        yield f"{name}.{number}", one.values if isinstance(one, Number) else one.codes


def attributes_of(arrays: Arrays, name: str, rows: int, where: str) -> Attributes:
    """The attributes of ``rows`` images; raises DataError where the arrays hold none."""
    raw = numbers_of(arrays, name, np.uint8, where).tobytes()
    try:
        descriptions = msgspec.json.decode(raw, type=list[_Description])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"{where}{name}: does not say what the attributes are ({error})") from error
    return Attributes(
        rows, {one.name: _attribute(arrays, f"{name}.{i}", one, where) for i, one in enumerate(descriptions)}
    )


def _attribute(arrays: Arrays, name: str, about: _Description, where: str) -> Attribute:
    if about.levels is None:
        return Number(numbers_of(arrays, name, np.float32, where), about.unit, about.origin)  # type: ignore[arg-type]
    return Category(numbers_of(arrays, name, np.uint16, where), about.levels, about.origin)  # type: ignore[arg-type]
