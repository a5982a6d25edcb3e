"""The window that everything is looked at in, and how long one thing may take."""

from __future__ import annotations

WINDOW = (1360, 1500)
"""Pixels; high enough for toolbar, matrix, map and two rows of the gallery of EvalLens."""

LIMIT = 120
"""Seconds that one thing may take."""
