"""The numbers of a Lens as plain HTML: what is left when a reader's program strips scripts, styles and frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Literal

import numpy as np

from ..evaluation import Evaluation, filters
from ..evaluation.filters import Cell, Filters
from ..evaluation.metrics import counts
from ..evaluation.metrics.counts import Tallies
from ..evaluation.words import cell_words, isolated

MOST_CLASSES = 30
_NAMED_IMAGES = 3
_LONGEST_NAME = 80

_TABLE = "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0;font-size:12px;width:auto"
_CAPTION = "text-align:left;padding:0 6px 2px;caption-side:top"
_NUMBER = "text-align:right;padding:1px 6px;font-weight:normal"
_LABEL = "text-align:left;padding:1px 6px;font-weight:normal;max-width:32em;overflow-wrap:break-word"
_RIGHT, _WRONG, _MISSED = (
    f"color:light-dark({light},{dark})"
    for light, dark in (("#1a5fcc", "#6aa9ff"), ("#b83a08", "#ff8f54"), ("#7440d0", "#c297ff"))
)
_NOTHING = "opacity:.6"


def summary(evaluation: Evaluation, shown: Filters) -> str:
    """Title, split, threshold and totals, the matrix up to 30 classes, and the ten most confused pairs.

    Counted as in the Lens: over every filter except the cells.
    """
    return "".join(_Summary(evaluation, shown).parts())


def text(name: str) -> str:
    """``name`` as text in HTML, whatever characters it holds; what is too long is cut off."""
    return _apart(isolated(_cut(name, _LONGEST_NAME)))


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else f"{value[: longest - 1]}…"


def _apart(value: str) -> str:
    # Inside <bdi> a right-to-left name cannot turn around the words beside it.
    return f"<bdi>{escape(value.encode('utf-8', 'replace').decode())}</bdi>"


class _Summary:
    def __init__(self, evaluation: Evaluation, shown: Filters) -> None:
        self.shown = shown
        self.header, self.columns = evaluation.header, evaluation.columns
        # Of a query or a lasso over many images it takes as long as all the rest: once is enough.
        self.base = filters.visible(self.columns, shown.without_cells())
        self.matrix = filters.matrix(self.columns, shown, len(self.header.classes), base=self.base)
        self.worst = filters.worst_cells(self.matrix, self.header)

    def parts(self) -> Iterator[str]:
        yield f"<h3 style='margin:0 0 4px;font-size:15px'>{text(self.header.title or 'Evaluation')}</h3>"
        yield f"<p style='margin:0 0 4px'>{escape(' · '.join(self.settings()))}</p>"
        yield f"<p style='margin:0 0 8px'>{self.totals()}</p>"
        yield "<div style='display:flex;flex-wrap:wrap;gap:8px 32px'>"
        for part in (self.table(), self.pairs()):
            yield f"<div style='max-width:100%;overflow-x:auto'>{''.join(part)}</div>"
        yield "</div>"

    def settings(self) -> Iterator[str]:
        yield self.header.task.replace("-", " ")
        yield f"split {self.shown.split}"
        if self.header.scored:
            yield f"confidence {self.shown.confidence} %"

    def totals(self) -> str:
        unit = self.header.unit
        visible = int(filters.visible(self.columns, self.shown, self.base).sum())
        size = int(filters.in_split(self.columns.images, self.shown.split).sum())
        things = filters.instances(self.columns, self.shown, self.base)
        also = "" if unit == "images" and things == visible else f", {_counted(things, unit)}"
        rates = counts.of_matrix(self.matrix, self.header)
        return (
            f"<b>{visible:,} of {_counted(size, 'images')}</b>{also} · precision {self.sure(rates, 'precision')}, "
            f"recall {self.sure(rates, 'recall')}, F1 <b>{_rate(rates.f1)}</b> · "
            f"{_counted(int(rates.tp), 'true positives')}, {_counted(int(rates.fp), 'false positives')}, "
            f"{_counted(int(rates.fn), 'false negatives')}"
        )

    def sure(self, rates: Tallies, name: Literal["precision", "recall"]) -> str:
        """A rate, and where a pointer rests on it how sure it is; pixels are too alike to be counted as trials."""
        value = _rate(getattr(rates, name))
        low, high = rates.interval(name)
        if np.isnan(low) or self.header.unit == "pixels":
            return f"<b>{value}</b>"
        return f"<b title='95 % between {_rate(low)} and {_rate(high)}'>{value}</b>"

    def table(self) -> Iterator[str]:
        order = self.header.display_order
        if not 0 < len(order) <= MOST_CLASSES:
            yield f"<p>{_counted(len(order), 'classes')}: no table of the matrix here.</p>"
            return
        yield f"<table style='{_TABLE}'><caption style='{_CAPTION}'><b>Confusion matrix</b>, a row for each actual "
        yield f"class, a column for each predicted class</caption><thead><tr><th scope='col' style='{_LABEL}'>"
        yield "Actual ↓ Predicted →</th>"
        yield from (f"<th scope='col' style='{_NUMBER}'>{text(self.header.classes[p])}</th>" for p in order)
        yield "</tr></thead><tbody>"
        for actual in order:
            yield f"<tr><th scope='row' style='{_LABEL}'>{text(self.header.classes[actual])}</th>"
            yield from (self.cell((actual, predicted)) for predicted in order)
            yield "</tr>"
        yield "</tbody></table>"

    def cell(self, cell: Cell) -> str:
        count = int(self.matrix[cell])
        wrong = _MISSED if cell[1] == self.header.background else _WRONG
        look = (_RIGHT if cell[0] == cell[1] else wrong) if count else _NOTHING
        number = f"<b>{count:,}</b>" if cell in self.worst else f"{count:,}"
        return f"<td style='{_NUMBER};{look}'>{number}</td>"

    def pairs(self) -> Iterator[str]:
        if not self.worst:
            yield "<p>No errors.</p>"
            return
        yield f"<table style='{_TABLE}'><caption style='{_CAPTION}'><b>Most confused</b></caption><thead><tr>"
        yield f"<th scope='col' style='{_LABEL}'>What happened</th><th scope='col' style='{_NUMBER}'>"
        yield f"{self.header.unit.capitalize()}</th><th scope='col' style='{_LABEL}'>Images</th></tr></thead><tbody>"
        for cell in self.worst:
            # Room for two names of any length: the words between them must not be cut off.
            yield f"<tr><td style='{_LABEL}'>{_apart(_cut(cell_words(*cell, self.header), 1000))}</td>"
            yield f"<td style='{_NUMBER}'>{int(self.matrix[cell]):,}</td>"
            yield f"<td style='{_LABEL}'>{self.images(cell)}</td></tr>"
        yield "</tbody></table>"

    def images(self, cell: Cell) -> str:
        behind = replace(self.shown, cells=(cell,))
        names = self.columns.images.name
        rows = filters.select(self.columns, behind, "errors", self.header, self.base)[0].tolist()
        more = f" and {len(rows) - _NAMED_IMAGES:,} more" if len(rows) > _NAMED_IMAGES else ""
        return ", ".join(text(names[row]) for row in rows[:_NAMED_IMAGES]) + more


def _counted(count: int, plural: str) -> str:
    return f"{count:,} {plural.removesuffix('s') if count == 1 else plural}"


def _rate(value: np.ndarray) -> str:
    return "—" if np.isnan(value) else f"{float(value):.3f}"
