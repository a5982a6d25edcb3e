"""Classification: one true label an image and one prediction, with its score where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...evaluation.columns.header import BACKGROUND, unique_names
from ...evaluation.columns.notices import Notice
from ...evaluation.columns.tables import Outcomes
from ...matching.percent import percent_of
from ...pictures.naming import Match
from ...text import counted
from ..annotations import ImageList
from ..checks import check_classes
from ..doubt import LeftOut
from ..inputs import is_by_name, is_one_hot, missing_predictions, refuse_paths
from ..readers import is_path
from ..readers.tables.files import read_frame
from ..readers.tables.frames import is_table
from ..readers.words import Label, by_index, check_kinds, label_texts, order, without_words_for_nothing
from ..results import Result
from ..values import as_array, number
from .guesses import Compared, Guesses, most_likely, scores_of
from .tables import labelled_tables, labels_beside, labels_by_name


def evaluated(
    truth: Any, predictions: Any, *, classes: Sequence[str] | None = None, match: Match | None = None
) -> Result:
    """Compare true labels with predicted ones, or with class probabilities (their largest is the prediction).

    Below the threshold an image is predicted ``background``, "no prediction". Without scores every
    outcome holds from 0 to 100. Raises InputError or DataError for labels that do not fit.
    """
    named = None if classes is None else [str(name) for name in classes]
    if is_path(truth) or is_table(truth):
        return _result(labelled_tables(read_frame(truth, "truth"), predictions, named, match))
    if predictions is None:
        raise missing_predictions()
    refuse_paths(predictions, "predictions")
    if is_by_name(truth):
        return _result(labelled_tables(labels_by_name(truth, "truth", "label"), predictions, named, match))
    _check_rows(truth, predictions)
    if is_path(predictions) or is_table(predictions):
        return _result(labels_beside(truth, read_frame(predictions, "predictions"), named))
    return _result(_arrays(truth, predictions, named))


def _check_rows(truth: Any, predictions: Any) -> None:
    """Raise InputError for two Series or frames that name the same rows in another order; a count names none."""
    ours, theirs = (getattr(side, "index", None) for side in (truth, predictions))
    if ours is None or theirs is None or callable(ours) or callable(theirs) or len(ours) != len(theirs):
        return
    one, other = list(ours), list(theirs)
    if one == other or list(range(len(one))) in (one, other):
        return
    if set(one) == set(other):
        raise InputError(
            f"truth and predictions have the same rows in another order: the first is {one[0]!r} here and {other[0]!r} "
            "there. Give both in one order, or as mappings by image name (to_dict())."
        )


def _ranked(predictions: Any) -> Any:
    """Labels and scores of what a pipeline of transformers gives: ``{"label", "score"}`` an image, or several."""
    if not isinstance(predictions, list) or not predictions:
        return predictions
    each = [one if isinstance(one, list) and one else [one] for one in predictions]
    if not all(isinstance(one, Mapping) and {"label", "score"} <= set(one) for ranked in each for one in ranked):
        return predictions
    best = [max(ranked, key=lambda one: number(one["score"]) or 0) for ranked in each]
    return {"labels": [one["label"] for one in best], "scores": [one["score"] for one in best]}


def _arrays(truth: Any, predictions: Any, named: list[str] | None) -> Compared:
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
        if named is None:
            _check_order(truth)
        named = named or _classes_of_columns(label, values.shape[1])
        guesses = most_likely(values, named, "predictions")
    else:
        if named is not None:
            guessed = by_index(guessed, named, is_numeric=values.dtype.kind in "biuf")
        guessed = without_words_for_nothing(guessed, [*(named or ()), *(own for own in label if own)])
        check_kinds(label, guessed, "predictions")
        guesses = Guesses(guessed, scores_of(scores, "scores", guessed))
    return Compared(images=images, label=label, guesses=guesses, classes=named)


def _check_order(truth: Any) -> None:
    """Raise InputError for categories in an order of their own, in which the columns may be as well as by name."""
    held = getattr(truth, "cat", truth)
    categories = getattr(held, "categories", None)
    if categories is None or callable(categories):
        return
    (names,) = label_texts([categories], "categories")
    if list(names) != sorted((name for name in names if name is not None), key=order):
        raise InputError(
            f"the probability columns can be in the order of the categories ({', '.join(map(str, names[:4]))}) or by "
            "name. Give classes=, the names in the order of the columns."
        )


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


def _result(found: Compared) -> Result:
    if len(found.label) != len(found.guesses.label):
        raise InputError(
            f"{counted(len(found.guesses.label), 'predictions')} for {counted(len(found.label), 'true labels')}"
        )
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


def _labelled(found: Compared) -> tuple[Compared, int]:
    """The images that have a true label; the others cannot be right or wrong and are counted."""
    kept = [row for row, label in enumerate(found.label) if label is not None]
    lost = [found.images.names[row] for row, label in enumerate(found.label) if label is None]
    if not lost:
        return found, 0
    words = f"{counted(len(lost), 'images', 'have')} no true label: left out, such as {lost[0]!r}."
    images, score = found.images, found.guesses.score
    smaller = replace(
        found,
        images=replace(
            images,
            names=[images.names[row] for row in kept],
            splits=None if images.splits is None else [images.splits[row] for row in kept],
        ),
        label=[found.label[row] for row in kept],
        guesses=Guesses([found.guesses.label[row] for row in kept], None if score is None else score[kept]),
        pictures=None if found.pictures is None else [found.pictures[row] for row in kept],
        notices=(*found.notices, Notice("no-label", len(lost), tuple(lost[:3]), words)),
    )
    return smaller, len(lost)


def _outcomes(labels: Sequence[str], guesses: Guesses, classes: list[str]) -> Outcomes:
    index: dict[Label, int] = {name: i for i, name in enumerate(classes)}
    index[None] = len(classes)
    actual = np.array([index[label] for label in labels], np.int64)
    predicted = np.array([index[label] for label in guesses.label], np.int64)
    last = np.full(len(labels), 100) if guesses.score is None else percent_of(guesses.score).astype(np.int64)
    last = np.where(predicted == len(classes), 100, last)
    answered, silent = np.flatnonzero(last >= 0), np.flatnonzero(last < 100)
    image = np.concatenate([answered, silent])
    sorted_rows = np.argsort(image, kind="stable")
    given = np.full(len(labels), np.nan) if guesses.score is None else guesses.score
    scores = np.where(predicted == len(classes), np.nan, given)
    return Outcomes.of(
        image[sorted_rows],
        actual[image][sorted_rows],
        np.concatenate([predicted[answered], np.full(len(silent), len(classes))])[sorted_rows],
        first=np.concatenate([np.zeros(len(answered), np.int64), last[silent] + 1])[sorted_rows],
        last=np.concatenate([last[answered], np.full(len(silent), 100)])[sorted_rows],
        score=np.concatenate([scores[answered], np.full(len(silent), np.nan)])[sorted_rows],
    )


def _rectangular(given: Any) -> NDArray[Any]:
    try:
        return as_array(given)
    except InputError as error:
        raise InputError(f"labels must be one row, and probabilities as many for each image ({error})") from None
