"""Matching in Spark: both sides brought together image by image, and what comes out as tables of an evaluation.

::

    match = evallens.matcher(classes)
    paired = evallens.spark.pair(truth, predictions)
    matched = paired.mapInArrow(match, match.spark_schema)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import InputError, missing_extra
from .evaluation.columns.tables import PREDICTION, SPLITS, TRUTH, UNSPLIT
from .local.annotations import SPLIT_WORDS
from .local.readers import BoxForm, box_forms
from .local.readers.tables.naming import Naming

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


class Tables(NamedTuple):
    """Frames for ``evallens.open(outcomes=..., images=..., objects=...)``."""

    images: DataFrame
    outcomes: DataFrame
    objects: DataFrame


def pair(
    truth: DataFrame,
    predictions: DataFrame,
    *,
    box: str | tuple[str, str] | None = None,
    order: str | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """Bring the boxes of both sides together: one row a box, all boxes of an image in one partition and in one run.

    The columns are found by their names, as in any table that ``evallens.evaluate`` reads: an image, four columns of a
    box or one of four numbers, a class, a score of predictions; where there are any, ``split``, ``iscrowd`` and
    ``difficult``. A row whose box is null stands for an image without boxes.

    Args:
        truth: The ground truth, one row a box.
        predictions: The predictions, one row a box.
        box: How four numbers of a box are meant, where the columns' names do not say; a pair says it of each side.
        order: A column of both by which the boxes of an image are ordered, for the order decides ties; by default as
            Spark reads them, which is the order of a file but not that of several.
        partitions: How many partitions there are afterwards; by default as many as Spark makes.

    Returns:
        A frame to be mapped by a matcher: ``image``, ``side``, ``box``, ``label``, ``score``, ``split``, ``iscrowd``,
        ``difficult``.

    Raises:
        InputError: A column lacks, or could be two; or the sides' classes are numbers here and names there.
    """
    functions = _functions()
    forms = box_forms(box)
    sides = [
        _side(truth, Naming.of(truth.columns, "truth", "truth", forms.truth), TRUTH, order),
        _side(predictions, Naming.of(predictions.columns, "predictions", "predictions", forms.predictions), PREDICTION,
              order),
    ]  # fmt: skip
    _check_labels(sides)
    has_split = ["split" in side.columns for side in sides]
    if has_split[0] and not has_split[1]:
        sides[1] = sides[1].withColumn("split", functions.lit(None).cast("string"))
    both = sides[0].unionByName(sides[1], allowMissingColumns=True)
    key = functions.col("image")
    spread = both.repartition(key) if partitions is None else both.repartition(partitions, key)
    # The same name in another split is another image, where both sides say the split.
    by = ["image", *(["split"] if all(has_split) else []), "side", "place"]
    return spread.sortWithinPartitions(*by).drop("place")


def tables(matched: DataFrame) -> Tables:
    """What a matcher made, as the three tables of an evaluation, whose rows name one another by numbers.

    Args:
        matched: What ``mapInArrow`` gave, written and read again: every question would match once more otherwise, and
            rows are numbered by where they lie.

    Returns:
        Frames with a column ``row`` each, for ``evallens.open(outcomes=..., images=..., objects=..., classes=...)``.
    """
    functions = _functions()
    numbered = _numbered(matched)
    split = functions.lit(SPLITS.index("test"))
    for word, name in SPLIT_WORDS.items():
        is_called = functions.lower(functions.trim("split")) == word
        split = functions.when(is_called, SPLITS.index(name)).otherwise(split)
    is_strange = functions.col("split").isNotNull() & ~functions.lower(functions.trim("split")).isin(*SPLIT_WORDS)
    images = numbered.select(
        "row", functions.col("image").alias("id"), functions.col("image").alias("name"),
        functions.when(is_strange, UNSPLIT).otherwise(split).cast("smallint").alias("split"),
    )  # fmt: skip

    def exploded(column: str, first: str) -> DataFrame:
        names = matched.schema[column].dataType.elementType.names  # type: ignore[attr-defined]
        rows = numbered.select(
            functions.col("row").alias("image"),
            *dict.fromkeys([first, "object"]),
            functions.posexplode(column).alias("place", "one"),
        )
        named = [
            (functions.col("object") + functions.col(f"one.{name}")).alias(name)
            if name in _PLACES
            else functions.col(f"one.{name}")
            for name in names
        ]
        return rows.select((functions.col(first) + functions.col("place")).alias("row"), "image", *named)

    return Tables(images, exploded("outcomes", "outcome"), exploded("objects", "object"))


_PLACES = ("truth", "prediction", "same_truth", "other_truth")


@dataclass(frozen=True)
class _Numbering:
    """Numbers images, outcomes and objects one after the other, partition after partition."""

    first: dict[int, tuple[int, int, int]]
    """The number with which each partition begins, of images, outcomes and objects."""

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """The batches of one partition with the numbers of each image and of its first outcome and object."""
        import pyarrow as pa
        from pyarrow import compute

        begun: list[int] | None = None
        for batch in batches:
            if not batch.num_rows:
                continue
            begun = list(self.first[batch.column("part")[0].as_py()]) if begun is None else begun
            sizes = [pa.array(np.ones(batch.num_rows, np.int64))]
            sizes += [
                compute.list_value_length(batch.column(name)).cast(pa.int64()) for name in ("outcomes", "objects")
            ]
            added = []
            for place, size in enumerate(sizes):
                ends = np.cumsum(np.asarray(size)) + begun[place]
                added.append(pa.array(np.concatenate([[begun[place]], ends[:-1]])))
                begun[place] = int(ends[-1])
            yield pa.RecordBatch.from_arrays([*batch.columns, *added], names=[*batch.schema.names, *_NUMBERS])


_NUMBERS = ("row", "outcome", "object")


def _numbered(matched: DataFrame) -> DataFrame:
    """The images with their numbers, and those of their first outcome and object."""
    functions = _functions()
    from pyspark.sql.types import LongType, StructField, StructType

    parted = matched.withColumn("part", functions.spark_partition_id())
    sums = [functions.sum(functions.size(name)).alias(name) for name in ("outcomes", "objects")]
    found = parted.groupBy("part").agg(functions.count("part").alias("images"), *sums).collect()
    first: dict[int, tuple[int, int, int]] = {}
    total = (0, 0, 0)
    for one in sorted(found, key=lambda one: one["part"]):
        first[one["part"]] = total
        total = (total[0] + one["images"], total[1] + one["outcomes"], total[2] + one["objects"])
    schema = StructType([*parted.schema.fields, *(StructField(name, LongType()) for name in _NUMBERS)])
    return parted.mapInArrow(_Numbering(first), schema)


def _side(frame: DataFrame, naming: Naming, which: int, order: str | None) -> DataFrame:
    functions = _functions()
    _check_types(frame, naming, which)
    if order is not None and order not in frame.columns:
        raise InputError(f"{('truth', 'predictions')[which]}: there is no column {order!r}, which order= names")
    place = functions.monotonically_increasing_id() if order is None else _quoted(order)
    columns = {
        "image": _quoted(naming.image).cast("string"),
        "side": functions.lit(which).cast("tinyint"),
        "box": _box(naming),
        "label": _label(frame, naming),
        "place": place,
    }
    if naming.score is not None:
        columns["score"] = _quoted(naming.score)
    for name, own in (("split", naming.split), ("iscrowd", naming.crowd), ("difficult", naming.difficult)):
        if own is not None:
            columns[name] = _quoted(own).cast("string" if name == "split" else "int")
    return frame.select(*(column.alias(name) for name, column in columns.items()))


def _check_types(frame: DataFrame, naming: Naming, which: int) -> None:
    """Raise InputError for columns that would be read as something else."""
    side = ("truth", "predictions")[which]
    image = frame.schema[naming.image].dataType.typeName()
    if image in ("double", "float"):
        raise InputError(f"{side}: the column {naming.image!r} is {image}, and names an image: cast it to bigint")
    box = frame.schema[naming.box.names[0]].dataType.typeName()
    if len(naming.box.names) == 1 and box != "array":
        raise InputError(f"{side}: the column {naming.box.names[0]!r} is {box}, not an array of four numbers")


def _box(naming: Naming) -> Column:
    """Corners in double, null where a row has no box: what a reader of tables makes of the same columns."""
    functions = _functions()
    if len(naming.box.names) == 4:
        four = [_quoted(name).cast("double") for name in naming.box.names]
    else:
        held = _quoted(naming.box.names[0])
        words = f"the column {naming.box.names[0]!r} holds a box that has not four numbers"
        odd = functions.size(held) != 4
        # Of a longer list the first four numbers would be a box.
        held = functions.when(odd & held.isNotNull(), functions.raise_error(words)).otherwise(held)
        four = [held[place].cast("double") for place in range(4)]
    form: BoxForm = naming.form
    corners = four
    if form != "xyxy":
        start = four[:2] if form == "xywh" else [four[0] - four[2] / 2, four[1] - four[3] / 2]
        corners = [*start, start[0] + four[2], start[1] + four[3]]
    is_there = reduce(or_, (one.isNotNull() for one in four))
    made: Column = functions.when(is_there, functions.array(*corners))
    return made


def _label(frame: DataFrame, naming: Naming) -> Column:
    """The class: of a column of names and one of numbers the names."""
    types = {name: frame.schema[name].dataType.typeName() for name in naming.labels}
    texts = [name for name, kind in types.items() if kind in ("string", "varchar", "char")]
    if texts:
        return _quoted(texts[0])
    return _quoted(naming.labels[0]).cast("bigint")


def _check_labels(sides: Sequence[DataFrame]) -> None:
    kinds = [side.schema["label"].dataType.typeName() for side in sides]
    if kinds[0] != kinds[1]:
        raise InputError(
            f"the classes of the truth are {kinds[0]}, those of the predictions {kinds[1]}: give both sides names, or "
            "both class indices"
        )


def _quoted(name: str) -> Column:
    """A column of that very name, whatever dots or blanks are in it."""
    column: Column = _functions().col("`" + name.replace("`", "``") + "`")
    return column


def _functions() -> Any:
    try:
        from pyspark.sql import functions
    except ImportError:
        raise missing_extra("Matching in Spark", "pyspark") from None
    return functions
