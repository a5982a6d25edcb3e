"""plotly's FigureWidget with one scattergl trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from benchmarks.scale.data import HEIGHT, WIDTH, Points


def show(points: Points) -> tuple[Any, Any]:
    """What is spoken to, and what is displayed."""
    figure = go.FigureWidget(
        go.Scattergl(x=points.x, y=points.y, mode="markers", marker={"size": 3}),
        layout={
            "width": WIDTH,
            "height": HEIGHT,
            "dragmode": "pan",
            "margin": {"l": 30, "r": 10, "t": 30, "b": 30},
        },
    )
    return figure, figure


def select(figure: Any, rows: Sequence[int]) -> None:
    """Select the rows."""
    figure.data[0].selectedpoints = list(rows)


def begin_lasso(figure: Any) -> None:
    """The next drag draws a lasso: there is no key that does it."""
    figure.layout.dragmode = "lasso"
