"""The confusion matrix as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..evaluation import Evaluation
from .look import MISSED, RIGHT, WELL, WRONG, configured
from .source import LONGEST_NAME, Shown, View, inline

if TYPE_CHECKING:
    import altair as alt

_NUMBERED = 30
"""Up to so many classes the counts are written into the cells."""
_LARGEST, _SMALLEST = 40, 8


def matrix(source: Evaluation | Shown, *, split: str | None = None, confidence: int | None = None) -> alt.LayerChart:
    """Counts of actual against predicted class, of an evaluation or of what a Lens shows.

    The order of the classes, shares in place of counts and a hidden diagonal are those of the Lens.
    Errors have a scale of their own, so that a diagonal of thousands does not bleach a cell of five.
    Raises UnknownNameError for a split that is not there, ServiceError when fetching fails.
    """
    view = View.of(source, split, confidence)
    title = {"text": view.title, "subtitle": f"{view.subtitle}{view.shares}"}
    chart: alt.LayerChart = configured(layers(view).properties(title=title))
    return chart


def layers(view: View, selection: Any = None) -> Any:
    """The matrix without a look of its own; a ``selection`` puts a ring around its cells."""
    import altair as alt

    names = view.classes
    # Not `sort`: Vega-Lite would write the names into an expression, and fail at a line break in one.
    order = alt.Scale(domain=names)
    step = max(_SMALLEST, min(_LARGEST, 600 // max(1, len(names))))
    base = alt.Chart(inline(view.cells())).encode(
        x=alt.X("predicted:N", scale=order, title="Predicted", axis=_axis("top")),
        y=alt.Y("actual:N", scale=order, title="Actual", axis=_axis("left")),
    )
    tooltip: list[Any] = ["meaning:N", "actual:N", "predicted:N", "count:Q"]
    if view.matrix.measure:
        tooltip.append(alt.Tooltip("text:N", title=view.matrix.measure))
    ground = base.mark_rect(color=WELL, stroke="white", strokeWidth=1).encode(tooltip=tooltip)
    marks = [ground, *(_shades(base, kind, colour, tooltip) for kind, colour in _COLOURS.items())]
    if selection is not None:
        marks[0] = ground.add_params(selection)
        ring = base.mark_rect(filled=False, stroke="black", strokeWidth=2).transform_filter(selection)
        marks.append(ring.encode(strokeOpacity=alt.condition(selection, alt.value(1), alt.value(0), empty=False)))
    if len(names) <= _NUMBERED:
        marks.append(_numbers(base, step))
    return (
        alt.layer(*marks)
        .properties(width=step * len(names), height=step * len(names))
        .resolve_scale(opacity="independent")
    )


_COLOURS = {"right": RIGHT, "wrong": WRONG, "missed": MISSED}


def _axis(orient: Any) -> Any:
    import altair as alt

    options: dict[str, Any] = {"labelAngle": 0} if orient == "left" else {}
    return alt.Axis(orient=orient, domain=False, ticks=False, labelLimit=7 * LONGEST_NAME, **options)


def _shades(base: Any, kind: str, colour: str, tooltip: list[Any]) -> Any:
    import altair as alt

    opacity = alt.Opacity("value:Q", scale=alt.Scale(type="sqrt", zero=True, range=[0.08, 1]), legend=None)
    chosen = (alt.datum.kind == kind) & (alt.datum.count > 0)
    shades = base.transform_filter(chosen).mark_rect(color=colour, stroke="white", strokeWidth=1)
    return shades.encode(opacity=opacity, tooltip=tooltip)


def _numbers(base: Any, step: int) -> Any:
    import altair as alt

    numbers = base.mark_text(fontSize=min(11, step * 0.4)).transform_filter(alt.datum.count > 0)
    return numbers.encode(text="text:N", color=alt.value("black"))
