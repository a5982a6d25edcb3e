"""The figures as a picture: one small chart a figure, size to the right, less is better."""

from __future__ import annotations

import math
from pathlib import Path

import altair as alt
import pandas as pd

from benchmarks.scale.figures import Figures
from benchmarks.scale.peer import PEERS

SHOWN = {
    "first frame": "first painted frame, ms",
    "Python selection": "Python selection painted, ms",
    "pan step": "pan step answered, ms",
    "bytes sent": "bytes sent, MB",
    "renderer memory": "page's memory, MB",
    "exported HTML": "exported notebook, MB",
}
COLOURS = ("#d6336c", "#868e96", "#adb5bd", "#1c7ed6", "#2b8a3e", "#82c91e", "#e8590c")
"""In the order of the peers: ours, the two floors, and the others."""


def draw(figures: Figures, path: Path) -> None:
    """Write the chart; how it is written follows from the path's ending."""
    chart_of(figures).save(path)


def chart_of(figures: Figures) -> alt.ConcatChart:
    """The chart; figures that were not measured are left out."""
    table = table_of(figures)
    charts = [_one(table[table.what == what], title) for what, title in SHOWN.items() if (table.what == what).any()]
    whole: alt.ConcatChart = alt.concat(*charts, columns=3).configure(background="white").configure_view(stroke=None)
    return whole


def table_of(figures: Figures) -> pd.DataFrame:
    """Who, what, size and median of every figure that is drawn."""
    rows = [
        {"what": figure.what, "who": figure.who, "size": figure.size, "value": figure.median}
        for figure in figures.all()
        if figure.what in SHOWN and not math.isnan(figure.median)
    ]
    return pd.DataFrame(rows, columns=["what", "who", "size", "value"])


def _one(table: pd.DataFrame, title: str) -> alt.LayerChart | alt.FacetChart:
    colour = alt.Color(
        "who:N",
        scale=alt.Scale(domain=[peer.name for peer in PEERS], range=list(COLOURS)),
        legend=alt.Legend(title=None, orient="bottom", columns=4),
    )
    axis = alt.Axis(values=[10_000, 100_000, 1_000_000], format="~s", grid=False)
    base = alt.Chart(table, title=title, width=220, height=170).encode(
        alt.X("size:Q", scale=alt.Scale(type="log"), axis=axis, title="points"),
        alt.Y("value:Q", scale=alt.Scale(type="log", nice=True), axis=alt.Axis(format="~g", tickCount=4), title=None),
        colour,
    )
    return alt.layer(base.mark_line(strokeWidth=1.5), base.mark_point(filled=True, size=40, opacity=1))
