"""Who is measured, and what each can do."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

INSTALL = "scripts/install.sh python bench"
"""The command that installs every peer."""


@dataclass(frozen=True)
class Peer:
    """One widget: the module that makes it in a kernel, and where its parts are in the page."""

    name: str
    module: str
    packages: tuple[str, ...]
    """The distributions it needs."""
    regions: tuple[tuple[str, str], ...]
    """What is looked at, and its CSS selector below the output; the first is the scatter."""
    lasso: str = ""
    """How one is drawn: "shift" held, by a "mode" set first, or not at all."""
    is_carrier: bool = False
    """It only shows what the bytes cost: nothing is done with it."""

    def missing(self) -> list[str]:
        """The distributions that are not installed."""
        return [package for package in self.packages if not _is_installed(package)]


def _is_installed(package: str) -> bool:
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


_CANVAS = (("scatter", "canvas"),)

OURS = Peer(
    "EvalLens",
    "ours",
    ("evallens",),
    (
        ("scatter", ".scatter .plot > canvas"),
        ("matrix", ".matrix canvas"),
        ("counts", ".filters"),
        ("gallery", ".gallery ul.cards"),
    ),
    lasso="shift",
)
FLOOR = Peer("floor", "floor", ("anywidget",), _CANVAS)
FLOOR_COLUMNS = Peer("floor, all columns", "floor_columns", ("anywidget",), _CANVAS, is_carrier=True)
JUPYTER_SCATTER = Peer("jupyter-scatter", "jupyter_scatter", ("jupyter-scatter",), _CANVAS, lasso="shift")
ALTAIR = Peer("altair JupyterChart", "altair_chart", ("altair", "vl-convert-python"), _CANVAS)
VEGAFUSION = Peer("altair with vegafusion", "altair_vegafusion", ("altair", "vl-convert-python", "vegafusion"), _CANVAS)
PLOTLY = Peer("plotly FigureWidget", "plotly_figure", ("plotly",), (("scatter", ".nsewdrag"),), lasso="mode")

PEERS = (OURS, FLOOR, FLOOR_COLUMNS, JUPYTER_SCATTER, ALTAIR, VEGAFUSION, PLOTLY)
