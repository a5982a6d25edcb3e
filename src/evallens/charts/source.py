"""What a chart is drawn from: an evaluation, split, threshold, facets and order, and its rows as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation.arranged import AS_GIVEN, ArrangedMatrix, Arrangement
from ..evaluation.columns.tables import SPLIT_NAMES
from ..evaluation.metrics.cells import CellKind, cell_kind
from ..evaluation.metrics.counts import Rates
from ..evaluation.where import Where
from ..evaluation.words import cell_words

Row = dict[str, Any]

LONGEST_NAME = 24
"""Letters of a class name on an axis; the tooltip holds all of it."""

_MARKS: dict[CellKind, str] = {
    "correct": "right",
    "nothing": "right",
    "mixup": "wrong",
    "false_positive": "wrong",
    "missed": "missed",
}
"""What a chart colours by."""

MOST_CLASSES = 200
"""Classes of a matrix chart, which holds each of their squared cells as text."""


@runtime_checkable
class Shown(Protocol):
    """What a Lens is to a chart."""

    @property
    def evaluation(self) -> Evaluation:
        """What is shown."""
        ...

    @property
    def shown(self) -> Where:
        """Which part of it."""
        ...

    @property
    def view(self) -> Mapping[str, Any]:
        """How: what it says about numbers is what charts show."""
        ...


@dataclass(frozen=True, eq=False)
class View:
    """One split at one threshold; of a Lens with its facets and with what its view says about numbers."""

    evaluation: Evaluation
    shown: Where
    arrangement: Arrangement = AS_GIVEN

    @classmethod
    def of(cls, source: Evaluation | Shown, split: str | None, confidence: int | None) -> View:
        """What a Lens shows, or an evaluation at its defaults; ``split`` and ``confidence`` choose another."""
        if isinstance(source, Evaluation):
            evaluation, shown, arrangement = source, source.where(split, confidence), AS_GIVEN
        elif not isinstance(source, Shown):
            raise InputError(f"A chart shows an Evaluation or a Lens, not {source!r}.")
        else:
            evaluation, own, arrangement = source.evaluation, source.shown, Arrangement.of(source.view)
            percent = own.confidence if confidence is None else confidence
            asked = evaluation.where(own.split if split is None else split, percent)
            shown = replace(own, split=asked.split, confidence=asked.confidence)
        return cls(evaluation.fetched(shown.split, shown.confidence), shown, arrangement)

    @cached_property
    def matrix(self) -> ArrangedMatrix:
        """The matrix over every facet except the cells, as it is shown."""
        return ArrangedMatrix.of(self.evaluation.queries, self.shown, self.arrangement)

    @property
    def classes(self) -> list[str]:
        """Class names in the order that is shown: background last."""
        return [self.name(index) for index in self.matrix.order]

    def name(self, index: int) -> str:
        """The class of an index."""
        return as_text(self.evaluation.classes[index])

    @property
    def title(self) -> str:
        """Such as "Digit scenes"."""
        return as_text(self.evaluation.title or "Evaluation")

    @property
    def subtitle(self) -> str:
        """Such as "test, confidence 20 %"."""
        at = f", confidence {self.shown.confidence} %" if self.evaluation.header.scored else ""
        return f"{self.shown.split}{at}"

    @property
    def shares(self) -> str:
        """Such as ", shares of actual"; empty where the matrix shows counts."""
        return f", shares {self.matrix.measure}" if self.matrix.measure else ""

    def cells(self) -> list[Row]:
        """A row for each cell of the matrix: over every facet except the cells.

        ``value`` is its count or share, ``text`` how that is written. Raises InputError beyond
        ``MOST_CLASSES``: a chart holds every cell as text.
        """
        if len(self.classes) > MOST_CLASSES:
            raise InputError(
                f"A chart holds at most {MOST_CLASSES} classes, not {len(self.classes)}. A Lens shows them all."
            )
        header, matrix = self.evaluation.header, self.matrix
        return [
            {
                "actual": self.name(actual),
                "predicted": self.name(predicted),
                "count": int(matrix.counted.matrix[actual, predicted]),
                "value": _finite(float(matrix.values[actual, predicted])),
                "text": matrix.text(actual, predicted),
                "kind": "hidden" if matrix.is_hidden(actual, predicted) else self._kind(actual, predicted),
                "meaning": as_text(cell_words(actual, predicted, header)),
            }
            for actual in matrix.order
            for predicted in matrix.order
        ]

    @property
    def most_errors(self) -> int:
        """Errors of the worst image of the split that has a place in the embedding, at least 1."""
        queries = self.evaluation.queries
        images = queries.images()
        is_placed = np.isfinite(images.x) & np.isfinite(images.y)
        tallies = queries.tallies(self.shown, np.flatnonzero(images.in_split(self.shown.split) & is_placed))
        return max(1, int((tallies.fp + tallies.fn).max(initial=0)))

    def images(self) -> list[Row]:
        """A row for each visible image, in gallery order."""
        table = self.evaluation.select(self.shown, self.arrangement.sort)
        return [
            {
                **row._asdict(),
                "errors": row.fp + row.fn,
                **{key: as_text(getattr(row, key)) for key in ("id", "name")},
                **{key: _finite(getattr(row, key)) for key in ("x", "y", "precision", "recall", "f1")},
            }
            for row in table
        ]

    def outcomes(self) -> list[Row]:
        """A row for each image and cell: how many things of the image came out that way."""
        header, queries = self.evaluation.header, self.evaluation.queries
        rows = queries.instances(self.shown.for_matrix()).outcomes
        key = np.stack([rows.image.astype(np.int64), rows.actual, rows.predicted], axis=1)
        pairs, place = np.unique(key, axis=0, return_inverse=True)
        total = np.zeros(len(pairs), np.int64)
        np.add.at(total, place.reshape(-1), rows.count)
        images = queries.images()
        return [
            {
                "row": row,
                "name": as_text(images.name[row]),
                "split": SPLIT_NAMES[int(images.split[row])],
                "x": _finite(float(images.x[row])),
                "y": _finite(float(images.y[row])),
                "actual": self.name(actual),
                "predicted": self.name(predicted),
                "count": count,
                "kind": self._kind(actual, predicted),
                "meaning": as_text(cell_words(actual, predicted, header)),
            }
            for (row, actual, predicted), count in zip(pairs.tolist(), total.tolist(), strict=True)
        ]

    def curve(self) -> list[Row]:
        """A row for each known threshold and each of precision, recall and F1; none where it is 0/0.

        ``sure`` is a 95 % interval in words; F1 has none, and neither have pixels, too alike to be counted as trials.
        """
        tallies = self.evaluation.queries.curve(self.shown)
        measures = {"precision": tallies.precision, "recall": tallies.recall, "F1": tallies.f1}
        is_sure = self.evaluation.header.unit != "pixels"
        ends = {"precision": tallies.interval("precision"), "recall": tallies.interval("recall")} if is_sure else {}
        return [
            {
                "confidence": percent,
                "measure": name,
                "value": _finite(float(values[percent])),
                "sure": _between(ends.get(name), percent),
            }
            for percent in range(len(tallies.tp))
            if self.evaluation.covers(self.shown.split, percent)
            for name, values in measures.items()
        ]

    def _kind(self, actual: int, predicted: int) -> str:
        return _MARKS[cell_kind(actual, predicted, self.evaluation.header.background)]


def as_text(name: str) -> str:
    """``name`` with an invisible joiner after each "<".

    Altair writes a chart into a page's ``<script>`` as it is, in notebooks too, where a name such as
    ``</script><img onerror=...>`` would end the script and begin its own.
    """
    return name.replace("<", "<\u2060")


def inline(rows: list[Row]) -> Any:
    """``rows`` as a chart's data. A tuple, because Altair copies lists again at every step of a chart."""
    import altair as alt

    return alt.InlineData(values=tuple(rows))


def _between(ends: tuple[Rates, Rates] | None, row: int) -> str:
    if ends is None or math.isnan(ends[0][row]):
        return "—"
    return f"{ends[0][row]:.3f} to {ends[1][row]:.3f}"


def _finite(value: float) -> float | None:
    """JSON has no NaN."""
    return value if math.isfinite(value) else None
