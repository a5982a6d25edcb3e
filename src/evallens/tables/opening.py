"""Frames that a user hands in as an evaluation: checked once, cheaply, and told in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import InputError, unknown_name
from ..evaluation import Evaluation
from ..evaluation.columns.elsewhere import Elsewhere
from ..evaluation.columns.header import BACKGROUND, CANONICAL_CONFIDENCE, Header, Mixups, Task
from ..pictures import Pictures
from .engines import engine_of
from .ids import with_text_ids
from .naming import with_classes, with_rows
from .nothing import without_nothing
from .plausible import checked
from .queries import TableQueries


def evaluation_of(queries: TableQueries, **fields: Any) -> Evaluation:
    """The evaluation that ``queries`` answer for; ``fields`` are others of ``Evaluation``."""
    return Evaluation(
        header=queries.header,
        columns=Elsewhere(),
        coverage=queries.coverage,
        pictures=queries.pictures,
        tables=queries,
        **fields,
    )


def opened(
    outcomes: Any,
    images: Any,
    objects: Any = None,
    *,
    classes: Sequence[str] | None = None,
    background: str | None = BACKGROUND,
    task: Task | None = None,
    title: str = "",
    mixups: Mixups = "both",
    confidence: int = CANONICAL_CONFIDENCE,
    matching: str | None = None,
    iou: float | None = None,
    tb: float | None = None,
    pictures: Pictures | None = None,
) -> Evaluation:
    """An evaluation over frames of a table engine: DuckDB relations, Polars, Spark, pandas or Arrow, Ibis tables.

    Args:
        outcomes: A row an outcome: ``image`` (row of ``images``), ``actual``, ``predicted``; else ``count``, ``first``,
            ``last``, ``truth``, ``prediction``, ``iou``, ``kind``, ``score``, ``row`` as docs/scale.md says.
        images: A row an image: ``name`` or ``id``; else ``row``, ``split``, ``x``, ``y``, ``cluster``.
        objects: A row a box: ``row``, ``image``, ``side``, ``label``, ``x``, ``y``, ``w``, ``h``; else ``score``,
            ``area``.
        classes: The names of the classes in order; where ``actual`` and ``predicted`` are names, by default those in
            alphabetical order.
        background: The class that stands for nothing there.
        task: By default object detection where there are objects, else classification.
        title: What the evaluation is called.
        mixups: How a mix-up of two classes counts.
        confidence: Integer percent shown when none is asked for.
        matching: The rule by which predictions were given to ground truths, if one was.
        iou: The level that the IoU of a pair had to pass.
        tb: The IoU up to which a prediction lies on nothing.
        pictures: Where the pictures of the images are.

    Raises InputError in words for frames that cannot be read so, DataError for frames that contradict one another.
    """
    given = {"outcomes": outcomes, "images": images, **({} if objects is None else {"objects": objects})}
    if background != BACKGROUND and background is not None and classes is not None and background not in classes:
        raise unknown_name("class", background, classes)
    if not isinstance(confidence, int):
        raise InputError(f"confidence must be an integer percent 0..100, not {confidence!r}")
    engine = engine_of(given)
    with engine.putting_together():
        engine, notices = with_rows(with_text_ids(without_nothing(engine)))
        engine, names = with_classes(engine, classes)
    header = Header(
        title=title,
        task=task or ("classification" if objects is None else "object-detection"),
        classes=names,
        background=names.index(background) if background in names else None,
        mixups=mixups,
        confidence=confidence,
        matching=matching,
        iou=iou,
        tb=tb,
        notices=notices,
    )
    with engine.putting_together():
        return evaluation_of(checked(engine, header, pictures))
