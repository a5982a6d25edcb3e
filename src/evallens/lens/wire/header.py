"""The header as the browser reads it."""

from __future__ import annotations

from typing import Any

from ...evaluation import Evaluation
from .cursor import BlockCursor, Names
from .plain import plain
from .schema import Blocks, Header, Model, ModelBlocks, Rows


def header_of(evaluation: Evaluation, sent: BlockCursor, rows: Rows = "here") -> dict[str, Any]:
    """Everything about the evaluation but its columns; ``sent`` names the traits that carry those.

    ``rows`` says whether that is all, or whether more is to come.

    It is the same whichever of several models is shown.
    """
    parts = evaluation.parts
    shown = [evaluation.showing(name) for name in evaluation.models]
    models = [_model(part, names) for part, names in zip(shown, sent.models, strict=True)]
    header, last = parts[-1].header, models[-1]
    return plain(
        Header(
            title=last.title,
            task=header.task,
            classes=list(header.classes),
            background=header.background,
            order=list(header.display_order),
            splits=evaluation.splits,
            unsplit=evaluation.unsplit,
            thresholds=last.thresholds,
            coverage=last.coverage,
            mixups=last.mixups,
            unit=header.unit,
            matching=last.matching,
            iou=last.iou,
            tb=last.tb,
            projection=header.projection,
            notices=list(map(str, evaluation.notices)),
            facets=last.facets,
            blocks=Blocks(**sent.images, **sent.models[-1]),
            rows=rows if evaluation.tables is None else "behind",
            models=models if len(models) > 1 else [],
        )
    )


def _model(part: Evaluation, names: Names) -> Model:
    header = part.header
    ranges = part.coverage.ranges()
    return Model(
        name=part.shown_model,
        title=header.title,
        scored=header.scored,
        thresholds=list(part.thresholds),
        coverage={split: [(first, last) for first, last in found] for split, found in ranges.items()},
        mixups=header.mixups,
        matching=header.matching,
        iou=header.iou,
        tb=header.tb,
        facets=list(part.facets),
        blocks=ModelBlocks(**{table: list(traits) for table, traits in names.items()}),
    )
