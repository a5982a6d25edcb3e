"""Colours and fonts that all charts share: blue is right, orange is wrong, violet is missed."""

from __future__ import annotations

from typing import Any

RIGHT, WRONG, MISSED, BETWEEN = "#1f6feb", "#cf430d", "#8250df", "#b9c0c8"
INK, SOFT, FAINT, LINE, WELL = "#1a1d21", "#5f656c", "#c9ced4", "#e3e5e8", "#f6f7f8"
GROUPS = ("#0b8a8c", "#b8408a", "#5f8a1d", "#7d5a44", "#3f7cac", "#a8870a", "#704da0", "#8f2f3f")
"""Colours of clusters and splits; they repeat."""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, sans-serif"


def configured(chart: Any) -> Any:
    """The look of a finished chart; only the outermost may be configured."""
    from .saving import saving

    return saving(
        chart.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=SOFT,
            titleFontWeight="normal",
            gridColor=LINE,
            domainColor=LINE,
            tickColor=LINE,
        )
        .configure_title(anchor="start", color=INK, subtitleColor=SOFT, fontSize=14, offset=12)
        .configure_legend(labelColor=INK, titleColor=SOFT, titleFontWeight="normal")
    )
