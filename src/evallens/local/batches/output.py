"""What a matcher answers: one row an image, with its outcomes and its objects in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...evaluation.columns.schema import schema_of
from ...evaluation.columns.tables import NONE, Objects, Outcomes
from .arrow import arrow
from .matching import Matches

OUTCOMES = ("actual", "predicted", "count", "first", "last", "truth", "prediction", "iou", "kind")
"""The columns of an outcome; the image is the row's."""
OBJECTS = ("side", "label", "x", "y", "w", "h", "score", "area", "same_iou", "same_truth", "other_iou", "other_truth",
           "ignored")  # fmt: skip
"""The columns of an object. Which labels are suspect, and twins, need other images or another model."""
_PLACES = ("truth", "prediction", "same_truth", "other_truth")
_SIGNED = {"uint8": "int16", "uint16": "int32", "uint32": "int64"}
"""The next type that holds the same, for engines that have no unsigned numbers."""
_SPARK = {"int16": "smallint", "int32": "int", "int64": "bigint", "float": "float", "double": "double",
          "string": "string"}  # fmt: skip


def element_types(overlap: str, score: str, *, signed: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The Arrow types of the columns of an outcome and of an object.

    ``overlap`` is the precision in which the rule compares overlaps, ``score`` that of scores.
    """
    pa = arrow()
    floating = {"score": score, "same_iou": overlap, "other_iou": overlap}
    found: list[dict[str, Any]] = []
    for table, names in ((Outcomes, OUTCOMES), (Objects, OBJECTS)):
        columns = schema_of(table)
        words = {name: floating.get(name) or np.dtype(columns[name].dtype).name for name in names}
        found.append(
            {
                name: pa.from_numpy_dtype(np.dtype(_SIGNED.get(word, word) if signed else word))
                for name, word in words.items()
            }
        )
    return found[0], found[1]


def schema(image: Any, split: Any, types: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Any:
    """The Arrow schema of what a matcher answers; ``split`` is ``None`` where no batch has one."""
    pa = arrow()
    keys = [("image", image), *([] if split is None else [("split", split)])]
    lists = zip(("outcomes", "objects"), types, strict=True)
    return pa.schema([*keys, *((name, pa.list_(pa.struct(list(of.items())))) for name, of in lists)])


def in_spark(schema: Any) -> str:
    """An Arrow schema in Spark's words, without need of Spark."""
    types = arrow().types

    def word(kind: Any) -> str:
        if types.is_list(kind):
            return f"array<{word(kind.value_type)}>"
        if types.is_struct(kind):
            return f"struct<{', '.join(f'{part.name}: {word(part.type)}' for part in kind)}>"
        return _SPARK[str(kind)]

    return ", ".join(f"{part.name} {word(part.type)}" for part in schema)


def batch(matches: Matches, schema: Any) -> Any:
    """The matches as one record batch of ``schema``, references counted within their image."""
    pa = arrow()
    begin = matches.of_objects[:-1]
    scenes = matches.scenes
    keys = {"image": scenes.image, "split": pa.nulls(len(scenes)) if scenes.split is None else scenes.split}
    arrays = [keys[field.name].cast(field.type) for field in schema if field.name in keys]
    for table, offsets, name in (
        (matches.outcomes, matches.of_outcomes, "outcomes"), (matches.objects, matches.of_objects, "objects"),
    ):  # fmt: skip
        fields = list(schema.field(name).type.value_type)
        start = begin[table.image]
        held = [_column(getattr(table, part.name), part, start) for part in fields]
        struct = pa.StructArray.from_arrays(held, fields=fields)
        places = pa.array(offsets.astype(np.int32))
        arrays.append(pa.ListArray.from_arrays(places, struct, type=schema.field(name).type))
    return pa.record_batch(arrays, schema=schema)


def _column(values: NDArray[Any], field: Any, start: NDArray[np.int64]) -> Any:
    """A column in Arrow: no object and no number is null there."""
    pa = arrow()
    if field.name in _PLACES:
        is_none = values == NONE
        local = np.where(is_none, 0, values.astype(np.int64) - start)
        return pa.array(local, mask=is_none).cast(field.type)
    if values.dtype.kind == "f":
        return pa.array(values, mask=np.isnan(values)).cast(field.type)
    return pa.array(values).cast(field.type)
