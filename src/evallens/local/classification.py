"""Classification: one true label an image and one prediction, with its score where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation.columns.header import BACKGROUND, unique_names
from ..evaluation.columns.tables import Outcomes
from ..matching.percent import percent_of
from .annotations import ImageList, split_named
from .checks import check_classes
from .inputs import missing_predictions, refuse_paths
from .readers import is_path
from .readers.frames import Frame, is_frame, read_frame
from .results import Result

_IMAGE = ("image", "name", "image_name", "file", "filename", "file_name", "path", "image_path", "id", "image_id")
_TRUTH = ("truth", "true", "actual", "label", "target", "ground_truth", "true_label", "actual_label", "y_true", "class")
_PREDICTED = ("predicted", "prediction", "pred", "predicted_label", "pred_label", "y_pred", "predicted_class")
_SCORE = ("score", "confidence", "probability", "prob")
_SPLIT = ("split", "subset")
_PREFIXES = ("", "p_", "prob_", "score_", "probability_")
_NOTHING = ("", "none", "nan", "null")


@dataclass(frozen=True, eq=False)
class _Guesses:
    """``label`` is ``None`` where nothing was predicted."""

    label: Sequence[str | None]
    score: NDArray[np.floating] | None


def evaluated(truth: Any, predictions: Any, *, classes: Sequence[str] | None = None) -> Result:
    """Compare true labels with predicted ones, or with class probabilities (their largest is the prediction).

    Below the threshold an image is predicted ``background``, "no prediction". Without scores every
    outcome holds from 0 to 100. Raises InputError or DataError for labels that do not fit.
    """
    named = None if classes is None else [str(name) for name in classes]
    if is_path(truth) or is_frame(truth):
        return _tables(read_frame(truth, "truth"), predictions, named)
    if predictions is None:
        raise missing_predictions()
    refuse_paths(predictions, "predictions")
    if not isinstance(predictions, Mapping):
        predictions = _rectangular(predictions)
    labels = _labels(truth, named)
    images = ImageList(names=[f"image {row}" for row in range(len(labels))])
    if isinstance(predictions, Mapping) and "labels" in predictions:
        guesses = _Guesses(_labels(predictions["labels"], named), _scores(predictions.get("scores"), "scores"))
    elif np.ndim(predictions) == 2:
        guesses, named = _most_likely(np.asarray(predictions), named or sorted(set(labels), key=_order))
    else:
        guesses = _Guesses(_labels(predictions, named), None)
    return _result(images, labels, guesses, named)


def _tables(table: Frame, predictions: Any, classes: list[str] | None) -> Result:
    image, label = table.column(_IMAGE), table.needed(_TRUTH, "the true label")
    names = [f"row {row}" for row in range(len(label))] if image is None else image
    splits = table.column(_SPLIT)
    images = ImageList(names=names, splits=None if splits is None else [split_named(word) for word in splits])
    if predictions is None:
        guesses, classes = _guesses(table, _PREDICTED, label, classes)
    elif is_path(predictions) or is_frame(predictions):
        guesses, classes = _other_table(read_frame(predictions, "predictions"), names, label, classes)
    else:
        raise InputError(f"predictions must be a table like the truth, not a {type(predictions).__name__}")
    held = [Path(name) if image is not None and Path(name).is_file() else None for name in names]
    return _result(images, label, guesses, classes, pictures=held if any(held) else None)


def _other_table(
    table: Frame, names: list[str], label: list[str], classes: list[str] | None
) -> tuple[_Guesses, list[str] | None]:
    """The guesses of a table of its own, in the order of the truth's images."""
    image = table.needed(_IMAGE, "the image")
    row_of = {name: row for row, name in enumerate(image)}
    if len(row_of) != len(image):
        raise DataError(f"{table.source}: an image is listed twice")
    strange = [name for name in image if name not in set(names)]
    if strange:
        raise DataError(f"{table.source}: {len(strange)} images are not in the ground truth, such as {strange[0]!r}")
    guesses, classes = _guesses(table, (*_PREDICTED, *_TRUTH), label, classes)
    rows = [row_of.get(name, -1) for name in names]
    score = None
    if guesses.score is not None:
        score = np.append(guesses.score, guesses.score.dtype.type(0))[rows]
    return _Guesses([guesses.label[row] if row >= 0 else None for row in rows], score), classes


def _guesses(
    table: Frame, predicted: tuple[str, ...], label: list[str], classes: list[str] | None
) -> tuple[_Guesses, list[str] | None]:
    found = table.column(predicted)
    if found is not None:
        given = table.numbers(_SCORE)
        labels = [None if text.lower() in _NOTHING else text for text in found]
        return _Guesses(labels, None if given is None else _scores(given, table.source)), classes
    named = classes or sorted(set(label), key=_order)
    columns = {name: next((p + name for p in _PREFIXES if p + name in table), None) for name in named}
    if all(column is None for column in columns.values()):
        raise DataError(
            f"{table.source}: no column of predicted labels ({', '.join(predicted[:3])}, ...) and none of "
            f"class probabilities ({', '.join(named[:3])}, ...). It has: {', '.join(table.names)}."
        )
    lacking = [name for name, column in columns.items() if column is None]
    if lacking:
        raise DataError(f"{table.source}: no probability column for {', '.join(lacking[:8])}")
    return _most_likely(table.matrix([column for column in columns.values() if column is not None]), named)


def _most_likely(likely: NDArray[Any], classes: list[str]) -> tuple[_Guesses, list[str]]:
    if likely.shape[1] != len(classes):
        raise InputError(f"{likely.shape[1]} probability columns for {len(classes)} classes: {', '.join(classes[:8])}")
    if len(likely) == 0:
        return _Guesses([], np.zeros(0)), classes
    best = likely.argmax(axis=1)
    score = _scores(likely[np.arange(len(likely)), best], "probabilities")
    return _Guesses([classes[index] for index in best.tolist()], score), classes


def _result(
    images: ImageList,
    labels: list[str],
    guesses: _Guesses,
    named: list[str] | None,
    pictures: list[Any] | None = None,
) -> Result:
    if len(labels) != len(guesses.label):
        raise InputError(f"{len(guesses.label)} predictions for {len(labels)} true labels")
    predicted = {name for name in guesses.label if name is not None}
    classes = named or sorted({*labels, *predicted}, key=_order)
    unknown = sorted({*labels, *predicted} - set(classes), key=_order)
    if unknown:
        raise DataError(f"labels that are no class: {', '.join(unknown[:8])}; the classes are {', '.join(classes[:8])}")
    check_classes(tuple(classes), "truth")
    has_gaps = guesses.score is not None or None in guesses.label
    shown, notices = unique_names([*classes, BACKGROUND] if has_gaps else classes)
    background = len(classes) if has_gaps else None
    return Result(
        task="classification", classes=shown, background=background, images=images, pictures=pictures,
        outcomes=_outcomes(labels, guesses, classes), scored=guesses.score is not None, notices=notices,
    )  # fmt: skip


def _outcomes(labels: list[str], guesses: _Guesses, classes: list[str]) -> Outcomes:
    index: dict[str | None, int] = {name: i for i, name in enumerate(classes)}
    index[None] = len(classes)
    actual = np.array([index[label] for label in labels], np.int64)
    predicted = np.array([index[label] for label in guesses.label], np.int64)
    last = np.full(len(labels), 100) if guesses.score is None else percent_of(guesses.score).astype(np.int64)
    last = np.where(predicted == len(classes), 100, last)
    answered, silent = np.flatnonzero(last >= 0), np.flatnonzero(last < 100)
    image = np.concatenate([answered, silent])
    order = np.argsort(image, kind="stable")
    return Outcomes.of(
        image[order],
        actual[image][order],
        np.concatenate([predicted[answered], np.full(len(silent), len(classes))])[order],
        first=np.concatenate([np.zeros(len(answered), np.int64), last[silent] + 1])[order],
        last=np.concatenate([last[answered], np.full(len(silent), 100)])[order],
    )


def _rectangular(given: Any) -> NDArray[Any]:
    try:
        return np.asarray(given)
    except ValueError as error:
        raise InputError(f"labels must be one row, and probabilities as many for each image ({error})") from None


def _labels(given: Any, classes: list[str] | None) -> list[str]:
    values = _rectangular(given)
    if values.ndim != 1:
        raise InputError(f"labels must be one row, not {values.shape}")
    if values.dtype.kind in "iu" and classes is not None:
        odd = values[(values < 0) | (values >= len(classes))]
        if len(odd):
            raise DataError(f"class {int(odd[0])} is not one of the {len(classes)} there are")
        return [classes[index] for index in values.tolist()]
    return [str(value) for value in values.tolist()]


def _scores(given: Any, source: str) -> NDArray[np.floating] | None:
    if given is None:
        return None
    values = np.asarray(given)
    try:
        score = values if values.dtype.kind == "f" else values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{source}: scores are numbers ({error})") from None
    odd = np.flatnonzero(~((score >= 0) & (score <= 1)))
    if len(odd):
        hint = " They look like percents: divide them by 100." if 1 < np.nanmax(score) <= 100 else ""
        raise DataError(f"{source}: score {score[odd[0]]} of row {int(odd[0])} is outside 0..1.{hint}")
    return score


def _order(label: str) -> tuple[bool, int, str]:
    """Numbers as numbers, before words."""
    return (False, int(label), "") if label.isdecimal() else (True, 0, label)
