"""The embedding as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..evaluation import Evaluation
from ..evaluation.columns.tables import NOISE, SPLITS, UNSPLIT
from .look import BETWEEN, FAINT, GROUPS, RIGHT, WRONG, configured
from .source import Shown, View, inline

if TYPE_CHECKING:
    import altair as alt

SIDE = 420


def scatter(source: Evaluation | Shown, *, split: str | None = None, confidence: int | None = None) -> alt.Chart:
    """The visible images where the embedding puts them, from orange (F1 0) to blue (F1 1).

    A Lens may colour them by errors, cluster or split instead. Images without a place in the embedding
    are left out. Raises as ``matrix``.
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
        color=_colour(view),
        tooltip=["name:N", "split:N", "tp:Q", "fp:Q", "fn:Q", alt.Tooltip("f1:Q", format=".3f")],
    ).properties(width=SIDE, height=SIDE)


def _colour(view: View) -> Any:
    match view.arrangement.colour:
        # A chart is about one model: it knows of no change.
        case "f1" | "change":
            return _f1_colour()
        case "errors":
            return _error_colour(view.most_errors)
        case by:
            return _group_colour(view, by)


def _f1_colour() -> Any:
    """Orange - grey - blue with F1; grey also where it is 0/0."""
    import altair as alt

    scale = alt.Scale(domain=[0, 0.5, 1], range=[WRONG, BETWEEN, RIGHT], interpolate="rgb")
    colour = alt.Color("f1:Q", scale=scale, title="F1", legend=alt.Legend(format=".1f"))
    return alt.when(alt.datum.f1 == None).then(alt.value(BETWEEN)).otherwise(colour)  # noqa: E711 - becomes Vega's null


def _error_colour(most: int) -> Any:
    """Grey - orange with the number of errors."""
    import altair as alt

    scale = alt.Scale(domain=[0, most], range=[BETWEEN, WRONG], interpolate="rgb")
    return alt.Color("errors:Q", scale=scale, title="Errors")


def _group_colour(view: View, by: Literal["cluster", "split"]) -> Any:
    """A colour each cluster or split, the same as on screen; grey for images in none."""
    import altair as alt

    images = view.evaluation.queries.images()
    if by == "cluster":
        names: list[Any] = list(images.clusters)
        none, words = f"{NOISE}", "unclustered"
        colours = [FAINT if one == NOISE else GROUPS[one % len(GROUPS)] for one in images.clusters]
    else:
        names = [*SPLITS, *([""] if images.unsplit else [])]
        none, words = "''", "no split"
        colours = [*GROUPS[:UNSPLIT], *([FAINT] if images.unsplit else [])]
    legend = alt.Legend(labelExpr=f"datum.value === {none} ? '{words}' : datum.label")
    return alt.Color(f"{by}:N", scale=alt.Scale(domain=names, range=colours), title=by.capitalize(), legend=legend)


def places() -> dict[str, Any]:
    """Axes of the embedding: its coordinates mean nothing by themselves."""
    import altair as alt

    scale = alt.Scale(zero=False, nice=False, padding=12)
    return {name: channel(f"{name}:Q", axis=None, scale=scale) for name, channel in (("x", alt.X), ("y", alt.Y))}
