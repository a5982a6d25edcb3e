"""What is known of images besides the fixed columns: brightness, weather, camera ... One column an attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .strings import encodable

Origin = Literal["given", "computed"]
UNKNOWN = 0xFFFF
"""The code of a category that is not known."""


@dataclass(frozen=True, eq=False)
class Number:
    """One number an image."""

    values: NDArray[np.float32]
    """(images,); NaN: unknown."""
    unit: str = ""
    """Such as "px"; empty: none."""
    origin: Origin = "given"
    """Was it given with the images, or computed from them?"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _read_only(self.values, np.float32))
        object.__setattr__(self, "unit", encodable(self.unit))
        _check_origin(self.origin)

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: Any) -> Number:
        """That of ``rows``."""
        return replace(self, values=self.values[rows])

    def extended(self, other: Attribute) -> Number:
        """These values followed by those of ``other``; raises DataError for a category or another unit."""
        if not isinstance(other, Number) or other.unit != self.unit:
            raise DataError("An attribute is a number in one part of the images, and another or a category elsewhere")
        return replace(self, values=np.concatenate([self.values, other.values]))

    def unknown(self, size: int) -> Number:
        """Unknown for each of ``size`` images."""
        return replace(self, values=np.full(size, np.nan, np.float32))


@dataclass(frozen=True, eq=False)
class Category:
    """One of a few levels an image."""

    codes: NDArray[np.uint16]
    """(images,); index into ``levels``; ``UNKNOWN``: none of them."""
    levels: tuple[str, ...]
    origin: Origin = "given"

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", _read_only(self.codes, np.uint16))
        object.__setattr__(self, "levels", tuple(map(encodable, self.levels)))
        _check_origin(self.origin)
        if len(set(self.levels)) != len(self.levels):
            raise DataError("The levels of an attribute are not unique")
        if bool(((self.codes != UNKNOWN) & (self.codes >= len(self.levels))).any()):
            raise DataError(f"An attribute has a code beyond its {len(self.levels)} levels")

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: Any) -> Category:
        """That of ``rows``; levels keep their codes."""
        return replace(self, codes=self.codes[rows])

    def extended(self, other: Attribute) -> Category:
        """These codes followed by those of ``other``, its new levels after these; raises DataError for a number."""
        if not isinstance(other, Category):
            raise DataError("An attribute is a category in one part of the images and a number elsewhere")
        levels = tuple(dict.fromkeys([*self.levels, *other.levels]))
        if len(levels) > UNKNOWN:
            raise DataError(f"An attribute has {len(levels)} levels; at most {UNKNOWN} can be told apart")
        place = {level: code for code, level in enumerate(levels)}
        code = np.full(UNKNOWN + 1, UNKNOWN, np.uint16)
        code[: len(other.levels)] = [place[level] for level in other.levels]
        return replace(self, codes=np.concatenate([self.codes, code[other.codes]]), levels=levels)

    def unknown(self, size: int) -> Category:
        """Unknown for each of ``size`` images."""
        return replace(self, codes=np.full(size, UNKNOWN, np.uint16))


Attribute = Number | Category


class Attributes(Mapping[str, Attribute]):
    """Attributes by name, in order, each of ``rows`` images."""

    __slots__ = ("_named", "rows")

    def __init__(self, rows: int, named: Mapping[str, Attribute] | None = None) -> None:
        self._named = {encodable(name): attribute for name, attribute in (named or {}).items()}
        self.rows = rows
        wrong = {name: len(attribute) for name, attribute in self._named.items() if len(attribute) != rows}
        if wrong:
            raise DataError(f"Images: attributes of different lengths than the {rows} images: {wrong}")

    def __getitem__(self, name: str) -> Attribute:
        return self._named[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def take(self, rows: NDArray[np.intp]) -> Attributes:
        """The attributes of ``rows``, (n,), in that order."""
        return Attributes(len(rows), {name: attribute.take(rows) for name, attribute in self.items()})

    def after(self, row: int) -> Attributes:
        """The attributes from ``row`` on, as views."""
        rest = slice(row, None)
        return Attributes(max(0, self.rows - row), {name: attribute.take(rest) for name, attribute in self.items()})

    def extended(self, other: Attributes) -> Attributes:
        """These followed by those of ``other``; what one side lacks is unknown there.

        Raises DataError for an attribute that is a number here and a category there, or has another unit.
        """
        names = dict.fromkeys([*self, *other])
        return Attributes(self.rows + other.rows, {name: self._joined(other, name) for name in names})

    def _joined(self, other: Attributes, name: str) -> Attribute:
        mine, theirs = self.get(name), other.get(name)
        if mine is None:
            mine, theirs = other[name].unknown(self.rows), other[name]
        return mine.extended(theirs or mine.unknown(other.rows))


def _read_only(given: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    held = np.array(given, dtype, order="C", copy=None).view()
    if held.ndim != 1:
        raise DataError(f"An attribute is one value an image, not of shape {held.shape}")
    held.flags.writeable = False
    return held


def _check_origin(origin: str) -> None:
    if origin not in get_args(Origin):
        raise DataError(f"An attribute's origin is given or computed, not {origin!r}")
