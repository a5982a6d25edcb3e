"""A figure, how it is summed up, and how it grows. Pure."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figure:
    """One thing measured of one widget at one size: every value that was seen, or why there is none."""

    what: str
    who: str
    size: int
    unit: str
    values: list[float] = field(default_factory=list)
    note: str = ""
    """Why there is no value, in words, such as "did not finish in 120 s"."""

    @property
    def median(self) -> float:
        """The middle of the values; NaN when there are none."""
        return statistics.median(self.values) if self.values else math.nan

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the largest."""
        return min(self.values), max(self.values)


class Figures:
    """All figures of a run, by what, who and size."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, int], Figure] = {}

    def add(self, what: str, who: str, size: int, values: list[float], unit: str) -> None:
        """Keep further values."""
        self._of(what, who, size, unit).values += values

    def lack(self, what: str, who: str, size: int, note: str) -> None:
        """Say why there is no value."""
        self._of(what, who, size, "").note = note

    def merge(self, other: Figures) -> None:
        """Add all values of another."""
        for figure in other.all():
            mine = self._of(figure.what, figure.who, figure.size, figure.unit)
            mine.values += figure.values
            mine.note = mine.note or figure.note

    def _of(self, what: str, who: str, size: int, unit: str) -> Figure:
        kept = self._kept.setdefault((what, who, size), Figure(what, who, size, unit))
        kept.unit = kept.unit or unit
        return kept

    def get(self, what: str, who: str, size: int) -> Figure | None:
        """One figure, if there was an attempt at it."""
        return self._kept.get((what, who, size))

    def median(self, what: str, who: str, size: int) -> float:
        """Its median; NaN when there is none."""
        found = self.get(what, who, size)
        return found.median if found else math.nan

    def sizes(self) -> list[int]:
        """Every size there is, smallest first."""
        return sorted({size for _, _, size in self._kept})

    def all(self) -> list[Figure]:
        """In the order in which they were first seen."""
        return list(self._kept.values())

    def to_json(self) -> list[dict[str, Any]]:
        """For a file."""
        return [vars(figure) for figure in self.all()]

    @classmethod
    def of_json(cls, given: list[dict[str, Any]]) -> Figures:
        """From a file."""
        made = cls()
        for entry in given:
            figure = Figure(**entry)
            made._kept[figure.what, figure.who, figure.size] = figure
        return made


def slope(sizes: tuple[float, float], values: tuple[float, float]) -> float:
    """The exponent of the growth: 0 for none, 1 when ten times the size costs ten times as much."""
    if not all(value > 0 for value in values):
        return math.nan
    return math.log(values[1] / values[0]) / math.log(sizes[1] / sizes[0])
