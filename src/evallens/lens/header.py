"""The header as the browser reads it."""

from __future__ import annotations

from typing import Any

from ..evaluation import Evaluation


def header_of(evaluation: Evaluation, blocks: dict[str, list[str]]) -> dict[str, Any]:
    """Everything about the evaluation but its columns; ``blocks`` names the traits that carry those."""
    header = evaluation.header
    return {
        "title": header.title,
        "task": header.task,
        "classes": list(header.classes),
        "background": header.background,
        "order": list(header.display_order),
        "splits": evaluation.splits,
        "thresholds": list(evaluation.thresholds),
        "coverage": evaluation.coverage.ranges(),
        "mixups": header.mixups,
        "unit": header.unit,
        "projection": header.projection,
        "notices": list(map(str, header.notices)),
        "blocks": {table: list(names) for table, names in blocks.items()},
    }
