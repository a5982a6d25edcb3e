"""The header as the browser reads it."""

from __future__ import annotations

from typing import Any

from ...evaluation import Evaluation
from .schema import Blocks, Header, plain


def header_of(evaluation: Evaluation, blocks: dict[str, list[str]]) -> dict[str, Any]:
    """Everything about the evaluation but its columns; ``blocks`` names the traits that carry those."""
    header = evaluation.header
    ranges = evaluation.coverage.ranges()
    return plain(
        Header(
            title=header.title,
            task=header.task,
            classes=list(header.classes),
            background=header.background,
            order=list(header.display_order),
            splits=evaluation.splits,
            unsplit=evaluation.unsplit,
            thresholds=list(evaluation.thresholds),
            coverage={split: [(first, last) for first, last in found] for split, found in ranges.items()},
            mixups=header.mixups,
            unit=header.unit,
            matching=header.matching,
            iou=header.iou,
            tb=header.tb,
            projection=header.projection,
            notices=list(map(str, header.notices)),
            facets=list(evaluation.facets),
            blocks=Blocks(**{table: list(names) for table, names in blocks.items()}),
        )
    )
