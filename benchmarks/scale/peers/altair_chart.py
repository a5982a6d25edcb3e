"""altair's JupyterChart: points on a canvas, with the libraries inside the widget, as offline use needs them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from benchmarks.scale.data import HEIGHT, WIDTH, Points


def show(points: Points) -> tuple[alt.JupyterChart, alt.JupyterChart]:
    """What is spoken to, and what is displayed."""
    alt.data_transformers.enable("default", max_rows=None)
    return chart_of(points)


def chart_of(points: Points) -> tuple[alt.JupyterChart, alt.JupyterChart]:
    """The chart, whose rows are asked for in a parameter: selections proper cannot be set from Python."""
    alt.JupyterChart.enable_offline()
    table = pd.DataFrame({"x": points.x, "y": points.y, "row": np.arange(len(points.x))})
    chosen = alt.param(name="chosen", value={})
    chart = (
        alt.Chart(table, width=WIDTH - 60, height=HEIGHT - 60)
        .mark_circle(size=9, opacity=1)
        .encode(
            alt.X("x:Q"),
            alt.Y("y:Q"),
            color=alt.condition("isValid(chosen[datum.row])", alt.value("#e4591a"), alt.value("#4c78a8")),
        )
        .add_params(chosen)
        .interactive()
    )
    # The other renderer makes an SVG element a point.
    widget = alt.JupyterChart(chart, embed_options={"renderer": "canvas"})
    return widget, widget


def select(widget: alt.JupyterChart, rows: Sequence[int]) -> None:
    """Colour the rows."""
    widget.params.set_trait("chosen", {str(row): 1 for row in rows})
