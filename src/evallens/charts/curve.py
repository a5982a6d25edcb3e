"""Precision, recall and F1 over the confidence threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..evaluation import Evaluation
from .look import INK, MISSED, RIGHT, SOFT, configured
from .source import Shown, View, inline

if TYPE_CHECKING:
    import altair as alt


def threshold_curve(
    source: Evaluation | Shown, *, split: str | None = None, confidence: int | None = None
) -> alt.LayerChart:
    """Precision, recall and F1 at every loaded threshold, and a line at the one on show; raises as ``matrix``."""
    view = View.of(source, split, confidence)
    chart: alt.LayerChart = configured(layers(view).properties(title={"text": view.title, "subtitle": view.subtitle}))
    return chart


def layers(view: View) -> Any:
    """The curves without a look of their own."""
    import altair as alt

    colour = alt.Scale(domain=["precision", "recall", "F1"], range=[RIGHT, MISSED, INK])
    sure = alt.Tooltip("sure:N", title="95 % interval")
    base = alt.Chart(inline(view.curve())).encode(
        x=alt.X("confidence:Q", title="Confidence threshold, %", scale=alt.Scale(domain=[0, 100])),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("measure:N", title=None, scale=colour, sort=["precision", "recall", "F1"]),
        tooltip=["measure:N", "confidence:Q", alt.Tooltip("value:Q", format=".3f"), sure],
    )
    rule = alt.Chart(inline([{"confidence": view.shown.confidence}])).mark_rule(color=SOFT, strokeDash=[3, 3])
    dots = base.mark_point(filled=True, size=14)
    return alt.layer(base.mark_line(), dots, rule.encode(x="confidence:Q")).properties(width=420, height=200)
