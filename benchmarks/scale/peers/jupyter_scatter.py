"""jupyter-scatter: regl-scatterplot in a widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jscatter
import pandas as pd

from benchmarks.scale.data import HEIGHT, WIDTH, Points


def show(points: Points) -> tuple[Any, Any]:
    """What is spoken to, and what is displayed."""
    table = pd.DataFrame({"x": points.x, "y": points.y})
    scatter = jscatter.Scatter(data=table, x="x", y="y", width=WIDTH, height=HEIGHT)
    return scatter, scatter.show()


def select(scatter: Any, rows: Sequence[int]) -> None:
    """Select the rows."""
    scatter.selection(list(rows))
