"""The floor with all columns that EvalLens sends, in the one trait: what the same data cost at least."""

from __future__ import annotations

import re
from typing import Any

from ipywidgets.widgets.widget import _remove_buffers

from benchmarks.scale.data import Points
from benchmarks.scale.peers.floor import Floor, floor_of, select
from evallens import Lens

__all__ = ["prepare", "select", "show"]

Given = tuple[Points, bytes]


def prepare(points: Points) -> Given:
    """What the blocks of a Lens hold, but x and y, which stand first in the floor's trait already."""
    lens = Lens(points.evaluation)
    # With the rows that follow the first picture.
    lens._loader.publish_rows()  # noqa: SLF001 - nothing that users call has a need to
    _, paths, buffers = _remove_buffers(lens.get_state())
    others = b"".join(bytes(buffer) for path, buffer in zip(paths, buffers, strict=True) if _is_other_column(path))
    lens.close()
    return points, others


def _is_other_column(path: list[Any]) -> bool:
    is_of_block = re.fullmatch(r"(places|cube|images|outcomes|objects|masks)_\d+", str(path[0]))
    return bool(is_of_block) and path[1] not in {"x", "y"}


def show(given: Given) -> tuple[Floor, Floor]:
    """What is spoken to, and what is displayed."""
    return floor_of(*given)
