"""Classification: one true label an image and one prediction, with its score where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation.columns.header import BACKGROUND, unique_names
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Outcomes
from ..matching.percent import percent_of
from ..pictures.naming import Match
from . import class_tables as tables
from .annotations import ImageList, split_word
from .checks import check_classes
from .doubt import LeftOut
from .inputs import is_by_name, is_one_hot, missing_predictions, refuse_paths
from .merging import NOWHERE
from .pairing import paired
from .readers import is_path
from .readers.files import is_there
from .readers.frames import Frame, is_table, read_frame
from .readers.words import Label, by_index, label_texts, order, without_words_for_nothing
from .results import Result
from .values import SCORE_SLACK, as_array, look_like_percents, number, numbers, rounded


@dataclass(frozen=True, eq=False)
class _Guesses:
    """``label`` is ``None`` where nothing was predicted."""

    label: Sequence[Label]
    score: NDArray[np.floating] | None


@dataclass(frozen=True, eq=False, kw_only=True)
class _Compared:
    """Both sides in one order, before the classes have their indices."""

    images: ImageList
    label: Sequence[Label]
    guesses: _Guesses
    classes: list[str] | None
    pictures: list[Any] | None = None
    notices: tuple[Notice, ...] = ()


def evaluated(
    truth: Any, predictions: Any, *, classes: Sequence[str] | None = None, match: Match | None = None
) -> Result:
    """Compare true labels with predicted ones, or with class probabilities (their largest is the prediction).

    Below the threshold an image is predicted ``background``, "no prediction". Without scores every
    outcome holds from 0 to 100. Raises InputError or DataError for labels that do not fit.
    """
    named = None if classes is None else [str(name) for name in classes]
    if is_path(truth) or is_table(truth):
        return _result(_tables(read_frame(truth, "truth"), predictions, named, match))
    if predictions is None:
        raise missing_predictions()
    refuse_paths(predictions, "predictions")
    if is_by_name(truth):
        return _result(_tables(_by_name(truth, "truth", "label"), predictions, named, match))
    if is_path(predictions) or is_table(predictions):
        return _result(_beside(truth, read_frame(predictions, "predictions"), named))
    return _result(_arrays(truth, predictions, named))


def _ranked(predictions: Any) -> Any:
    """Labels and scores of what a pipeline of transformers gives: ``{"label", "score"}`` an image, or several."""
    if not isinstance(predictions, list) or not predictions:
        return predictions
    each = [one if isinstance(one, list) and one else [one] for one in predictions]
    if not all(isinstance(one, Mapping) and {"label", "score"} <= set(one) for ranked in each for one in ranked):
        return predictions
    best = [max(ranked, key=lambda one: number(one["score"]) or 0) for ranked in each]
    return {"labels": [one["label"] for one in best], "scores": [one["score"] for one in best]}


def _by_name(given: Mapping[Any, Any], source: str, column: str) -> Frame:
    """Labels by image name as a table."""
    return Frame(source, {"image": [str(name) for name in given], column: list(given.values())})


def _beside(truth: Any, table: Frame, named: list[str] | None) -> _Compared:
    """Labels in memory, and a table of predictions in the same order."""
    found = _guesses(table, truth, named, is_own=False)
    images = ImageList(names=[f"image {row}" for row in range(len(found.label))], is_numbered=True)
    return replace(found, images=images)


def _arrays(truth: Any, predictions: Any, named: list[str] | None) -> _Compared:
    if is_one_hot(truth):
        truth = as_array(truth).argmax(axis=1)
    predictions = _ranked(predictions)
    if isinstance(predictions, Mapping) and "labels" in predictions:
        given, scores = predictions["labels"], predictions.get("scores")
    elif isinstance(predictions, Mapping):
        raise InputError(f"predictions are labels, or labels and scores, not a mapping with {list(predictions)[:4]}")
    else:
        given, scores = predictions, None
    values = _rectangular(given)
    is_likely = values.ndim == 2 and values.shape[1] > 1
    label, guessed = label_texts([truth, [] if is_likely else given], "labels")
    is_numeric = as_array(truth).dtype.kind in "biuf"
    if named is not None:
        label = by_index(label, named, is_numeric=is_numeric)
    images = ImageList(names=[f"image {row}" for row in range(len(label))], is_numbered=True)
    if is_likely:
        named = named or _classes_of_columns(label, values.shape[1])
        guesses = _most_likely(values, named, "predictions")
    else:
        if named is not None:
            guessed = by_index(guessed, named, is_numeric=values.dtype.kind in "biuf")
        guessed = without_words_for_nothing(guessed, [*(named or ()), *(own for own in label if own)])
        guesses = _Guesses(guessed, _scores(scores, "scores", guessed))
    return _Compared(images=images, label=label, guesses=guesses, classes=named)


def _classes_of_columns(labels: Sequence[Label], columns: int) -> list[str]:
    """The classes of probability columns: the labels count them, or there are as many labels."""
    present = sorted({label for label in labels if label is not None}, key=order)
    counted = [str(index) for index in range(columns)]
    if set(present) <= set(counted):
        return counted
    if len(present) != columns:
        raise InputError(
            f"{columns} probability columns for {len(present)} classes: {', '.join(present[:8])}. "
            "Give classes=, the names in the order of the columns."
        )
    return present


def _tables(table: Frame, predictions: Any, named: list[str] | None, match: Match | None) -> _Compared:
    image = tables.images_of(table)
    names = [f"row {row}" for row in range(len(table))] if image is None else image
    splits = table.texts(tables.SPLIT)
    images = ImageList(
        names=names,
        splits=None if splits is None else [split_word(word or None) for word in splits],
        is_numbered=image is None,
    )
    given = tables.true_labels(table)
    pictures: list[Any] = [Path(n) if image is not None and is_there(Path(n)) else None for n in names]
    if predictions is None:
        found = _guesses(table, given, named, is_own=True)
    elif is_path(predictions) or is_table(predictions) or is_by_name(predictions):
        by_name = is_by_name(predictions)
        other = _by_name(predictions, "predictions", "predicted") if by_name else read_frame(predictions, "predictions")
        found = _reordered(_guesses(other, given, named, is_own=False), other, table, images, match)
    else:
        raise InputError(f"predictions must be a table like the truth, not a {type(predictions).__name__}")
    return replace(found, images=images, pictures=pictures if any(pictures) else None)


def _guesses(table: Frame, given: Any, named: list[str] | None, *, is_own: bool) -> _Compared:
    """The labels of the truth, and what a table predicts, in its own order."""
    none = ImageList(names=())
    column = table.column(tables.PREDICTED)
    (label,) = label_texts([given], "labels")
    likely = None if column is not None else tables.probabilities(table, label, named)
    if likely is not None:
        return _Compared(
            images=none,
            label=label,
            guesses=_most_likely(likely.values, likely.classes, table.source),
            classes=likely.classes,
        )
    if column is None and not is_own:
        # A table of its own may call its predictions labels.
        column = table.column(tables.TRUTH)
    if column is None:
        known = sorted({own for own in label if own}, key=order)
        raise DataError(
            f"{table.source}: no column of predicted labels ({', '.join(tables.PREDICTED[:3])}, ...) and none of "
            f"class probabilities ({', '.join(known[:3])}, ...). It has: {', '.join(table.names)}."
        )
    label, guessed = label_texts([given, column], "labels")
    if named is not None:
        label, guessed = (by_index(own, named, is_numeric=False) for own in (label, guessed))
    guessed = without_words_for_nothing(guessed, [*(named or ()), *(own for own in label if own)])
    scores = _scores(table.numbers(tables.SCORE), table.source, guessed)
    return _Compared(images=none, label=label, guesses=_Guesses(guessed, scores), classes=named)


def _reordered(found: _Compared, table: Frame, truth: Frame, images: ImageList, match: Match | None) -> _Compared:
    """The guesses of a table of its own, in the order of the truth's images."""
    image = tables.images_of(table)
    if image is None:
        raise table.lacks(tables.FILES, "the image")
    tables.one_label_each(truth, images.names, found.label)
    tables.one_label_each(table, image, found.guesses.label)
    sides = ImageList(names=images.names), ImageList(names=image)
    places = paired(*sides, sources=(truth.source, table.source), match=match)
    strange = [image[row] for row in np.flatnonzero(places == NOWHERE).tolist()]
    if strange:
        raise DataError(f"{table.source}: {len(strange)} images are not in the ground truth, such as {strange[0]!r}")
    rows = np.full(len(images), -1)
    rows[places] = np.arange(len(image))
    lost = [images.names[row] for row in np.flatnonzero(rows < 0).tolist()]
    score = found.guesses.score
    if score is not None:
        score = np.append(score, score.dtype.type(0))[rows]
    guesses = _Guesses([found.guesses.label[row] if row >= 0 else None for row in rows.tolist()], score)
    return replace(found, guesses=guesses, notices=_unpredicted(lost))


def _unpredicted(names: Sequence[str]) -> tuple[Notice, ...]:
    if not names:
        return ()
    words = f"{len(names)} images are in no row of the predictions, such as {names[0]!r}; they have no prediction."
    return (Notice("no-prediction", len(names), tuple(names[:3]), words),)


def _most_likely(likely: NDArray[Any], classes: list[str], source: str) -> _Guesses:
    if likely.shape[1] != len(classes):
        raise InputError(
            f"{likely.shape[1]} probability columns for {len(classes)} classes: {', '.join(classes[:8])}. "
            "Give classes=, the names in the order of the columns."
        )
    if len(likely) == 0:
        return _Guesses([], np.zeros(0))
    values = _numeric(likely, source)
    is_odd = ~((values >= -SCORE_SLACK) & (values <= 1 + SCORE_SLACK)).all(axis=1)
    if is_odd.any():
        row = int(np.flatnonzero(is_odd)[0])
        hint = " They look like percents: divide them by 100." if look_like_percents(values.max(axis=1)) else ""
        raise DataError(
            f"{source}: the probabilities of row {row} are not within 0..1: {values[row].tolist()[:4]}.{hint}"
        )
    best = values.argmax(axis=1)
    score = rounded(values[np.arange(len(values)), best])
    return _Guesses([classes[index] for index in best.tolist()], score)


def _result(found: _Compared) -> Result:
    if len(found.label) != len(found.guesses.label):
        raise InputError(f"{len(found.guesses.label)} predictions for {len(found.label)} true labels")
    found, left_out = _labelled(found)
    labels = [label for label in found.label if label is not None]
    guesses = found.guesses
    present = {*labels, *(name for name in guesses.label if name is not None)}
    classes = found.classes or sorted(present, key=order)
    unknown = sorted(present - set(classes), key=order)
    if unknown:
        raise DataError(
            f"labels that are no class: {', '.join(unknown[:8])}; the classes are {', '.join(classes[:8])}. "
            "classes= names all of them."
        )
    check_classes(tuple(classes), "truth")
    has_gaps = guesses.score is not None or None in guesses.label
    shown, renamed = unique_names([*classes, BACKGROUND] if has_gaps else classes)
    background = len(classes) if has_gaps else None
    return Result(
        task="classification", classes=shown, background=background, images=found.images, pictures=found.pictures,
        outcomes=_outcomes(labels, guesses, classes), scored=guesses.score is not None,
        notices=(*renamed, *found.notices), left_out=(LeftOut("the ground truth", left_out, left_out + len(labels)),),
    )  # fmt: skip


def _labelled(found: _Compared) -> tuple[_Compared, int]:
    """The images that have a true label; the others cannot be right or wrong and are counted."""
    kept = [row for row, label in enumerate(found.label) if label is not None]
    lost = [found.images.names[row] for row, label in enumerate(found.label) if label is None]
    if not lost:
        return found, 0
    words = f"{len(lost)} images have no true label and are left out, such as {lost[0]!r}."
    images, score = found.images, found.guesses.score
    smaller = replace(
        found,
        images=replace(
            images,
            names=[images.names[row] for row in kept],
            splits=None if images.splits is None else [images.splits[row] for row in kept],
        ),
        label=[found.label[row] for row in kept],
        guesses=_Guesses([found.guesses.label[row] for row in kept], None if score is None else score[kept]),
        pictures=None if found.pictures is None else [found.pictures[row] for row in kept],
        notices=(*found.notices, Notice("no-label", len(lost), tuple(lost[:3]), words)),
    )
    return smaller, len(lost)


def _outcomes(labels: Sequence[str], guesses: _Guesses, classes: list[str]) -> Outcomes:
    index: dict[Label, int] = {name: i for i, name in enumerate(classes)}
    index[None] = len(classes)
    actual = np.array([index[label] for label in labels], np.int64)
    predicted = np.array([index[label] for label in guesses.label], np.int64)
    last = np.full(len(labels), 100) if guesses.score is None else percent_of(guesses.score).astype(np.int64)
    last = np.where(predicted == len(classes), 100, last)
    answered, silent = np.flatnonzero(last >= 0), np.flatnonzero(last < 100)
    image = np.concatenate([answered, silent])
    sorted_rows = np.argsort(image, kind="stable")
    return Outcomes.of(
        image[sorted_rows],
        actual[image][sorted_rows],
        np.concatenate([predicted[answered], np.full(len(silent), len(classes))])[sorted_rows],
        first=np.concatenate([np.zeros(len(answered), np.int64), last[silent] + 1])[sorted_rows],
        last=np.concatenate([last[answered], np.full(len(silent), 100)])[sorted_rows],
    )


def _rectangular(given: Any) -> NDArray[Any]:
    try:
        return as_array(given)
    except InputError as error:
        raise InputError(f"labels must be one row, and probabilities as many for each image ({error})") from None


def _numeric(given: Any, source: str) -> NDArray[np.floating]:
    try:
        return numbers(given)
    except InputError as error:
        raise InputError(f"{source}: scores are numbers ({error})") from None


def _scores(given: Any, source: str, labels: Sequence[Label]) -> NDArray[np.floating] | None:
    """The score of each prediction; none is needed where nothing is predicted."""
    if given is None:
        return None
    score = _numeric([] if given is None else given, source)
    if score.ndim == 2 and score.shape[1] == 1:
        score = score[:, 0]
    if score.shape != (len(labels),):
        raise InputError(f"{source}: {score.shape[0] if score.ndim else 1} scores for {len(labels)} predictions")
    is_silent = np.array([label is None for label in labels], np.bool_)
    score = rounded(np.where(is_silent & np.isnan(score), score.dtype.type(0), score))
    odd = np.flatnonzero(~((score >= 0) & (score <= 1)))
    if len(odd):
        hint = " They look like percents: divide them by 100." if look_like_percents(score) else ""
        raise DataError(f"{source}: score {score[odd[0]]} of row {int(odd[0])} is outside 0..1.{hint}")
    return score
