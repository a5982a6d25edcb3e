"""The table of differences between two models: how large, between which bounds, and whether it may be luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ...statistics.discoveries import benjamini_hochberg
from ...text import fixed
from ..columns.direction import isolated
from .tabular import Tabular

LEAST_IMAGES = 20
"""What is in fewer images is not tested: intervals over so few are too narrow."""
LEVEL = 0.05
_SHOWN = 12
"""Rows that a repr shows."""


class DeltaRow(NamedTuple):
    """How far two models are apart in one class, split or size, or in all."""

    of: str
    """The class, the split or the size; "all"."""
    images: int
    """In how many images there is any of it in the truth."""
    baseline: float
    """The rate of the baseline; NaN: it has none."""
    model: float
    """The rate of the model on show."""
    delta: float
    """``model - baseline``."""
    low: float
    """The lower end of the 95 % interval of ``delta``; NaN: unknown."""
    high: float
    p: float
    """Two-sided: how often luck alone would show at least such a difference."""
    q: float
    """Among all rows with a q as low, the share that is luck (Benjamini-Hochberg); NaN: not tested."""
    verdict: str
    """"better" or "worse": q is below .05. "not clear": it is not, which is no proof that nothing changed. "cannot
    tell": there are fewer than 20 images, or there is no difference to be tested."""
    method: str
    """"mcnemar", "clustered", "bootstrap" or "jackknife"."""


@dataclass(frozen=True, eq=False, repr=False)
class DeltaTable(Tabular[DeltaRow]):
    """Differences between two models. It reads like every table: iteration over :class:`DeltaRow`, ``to_pandas``."""

    values: Mapping[str, NDArray[Any]] = field(repr=False)
    """The columns of :class:`DeltaRow`, each (rows,)."""
    metric: str
    names: tuple[str, str]
    """The baseline and the model on show."""
    split: str
    confidence: tuple[int, int] | None
    """The integer percents of both; ``None``: the metric has no threshold."""

    _row: ClassVar = DeltaRow
    _texts: ClassVar = frozenset(("of", "verdict", "method"))

    def __repr__(self) -> str:
        more = [f"... {len(self) - _SHOWN:,} more: to_pandas() has all"] if len(self) > _SHOWN else []
        return "\n".join([self.title, *written(self[:_SHOWN]), *more])

    @property
    def title(self) -> str:
        """What is compared: "f1, v2 less v1, test at 40 %; 95 % intervals"."""
        baseline, model = map(isolated, self.names)
        at = ""
        if self.confidence is not None and self.behind.header.scored:
            first, second = self.confidence
            at = f" at {second} %" if first == second else f" at {second} % and {first} %"
        return f"{self.metric}, {model} less {baseline}, {self.split}{at}; 95 % intervals"

    def _taken(self, index: NDArray[np.intp]) -> Self:
        return replace(self, rows=self.rows[index], values={name: own[index] for name, own in self.values.items()})

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        texts = {name: self.values[name].tolist() for name in self._texts}
        return {name: texts.get(name, self.values[name]) for name in DeltaRow._fields}


def written(rows: Iterable[DeltaRow]) -> list[str]:
    """Rows as lines of text under their heads, columns aligned."""
    lines = [_HEADS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    aligned = ("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return [line.rstrip() for line in aligned]


def judged(values: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The columns with ``q`` and ``verdict``: over the rows that can be tested."""
    p = np.where(values["images"] < LEAST_IMAGES, np.nan, values["p"])
    q = benjamini_hochberg(p)
    verdict = np.where(values["delta"] > 0, "better", "worse").astype("U11")
    verdict[~(q < LEVEL)] = "not clear"
    verdict[np.isnan(q)] = "cannot tell"
    return {**values, "q": q, "verdict": verdict}


_HEADS = ["", "images", "baseline", "model", "delta", "interval", "p", "q", ""]


def _cells(row: DeltaRow) -> list[str]:
    return [
        isolated(row.of),
        f"{row.images:,}",
        _number(row.baseline),
        _number(row.model),
        _number(row.delta, sign="+"),
        "—" if np.isnan(row.low) else f"{_number(row.low)} to {_number(row.high)}",
        _chance(row.p),
        _chance(row.q),
        row.verdict,
    ]


def _number(value: float, sign: str = "") -> str:
    """Three digits: ".812"; a difference with its sign: "+.021"."""
    if np.isnan(value):
        return "—"
    text = fixed(abs(value), 3).removeprefix("0")
    text = "0" if text == ".000" else text
    return ("-" if value < 0 else sign) * (text != "0") + text


def _chance(value: float) -> str:
    return "—" if np.isnan(value) else "<.001" if value < 0.0005 else fixed(value, 3).removeprefix("0")
