"""Ground truth and predictions to an Evaluation: read, join, match, embed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ..errors import InputError, unknown_name
from ..evaluation.columns.header import Task
from ..evaluation.evaluation import Evaluation
from ..evaluation.matched import How
from ..matching.rules import checked_level, rule_named
from . import checks, detection, doubt, plausibility
from .annotations import is_split_word
from .building import built
from .classification import outcomes as classification
from .doubt import OnDoubt
from .inputs import Kind, kind_of, missing_predictions, settled
from .models import of_two
from .pairing.category_ids import CategoryIds
from .pairing.sides import Difficult, JoinRules
from .pool import Asked, are_files, evaluate_files, refuse
from .readers import box_forms, is_path, recognised
from .readers.tables.frames import is_table
from .readers.tables.reader import no_boxes
from .segmentation import outcomes as segmentation

_TASKS = {
    "detection": ("object-detection", "instance-segmentation"),
    "classification": ("classification",),
    "segmentation": ("semantic-segmentation",),
}
_GENERIC = frozenset({"labels", "predictions", "results", "annotations", "_annotations.coco"})
"""What files and folders of every run are called."""


def evaluate(
    truth: Any,
    predictions: Any = None,
    *,
    images: Any = None,
    splits: Mapping[str, str] | Sequence[str] | str | None = None,
    iou: float = 0.5,
    matching: str = "iou",
    embeddings: Any = None,
    classes: Sequence[str] | None = None,
    task: Task | None = None,
    format: str | None = None,  # noqa: A002 - the word that every message and the command use
    box: str | tuple[str, str] | None = None,
    values: Mapping[int, str] | None = None,
    ignore: int | Sequence[int] | Literal["auto"] | None = "auto",
    title: str | None = None,
    match: Literal["id", "name"] | None = None,
    category_ids: CategoryIds | None = None,
    difficult: Difficult = "keep",
    exif: bool = True,
    on_doubt: OnDoubt | None = None,
    models: Mapping[str, Any] | None = None,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    overwrite: bool = False,
) -> Evaluation:
    """Evaluate a model's predictions against ground truth, at every confidence threshold at once.

    Args:
        truth: COCO JSON (a path or the decoded object), a folder of YOLO or Pascal VOC files, a
            supervision ``DetectionDataset``, ``Detections`` by image name or in a list, columns of
            arrays, a classification table or labels, or a folder of mask pictures. A mapping
            ``{"train": ..., "test": ...}``, or folders of those names, give each split.
        predictions: The same kinds, with a confidence from 0 to 1 for each box. A classification
            table may hold both columns; then leave it out.
        images: Pictures to show: a folder, a mapping by image name, or a list in the truth's order.
        splits: The split of each image, by name or in the truth's order; one word for all of them.
            Images without one are "test".
        iou: Level that the overlap of a matched pair has to pass, above 0 and below 1.
        matching: "iou" as supervision's ConfusionMatrix, "score" as FiftyOne's ``classwise=False``, "coco" as
            pycocotools and TIDE, within a class.
        embeddings: (N, D) or (N, 2) array or mapping by image name; by default computed from the
            pictures; ``False``: none.
        classes: Class names in the order of the matrix; by index, where the input has no names.
        task: The task, where the input leaves it open (boxes or masks).
        format: What the input is, where its structure could be several: "coco", "yolo", "yolo-pose", "voc", ...
        box: How four numbers of a box are meant, where that is not told: "xyxy", "xywh" or "cxcywh"; a pair
            says it of truth and predictions each.
        values: What pixel values of masks mean, such as ``{255: "crack"}``.
        ignore: Pixel values of the truth that are not judged; ``None``: none; "auto": 255, unless it is a class.
        title: What the evaluation is called; by default the name of the predictions' file or folder.
        match: "id" or "name": how the predictions call images, where both would fit different ones.
        category_ids: "from 0", "from 1" or "coco91": how category ids count the classes; by default they are
            those of the truth.
        difficult: "keep" counts objects that Pascal VOC calls difficult like any other; "ignore" leaves them out,
            and with them predictions that lie on them and find nothing else.
        exif: Show pictures turned as their EXIF orientation says, unless the size that the input states for one is
            the size in which it is stored; False: show all as they are stored.
        on_doubt: "raise" makes every notice an error; "tell" makes none of what was left out, however much it is.
        out: A folder to write the evaluation into, as tables: Parquet files of boxes (patterns, folders or lists of
            them) are matched part by part, so that no memory need hold them, and a call that was ended takes up its
            finished parts when it is made again. See docs/scale.md.
        workers: With ``out=``, how many processes are at work; by default one for each processor.
        overwrite: May the folder ``out`` be replaced, where it holds an evaluation in tables?
        models: In place of ``predictions`` those of two models, ``{"v1": ..., "v2": ...}``: one Evaluation of both.

    Returns:
        An Evaluation that covers all 101 integer thresholds.

    Raises:
        InputError: What was given cannot be used; DataError names the file and the record.

    >>> import numpy as np
    >>> box = {"boxes": np.array([[0, 0, 10, 10]]), "labels": np.array([0])}
    >>> ev = evaluate([box], [box | {"scores": np.array([0.8])}], classes=["cat"])
    >>> ev.confusion_matrix(confidence=50).matrix.tolist()
    [[1, 0], [0, 0]]
    """
    classes = checks.class_names(classes)
    if out is None and (workers is not None or overwrite):
        raise InputError("workers= and overwrite= are about a folder that is written: name it with out=")
    if not isinstance(title, str | None):
        raise InputError(f"title is a text, not {title!r}")
    options = _Options(
        images=images, splits=splits, iou=iou, matching=matching, embeddings=embeddings, classes=classes, task=task,
        format=format, box=box, values=values, ignore=ignore, exif=exif, on_doubt=doubt.checked(on_doubt),
        joins=JoinRules(match=match, category_ids=category_ids, difficult=difficult), truths=detection.Truths(),
    )  # fmt: skip
    truth = settled(truth)
    if out is not None and models is None and are_files(truth) and are_files(predictions):
        asked = _asked_of_files(options, title or Path(out).name)
        return evaluate_files(truth, predictions, out, asked, workers=workers, overwrite=overwrite)
    found = _of_all(truth, predictions, models, title, options)
    if out is not None:
        found.to_parquet(out, overwrite=overwrite)
    return found


def _of_all(
    truth: Any, predictions: Any, models: Mapping[str, Any] | None, title: str | None, options: _Options
) -> Evaluation:
    """One model or two, in memory."""
    if models is None:
        return _evaluated(truth, predictions, title, options)
    return of_two(
        models,
        predictions,
        # Both have the images, and the map, of the last.
        lambda name, given, is_last: _evaluated(
            truth, given, title or name, options if is_last else replace(options, embeddings=False)
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Options:
    """How ``evaluate`` was asked to read and compare, whatever the model."""

    images: Any
    splits: Any
    iou: float
    matching: str
    embeddings: Any
    classes: Any
    task: Any
    format: Any
    box: Any
    values: Any
    ignore: Any
    exif: bool
    on_doubt: Any
    joins: JoinRules
    truths: detection.Truths


def _asked_of_files(options: _Options, title: str) -> Asked:
    """What is asked of files too many for memory; raises InputError for what they cannot give."""
    refuse(
        values=options.values, match=options.joins.match,
        embeddings=None if options.embeddings is False else options.embeddings,
        task=None if options.task == "object-detection" else options.task,
        format=None if options.format == "table" else options.format,
    )  # fmt: skip
    return Asked(
        title=title, how=How(rule=rule_named(options.matching), iou=checked_level(options.iou)),
        box=box_forms(options.box), joins=options.joins, classes=options.classes, splits=options.splits,
        images=options.images, on_doubt=options.on_doubt,
    )  # fmt: skip


def _evaluated(truth: Any, predictions: Any, title: str | None, asked: _Options) -> Evaluation:
    """One model; raises as ``evaluate``."""
    predictions = settled(predictions)
    kind = kind_of(truth, predictions, asked.task, asked.format)
    _check_task(asked.task, kind)
    if kind == "detection":
        if predictions is None:
            raise missing_predictions()
        if is_table(predictions) and not recognised(predictions, "predictions"):
            raise no_boxes(predictions)
        how = detection.How(
            iou=asked.iou, rule=asked.matching, task=asked.task, images=asked.images, classes=asked.classes,
            format=asked.format, box=box_forms(asked.box), joins=asked.joins, exif=asked.exif,
        )  # fmt: skip
        result = detection.evaluated(truth, predictions, how, asked.truths)
    elif kind == "classification":
        result = classification.evaluated(truth, predictions, classes=asked.classes, match=asked.joins.match)
    else:
        result = segmentation.evaluated(
            truth, predictions, classes=asked.classes, values=asked.values, ignore=asked.ignore, match=asked.joins.match
        )
    result = replace(result, notices=(*result.notices, *plausibility.of_result(result)))
    doubt.check_left_out(result.left_out, result.notices, asked.on_doubt)
    named = title or _title(predictions if is_path(predictions) else truth)
    evaluation = built(
        result, named, images=asked.images, splits=asked.splits, embeddings=asked.embeddings, exif=asked.exif
    )
    doubt.check_notices(evaluation.notices, asked.on_doubt)
    return evaluation


def _check_task(task: Any, kind: Kind) -> None:
    if task is not None and not (isinstance(task, str) and task in _TASKS[kind]):
        raise unknown_name(f"task for {kind} input", task, _TASKS[kind])


def _title(given: Any) -> str:
    """The file's or folder's name, or that of the folder around it where it is a name that any run has."""
    if not is_path(given):
        return "Local evaluation"
    path = Path(given).absolute()
    own = path.name if path.is_dir() else path.stem
    named = [name for name in (own, *(folder.name for folder in path.parents)) if name.strip(".")]
    return next((name for name in named[:3] if not _is_generic(name)), own or "Local evaluation")


def _is_generic(name: str) -> bool:
    return name.lower() in _GENERIC or is_split_word(name)
