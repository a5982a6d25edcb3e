"""The least a widget can do: the bytes of one trait go to WebGL, and pixels come out. No peer: a yardstick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from benchmarks.scale.data import Points


class Floor(anywidget.AnyWidget):
    """Draws ``size`` points whose x, y stand first in ``columns``; what follows them is only carried."""

    _esm = Path(__file__).with_suffix(".js").read_text("utf-8")
    size = traitlets.Int().tag(sync=True)
    bounds: traitlets.List[float] = traitlets.List().tag(sync=True)
    columns = traitlets.Bytes().tag(sync=True)
    mask = traitlets.Bytes().tag(sync=True)


def show(points: Points) -> tuple[Floor, Floor]:
    """What is spoken to, and what is displayed: here the same."""
    return floor_of(points, b"")


def floor_of(points: Points, others: bytes) -> tuple[Floor, Floor]:
    """A floor that carries ``others`` beside the coordinates."""
    xy = np.column_stack([points.x, points.y])
    low, high = xy.min(0), xy.max(0)
    widget = Floor(
        size=len(xy),
        bounds=[*((low + high) / 2).tolist(), *(1.05 * (high - low)).tolist()],
        columns=xy.tobytes() + others,
    )
    return widget, widget


def select(widget: Floor, rows: Sequence[int]) -> None:
    """Mark the rows."""
    mask = np.zeros(widget.size, np.uint8)
    mask[rows] = 1
    widget.mask = mask.tobytes()
