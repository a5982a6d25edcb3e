"""The numbers of a Lens as plain HTML: what is left when a reader's program strips scripts, styles and frames."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal

import numpy as np

from ..errors import EngineError
from ..evaluation import Evaluation
from ..evaluation.arranged import AS_GIVEN, ArrangedMatrix, Arrangement
from ..evaluation.columns.direction import isolated
from ..evaluation.metrics.cells import CellKind, cell_kind
from ..evaluation.metrics.confused import Cell, most_confused
from ..evaluation.metrics.counts import Tallies, ratio
from ..evaluation.where import Where
from ..evaluation.words import cell_words
from ..text import counted

MOST_CLASSES = 30
_NAMED_IMAGES = 3
_LONGEST_NAME = 80

_TABLE = "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0;font-size:12px;width:auto"
_CAPTION = "text-align:left;padding:0 6px 2px;caption-side:top"
_CELL = "text-align:right;padding:1px 6px"
_NUMBER = f"{_CELL};font-weight:normal"
_LABEL = "text-align:left;padding:1px 6px;font-weight:normal;max-width:32em;overflow-wrap:break-word"
_RIGHT, _WRONG, _MISSED = (
    f"color:light-dark({light},{dark})"
    for light, dark in (("#1a5fcc", "#6aa9ff"), ("#b83a08", "#ff8f54"), ("#7440d0", "#c297ff"))
)
_LOOKS: dict[CellKind, str] = {
    "correct": _RIGHT,
    "nothing": _RIGHT,
    "mixup": _WRONG,
    "false_positive": _WRONG,
    "missed": _MISSED,
}
_FAINT = "opacity:.6"


def summary(evaluation: Evaluation, shown: Where, arrangement: Arrangement = AS_GIVEN) -> str:
    """Title, split, threshold and totals, the matrix up to 30 classes, and the ten most confused pairs.

    Each sum counts over the same facets as in the Lens; classes and images stand in the order of ``arrangement``.
    Of tables whose engine fails it is the title and a sentence that says so.
    """
    try:
        return "".join(_Summary(evaluation, shown, arrangement).parts())
    except EngineError as error:
        return (
            f"<p>{text(evaluation.title or 'Evaluation')}: the numbers are not here as text. {escape(str(error))}</p>"
        )


def text(name: str) -> str:
    """``name`` as text in HTML, whatever characters it holds; what is too long is cut off."""
    return _apart(isolated(_cut(name, _LONGEST_NAME)))


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else f"{value[: longest - 1]}…"


def _apart(value: str) -> str:
    # Inside <bdi> a right-to-left name cannot turn around the words beside it.
    return f"<bdi>{escape(value.encode('utf-8', 'replace').decode())}</bdi>"


class _Summary:
    def __init__(self, evaluation: Evaluation, shown: Where, arrangement: Arrangement) -> None:
        self.shown = shown
        self.is_behind = evaluation.tables is not None
        self.header, self.queries = evaluation.header, evaluation.queries
        self.arranged = ArrangedMatrix.of(evaluation.queries, shown, arrangement)
        self.matrix = self.arranged.counted.matrix
        self.confused = most_confused(self.matrix, self.header)

    def parts(self) -> Iterator[str]:
        yield f"<h3 style='margin:0 0 4px;font-size:15px'>{text(self.header.title or 'Evaluation')}</h3>"
        yield f"<p style='margin:0 0 4px'>{escape(' · '.join(self.settings()))}</p>"
        yield f"<p style='margin:0 0 8px'>{self.totals()}</p>"
        yield "<div style='display:flex;flex-wrap:wrap;gap:8px 32px'>"
        for part in (self.table(), self.pairs(), self.types()):
            yield f"<div style='max-width:100%;overflow-x:auto'>{''.join(part)}</div>"
        yield "</div>"

    def settings(self) -> Iterator[str]:
        yield self.header.task.replace("-", " ")
        yield f"split {self.shown.split}"
        if self.header.scored:
            yield f"confidence {self.shown.confidence} %"

    def totals(self) -> str:
        unit = self.header.unit
        visible, things, size = self.queries.count(self.shown)
        also = "" if unit == "images" and things == visible else f", {counted(things, unit)}"
        found = f"<b>{visible:,} of {counted(size, 'images')}</b>{also} · "
        if self.header.task == "classification":
            return found + self.answers()
        rates = self.queries.rates(self.shown)
        return found + (
            f"precision {self.sure(rates, 'precision')}, "
            f"recall {self.sure(rates, 'recall')}, F1 <b>{_rate(rates.f1)}</b> · "
            f"{counted(int(rates.tp), 'true positives')}, {counted(int(rates.fp), 'false positives')}, "
            f"{counted(int(rates.fn), 'false negatives')}"
        )

    def answers(self) -> str:
        """One image is one answer, right, wrong or none: precision, recall and F1 would say one number three times."""
        classes = self.queries.by_class(self.shown)
        correct, wrong, none = (int(each.sum()) for each in (classes.tallies.tp, classes.mixed_up, classes.missed))
        accuracy = _rate(ratio(np.array(correct), np.array(correct + wrong + none)))
        lacking = f", {none:,} without a prediction" if self.header.background is not None else ""
        return f"accuracy <b>{accuracy}</b>, {correct:,} correct, {wrong:,} wrong{lacking}"

    def sure(self, rates: Tallies, name: Literal["precision", "recall"]) -> str:
        """A rate, and where a pointer rests on it how sure it is; pixels are too alike to be counted as trials."""
        value = _rate(getattr(rates, name))
        low, high = rates.interval(name)
        if np.isnan(low) or self.header.unit == "pixels":
            return f"<b>{value}</b>"
        return f"<b title='95 % between {_rate(low)} and {_rate(high)}'>{value}</b>"

    def table(self) -> Iterator[str]:
        order = self.arranged.order
        if not 0 < len(order) <= MOST_CLASSES:
            yield f"<p>{counted(len(order), 'classes')}: no table of the matrix here.</p>"
            return
        yield f"<table style='{_TABLE}'><caption style='{_CAPTION}'><b>Confusion matrix</b>, a row for each actual "
        yield f"class, a column for each predicted class{self.shares()}</caption>"
        yield f"<thead><tr><th scope='col' style='{_LABEL}'>Actual ↓ Predicted →</th>"
        yield from (f"<th scope='col' style='{_NUMBER}'>{text(self.header.classes[p])}</th>" for p in order)
        yield "</tr></thead><tbody>"
        for actual in order:
            yield f"<tr><th scope='row' style='{_LABEL}'>{text(self.header.classes[actual])}</th>"
            yield from (self.cell((actual, predicted)) for predicted in order)
            yield "</tr>"
        yield "</tbody></table>"

    def shares(self) -> str:
        return f"; shares {self.arranged.measure}" if self.arranged.measure else ""

    def cell(self, cell: Cell) -> str:
        count = int(self.matrix[cell])
        look = _LOOKS[cell_kind(*cell, self.header.background)] if count else _FAINT
        number = self.arranged.text(*cell)
        shown = f"<b>{number}</b>" if cell in self.confused else number
        return f"<td style='{_CELL};{look}'>{shown}</td>"

    def pairs(self) -> Iterator[str]:
        if not self.confused:
            yield "<p>No errors.</p>"
            return
        yield f"<table style='{_TABLE}'><caption style='{_CAPTION}'><b>Most confused</b></caption><thead><tr>"
        yield f"<th scope='col' style='{_LABEL}'>What happened</th><th scope='col' style='{_NUMBER}'>"
        yield f"{self.header.unit.capitalize()}</th>"
        if not self.is_behind:
            yield f"<th scope='col' style='{_LABEL}'>Images</th>"
        yield "</tr></thead><tbody>"
        for cell in self.confused:
            # Room for two names of any length: the words between them must not be cut off.
            yield f"<tr><td style='{_LABEL}'>{_apart(_cut(cell_words(*cell, self.header), 1000))}</td>"
            yield f"<td style='{_NUMBER}'>{int(self.matrix[cell]):,}</td>"
            # In tables each of these would be a search of its own.
            yield "</tr>" if self.is_behind else f"<td style='{_LABEL}'>{self.images(cell)}</td></tr>"
        yield "</tbody></table>"

    def types(self) -> Iterator[str]:
        """Why it is wrong, where objects have places that tell."""
        found = self.queries.error_types(self.shown)
        if self.header.unit != "instances" or not any(found.counts.values()):
            return
        # Few bytes: a display has a budget, and this is its least.
        yield f"<table style='{_TABLE};text-align:right' cellpadding=1><caption style='{_CAPTION}'><b>Error types</b>"
        yield "</caption><tr><th scope=col>Type<th scope=col>Instances<th scope=col>F1 without"
        for name, count in found.counts.items():
            without = _rate(np.array(found.f1_without[name])) if name in found.f1_without else ""
            yield f"<tr><th scope=row>{name}<td>{count:,}<td>{without}"
        yield "</table>"

    def images(self, cell: Cell) -> str:
        found = self.queries.page(self.shown.having(cells=(cell,)), self.arranged.arrangement.sort)
        more = f" and {len(found) - _NAMED_IMAGES:,} more" if len(found) > _NAMED_IMAGES else ""
        return ", ".join(text(name) for name in found[:_NAMED_IMAGES].name) + more


def _rate(value: np.ndarray) -> str:
    return "—" if np.isnan(value) else f"{float(value):.3f}"
