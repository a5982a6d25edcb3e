"""Matrix, points and a table of images, linked: all of it Vega-Lite, so it works wherever a chart does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..evaluation import Evaluation
from .look import FAINT, INK, MISSED, RIGHT, SOFT, WRONG, configured
from .matrix import layers as matrix_layers
from .scatter import SIDE, places
from .source import LONGEST_NAME, Shown, View, inline

if TYPE_CHECKING:
    import altair as alt

_ERRORS = "isValid(picked.actual) || datum.kind !== 'right'"
"""With nothing selected a selection lets everything pass; what is right would then hide the errors."""
_ROWS = 15
_ROW_HEIGHT = 18
_COLUMNS: tuple[tuple[str, str, int, Any], ...] = (
    ("name", "Image", 0, "left"),
    ("cells", "What happened", 190, "left"),
    ("total", "Count", 470, "right"),
)


def dashboard(
    source: Evaluation | Shown, *, split: str | None = None, confidence: int | None = None
) -> alt.HConcatChart:
    """Click a cell of the matrix: its images stay in colour on the map and are listed below it.

    Shift-click adds a cell, a double click clears. Until then all errors are shown, or the cells
    that a Lens has selected. Raises as ``matrix``.
    """
    import altair as alt

    view = View.of(source, split, confidence)
    chosen = [{"actual": view.name(a), "predicted": view.name(p)} for a, p in view.shown["cells"]]
    options: dict[str, Any] = {"value": chosen} if chosen else {}
    picked = alt.selection_point("picked", fields=["actual", "predicted"], toggle="event.shiftKey", **options)
    data = inline(view.outcomes())
    right = alt.vconcat(_points(view, data, picked), _table(data, picked), spacing=24)
    title = {
        "text": view.title,
        "subtitle": f"{view.subtitle}{view.shares}. All errors; click a cell to see its images.",
    }
    chart: alt.HConcatChart = configured(
        alt.hconcat(matrix_layers(view, picked), right, spacing=40).properties(title=title)
    )
    return chart


def _points(view: View, data: Any, picked: Any) -> Any:
    import altair as alt

    ground = replace(view, shown=view.shown.for_matrix())
    background = alt.Chart(inline(ground.images())).mark_circle(size=24, color=FAINT).encode(**places())
    colours = alt.Scale(domain=["right", "wrong", "missed"], range=[RIGHT, WRONG, MISSED])
    marks = alt.Chart(data).transform_filter(picked).transform_filter(_ERRORS)
    shown = marks.mark_circle(size=48, opacity=1, stroke="white", strokeWidth=0.5).encode(
        **places(),
        color=alt.Color("kind:N", title=None, scale=colours, sort=["right", "wrong", "missed"]),
        tooltip=["name:N", "meaning:N", "count:Q"],
    )
    return alt.layer(background, shown).properties(width=SIDE, height=SIDE * 0.75)


def _table(data: Any, picked: Any) -> Any:
    """The first images of the selected cells, most of it first: text marks in rows."""
    import altair as alt

    rows = (
        alt.Chart(data)
        .transform_filter(picked)
        .transform_filter(_ERRORS)
        .transform_calculate(cell="datum.meaning + (datum.count > 1 ? ', x' + datum.count : '')")
        .transform_aggregate(total="sum(count)", cells="values(cell)", groupby=["row", "name", "split"])
        .transform_calculate(cells="join(pluck(datum.cells, 'cell'), '; ')")
        .transform_window(
            place="row_number()",
            sort=[alt.SortField("total", order="descending"), alt.SortField("row", order="ascending")],
        )
        .transform_filter(alt.datum.place <= _ROWS)
        .encode(y=alt.Y("place:O", axis=None, scale=alt.Scale(domain=list(range(_ROWS + 1)))))
    )
    texts: list[Any] = [
        rows.mark_text(align=align, limit=_width(field), fontSize=11, color=INK).encode(
            text=f"{field}:{'Q' if field == 'total' else 'N'}",
            x=alt.value(left),
            tooltip=["name:N", "split:N", "cells:N"],
        )
        for field, _, left, align in _COLUMNS
    ]
    heads = alt.Chart(inline([{"place": 0}])).encode(y="place:O")
    words = [
        heads.mark_text(align=align, fontSize=11, color=SOFT).encode(text=alt.value(word), x=alt.value(left))
        for _, word, left, align in _COLUMNS
    ]
    return alt.layer(*texts, *words).properties(width=480, height=(_ROWS + 1) * _ROW_HEIGHT)


def _width(field: str) -> int:
    return {"name": 7 * LONGEST_NAME, "cells": 240}.get(field, 60)
