"""altair's JupyterChart with vegafusion: what Vega need not do in the browser is done in the kernel."""

from __future__ import annotations

import altair as alt

from benchmarks.scale.data import Points
from benchmarks.scale.peers.altair_chart import chart_of, select

__all__ = ["select", "show"]


def show(points: Points) -> tuple[alt.JupyterChart, alt.JupyterChart]:
    """What is spoken to, and what is displayed."""
    # Its own limit counts the rows that are left to send, here all of them.
    alt.data_transformers.enable("vegafusion", max_rows=None)
    return chart_of(points)
