"""The score, overlap, area and weight of outcomes of tables: columns of their own, or of their objects."""

from __future__ import annotations

import narwhals as nw

from ..evaluation.columns.tables import NONE
from ..evaluation.tabled.layout import AREA, SCORE
from .engines.engine import Frame
from .frames import ROW

_PRECISION = 2.0**-22
"""As in ``evaluation/columns/areas.py``."""
_NOTHING = nw.lit(None).cast(nw.Float64)


def name_of(value: str) -> str:
    """The column that ``with_value`` adds."""
    return f"value_of_{value}"


def with_value(value: str, outcomes: Frame, objects: Frame | None) -> Frame:
    """Outcomes with one more column, null where there is no value: "score", "iou", "area" or "weight"."""
    column = name_of(value)
    if value == "iou":
        return outcomes.with_columns(nw.col("iou").alias(column))
    if value == "score":
        return _with_score(outcomes, objects, column)
    if value == "area":
        return _with_area(outcomes, objects, column)
    return _with_weight(outcomes, objects, column)


def _with_score(outcomes: Frame, objects: Frame | None, column: str) -> Frame:
    if objects is None:
        return outcomes.with_columns(nw.col("score").cast(nw.Float32).alias(column))
    if SCORE in outcomes.collect_schema():
        return outcomes.with_columns(nw.col(SCORE).alias(column))
    found = objects.select(nw.col(ROW).alias("scored_row"), nw.col("score").cast(nw.Float32).alias(column))
    return outcomes.join(found, left_on="prediction", right_on="scored_row", how="left")


def _with_area(outcomes: Frame, objects: Frame | None, column: str) -> Frame:
    if AREA in outcomes.collect_schema():
        return outcomes.with_columns(nw.col(AREA).alias(column))
    if objects is None:
        return outcomes.with_columns(_NOTHING.alias(column))
    of = nw.when(nw.col("truth") == NONE).then(nw.col("prediction")).otherwise(nw.col("truth"))
    found = objects.select(nw.col(ROW).alias("sized_row"), pixel_area().alias(column))
    return outcomes.with_columns(of.alias("sized_object")).join(
        found, left_on="sized_object", right_on="sized_row", how="left"
    )


def pixel_area() -> nw.Expr:
    """Square pixels of an object, as filters compare them: see ``evaluation/columns/areas.py``."""
    area = nw.col("area").cast(nw.Float64)
    of_box = nw.col("w").cast(nw.Float64) * nw.col("h").cast(nw.Float64)
    return nw.when((area - of_box).abs() <= _PRECISION * of_box).then(of_box).otherwise(area)


def _with_weight(outcomes: Frame, objects: Frame | None, column: str) -> Frame:
    """The weightier of the suspects among an outcome's objects."""
    if objects is None:
        return outcomes.with_columns(_NOTHING.alias(column))
    joined = outcomes
    suspect = objects.filter(~nw.col("weight").is_null())
    for side in ("truth", "prediction"):
        found = suspect.select(nw.col(ROW).alias(f"weighed_{side}"), nw.col("weight").alias(f"weight_{side}"))
        joined = joined.join(found, left_on=side, right_on=f"weighed_{side}", how="left")
    truth, prediction = nw.col("weight_truth"), nw.col("weight_prediction")
    more = nw.when(prediction.is_null() | (truth >= prediction)).then(truth).otherwise(prediction)
    return joined.with_columns(more.alias(column))
