"""A Lens whose rows follow after its first picture, in a page that takes three seconds to load its module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import evallens
from evallens.lens import column_sender

CELL = f"""import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.hosts import slow

lens = slow.lens()
lens"""
"""A cell of a notebook that shows one."""

_SECONDS = 3
"""anywidget gives a module two."""


class SlowLens(evallens.Lens):
    """What a busy page or a slow line makes of a Lens."""

    _esm = f"await new Promise((resolve) => setTimeout(resolve, {1000 * _SECONDS}));\n{evallens.Lens._esm}"


def lens(evaluation: Any = None) -> SlowLens:
    """Of the demo by default, which counts as one of many rows."""
    column_sender._FEW = 0
    return SlowLens(evallens.demo() if evaluation is None else evaluation)
