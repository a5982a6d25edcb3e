"""``evallens.matcher``: a function from a batch of images to what became of every box in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...errors import InputError, unknown_name
from ...evaluation.matched import How
from ...matching.rules import checked_level, rule_named
from .. import checks
from ..pairing.sides import Difficult, JoinRules
from ..readers.reading import BoxForm, box_forms
from . import flat, nested, output
from .arrow import arrow, as_table
from .matching import Matches, match
from .scenes import Given, Scenes
from .stream import gathered

_SCORES = ("float32", "float64")


@dataclass(frozen=True)
class Matcher:
    """Made by :func:`matcher`. It holds its arguments and nothing else, so it travels to any process."""

    given: Given
    how: How

    def __call__(self, batch: Any) -> Any:
        """Match a batch of images.

        Args:
            batch: An Arrow table or record batch, or a frame that exports Arrow, in one of the two forms of
                :func:`matcher`; or an iterator of record batches, as Spark's ``mapInArrow`` hands over.

        Returns:
            Of a record batch a record batch, else a table: one row an image, see ``schema``. Of an iterator an iterator
            of record batches of ``spark_schema``; an image whose boxes are cut by two batches is put together.

        Raises:
            InputError: Columns lack, or are of a wrong type; DataError names the image and the box.
        """
        if isinstance(batch, Iterator):
            return self._stream(batch)
        pa = arrow()
        table = as_table(batch)
        found = self.matches(table)
        score = found.objects.score.dtype.name
        made = output.batch(found, self._schema(found.scenes, self.given.scores or score))
        return made if isinstance(batch, pa.RecordBatch) else pa.Table.from_batches([made])

    @property
    def schema(self) -> Any:
        """The Arrow schema of the answer where images are called by text and no split is said.

        ``image`` and ``split`` keep the type they come in; ``split`` is there where the batch has it, and ``score`` is
        in the precision of the scores.
        """
        return output.schema(arrow().string(), None, self._types(self.given.scores or "float64", signed=False))

    @property
    def spark_schema(self) -> str:
        """What ``mapInArrow`` makes, in Spark's words: images as text, and the next signed type for each unsigned one.

        Scores are double, or float where the matcher was made with ``scores="float32"``.
        """
        return output.in_spark(self._spark)

    @property
    def _spark(self) -> Any:
        text = arrow().string()
        return output.schema(text, text, self._types(self.given.scores or "float64", signed=True))

    def matches(self, table: Any) -> Matches:
        """What becomes of the boxes of an Arrow table, as columns of numbers; raises as a call does."""
        return match(self._scenes(table), self.how, self.given.difficult)

    def _scenes(self, table: Any) -> Scenes:
        read = flat.scenes if "side" in table.column_names else nested.scenes
        return read(table, self.given)

    def _types(self, score: str, *, signed: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        overlap = "float32" if self.how.rule.measure == "corners" else "float64"
        return output.element_types(overlap, score, signed=signed)

    def _schema(self, scenes: Scenes, score: str) -> Any:
        split = None if scenes.split is None else scenes.split.type
        return output.schema(scenes.image.type, split, self._types(score, signed=False))

    def _stream(self, batches: Iterator[Any]) -> Iterator[Any]:
        told = Matcher(replace(self.given, scores=self.given.scores or "float64"), self.how)
        for table in gathered(batches):
            yield output.batch(told.matches(table), self._spark)


def matcher(
    classes: Sequence[str],
    iou: float = 0.5,
    matching: str = "iou",
    *,
    box: BoxForm = "xyxy",
    difficult: Difficult = "keep",
    scores: str | None = None,
) -> Matcher:
    """Make a function that matches predictions to ground truths batch by batch, exactly as ``evaluate`` does.

    It takes Arrow in one of two forms. **One row an image**: ``image`` (text or a number), ``truth_boxes`` and
    ``prediction_boxes`` (lists of four numbers), ``truth_labels`` and ``prediction_labels`` (lists of class indices or
    names), ``prediction_scores`` (lists of 0..1); where there are any, ``split``, ``truth_iscrowd``,
    ``truth_difficult`` and ``truth_areas``. **One row a box**, those of an image one after the other: ``image``,
    ``side`` ("truth" and "prediction", or 0 and 1), ``box``, ``label``, ``score``; where there are any, ``split``,
    ``iscrowd``, ``difficult`` and ``area``. A row whose box is null stands for an image without boxes. In both the
    order of boxes within an image decides ties, as the order of a file does.

    It answers one row an image: ``image``, ``split`` where it is said, ``outcomes`` and ``objects``, lists of records
    with the columns of an evaluation's own tables. ``truth``, ``prediction``, ``same_truth`` and ``other_truth`` count
    within the ``objects`` of the row; null is none.

    Args:
        classes: Class names in the order of the matrix; the background comes after them.
        iou: Level that the overlap of a matched pair has to pass, above 0 and below 1.
        matching: "iou", "score" or "coco", as of ``evaluate``.
        box: How the four numbers of a box are meant: "xyxy", "xywh" or "cxcywh".
        difficult: "keep" or "ignore", as of ``evaluate``.
        scores: The precision that scores must have, "float32" or "float64"; by default the one they come in, of Spark
            float64. A score is compared with a threshold in its own precision.

    Returns:
        A function of a batch, to be called anywhere: it keeps nothing from one batch to the next.

    Raises:
        InputError: An argument cannot be used; MissingExtraError without pyarrow.

    >>> import pyarrow as pa
    >>> batch = pa.table({
    ...     "image": ["a"],
    ...     "truth_boxes": [[[0, 0, 10, 10]]], "truth_labels": [["cat"]],
    ...     "prediction_boxes": [[[0, 0, 10, 9]]], "prediction_labels": [["cat"]], "prediction_scores": [[0.8]],
    ... })
    >>> found = matcher(["cat", "dog"])(batch).to_pylist()[0]
    >>> [(one["actual"], one["predicted"], one["first"], one["last"]) for one in found["outcomes"]]
    [(0, 0, 0, 80), (0, 2, 81, 100)]
    """
    arrow()
    names = checks.class_names(classes)
    if names is None or len(set(names)) < len(names):
        raise InputError("classes are the names in the order of the matrix, each of them once")
    checks.check_classes(tuple(names), "classes")
    if scores is not None and scores not in _SCORES:
        raise unknown_name("precision of scores", scores, _SCORES)
    rules = JoinRules(difficult=difficult)
    form = box_forms(box).truth or "xyxy"
    given = Given(classes=tuple(names), box=form, difficult=rules.difficult, scores=scores)
    return Matcher(given, How(rule=rule_named(matching), iou=checked_level(iou)))
