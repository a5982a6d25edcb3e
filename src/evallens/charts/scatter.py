"""The embedding as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..evaluation import Evaluation
from .look import BETWEEN, RIGHT, WRONG, configured
from .source import Shown, View, inline

if TYPE_CHECKING:
    import altair as alt

SIDE = 420


def scatter(source: Evaluation | Shown, *, split: str | None = None, confidence: int | None = None) -> alt.Chart:
    """The visible images where the embedding puts them, from orange (F1 0) to blue (F1 1).

    Images without a place in the embedding are left out. Raises as ``matrix``.
    """
    view = View.of(source, split, confidence)
    title = {"text": view.title, "subtitle": f"{view.subtitle}, {view.evaluation.header.projection or 'embedding'}"}
    chart: alt.Chart = configured(points(view).properties(title=title).interactive())
    return chart


def points(view: View) -> Any:
    """The points without a look of their own."""
    import altair as alt

    chart = alt.Chart(inline(view.images())).mark_circle(size=40, opacity=1, stroke="white", strokeWidth=0.5)
    return chart.encode(
        **places(),
        color=f1_colour(),
        tooltip=["name:N", "split:N", "tp:Q", "fp:Q", "fn:Q", alt.Tooltip("f1:Q", format=".3f")],
    ).properties(width=SIDE, height=SIDE)


def f1_colour() -> Any:
    """Orange - grey - blue with F1; grey also where it is 0/0."""
    import altair as alt

    scale = alt.Scale(domain=[0, 0.5, 1], range=[WRONG, BETWEEN, RIGHT], interpolate="rgb")
    colour = alt.Color("f1:Q", scale=scale, title="F1", legend=alt.Legend(format=".1f"))
    return alt.when(alt.datum.f1 == None).then(alt.value(BETWEEN)).otherwise(colour)  # noqa: E711 - becomes Vega's null


def places() -> dict[str, Any]:
    """Axes of the embedding: its coordinates mean nothing by themselves."""
    import altair as alt

    scale = alt.Scale(zero=False, nice=False, padding=12)
    return {name: channel(f"{name}:Q", axis=None, scale=scale) for name, channel in (("x", alt.X), ("y", alt.Y))}
