"""Both sides of a classification from tables: in one, in two, or one beside labels in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DataError, InputError
from ...evaluation.columns.notices import Notice
from ...pictures.naming import Match
from ...text import counted
from ..annotations import ImageList, split_word
from ..inputs import is_by_name
from ..pairing.images import paired
from ..pairing.sources import NOWHERE
from ..readers import is_path
from ..readers.files import is_there
from ..readers.tables.files import read_frame
from ..readers.tables.frames import Frame, is_table
from ..readers.words import by_index, check_kinds, label_texts, order, without_words_for_nothing
from ..values import rounded
from . import columns as tables
from .guesses import Compared, Guesses, most_likely, scores_of

_ROUNDING = 1e-4
"""How far the probability of a predicted label may lie below the largest by how both were written."""


def labelled_tables(table: Frame, predictions: Any, named: list[str] | None, match: Match | None) -> Compared:
    """Both sides in the order of a table of true labels; raises DataError for images of only the predictions."""
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
        found = replace(found, notices=_listed_again(names))
    elif is_path(predictions) or is_table(predictions) or is_by_name(predictions):
        by_name = is_by_name(predictions)
        other = (
            labels_by_name(predictions, "predictions", "predicted")
            if by_name
            else read_frame(predictions, "predictions")
        )
        found = _reordered(_guesses(other, given, named, is_own=False), other, table, images, match)
    else:
        raise InputError(f"predictions must be a table like the truth, not a {type(predictions).__name__}")
    return replace(found, images=images, pictures=pictures if any(pictures) else None)


def labels_by_name(given: Mapping[Any, Any], source: str, column: str) -> Frame:
    """Labels by image name as a table."""
    return Frame(source, {"image": [str(name) for name in given], column: list(given.values())})


def labels_beside(truth: Any, table: Frame, named: list[str] | None) -> Compared:
    """Labels in memory, and a table of predictions in the same order."""
    found = _guesses(table, truth, named, is_own=False)
    images = ImageList(names=[f"image {row}" for row in range(len(found.label))], is_numbered=True)
    return replace(found, images=images)


def _guesses(table: Frame, given: Any, named: list[str] | None, *, is_own: bool) -> Compared:
    """The labels of the truth, and what a table predicts, in its own order."""
    none = ImageList(names=())
    column = table.column(tables.PREDICTED)
    (label,) = label_texts([given], "labels")
    likely = None if column is not None else tables.probabilities(table, label, named)
    if likely is not None:
        return Compared(images=none, label=label, guesses=_most_likely(likely, table), classes=likely.classes)
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
    check_kinds(label, guessed, table.source)
    scores = scores_of(table.numbers(tables.SCORE), table.source, guessed)
    found = Compared(images=none, label=label, guesses=Guesses(guessed, scores), classes=named)
    beside = tables.shares_beside(table, label, named)
    return found if beside is None else _scored(found, beside, table.source)


def _scored(found: Compared, likely: tables.Probabilities, source: str) -> Compared:
    """Predicted labels, each with its probability as score; raises DataError where another class has a larger one."""
    index = {name: place for place, name in enumerate(likely.classes)}
    is_silent = np.array([label is None for label in found.guesses.label], np.bool_)
    own = np.array([index.get(label or "", -1) for label in found.guesses.label], np.int64)
    if bool((own[~is_silent] < 0).any()):
        return found
    score = np.where(is_silent, 0, likely.values[np.arange(len(own)), own])
    odd = np.flatnonzero(~is_silent & (score < likely.values.max(axis=1) - _ROUNDING))
    if len(odd):
        row = int(odd[0])
        raise DataError(
            f"{source}, row {row}: is predicted as {found.guesses.label[row]!r}, but the largest of its probabilities "
            f"is that of {likely.classes[int(likely.values[row].argmax())]!r}. Leave the column or the probabilities "
            "out."
        )
    if found.guesses.score is not None or bool(np.isnan(score).any()):
        return found
    return replace(found, guesses=Guesses(found.guesses.label, rounded(score)), classes=likely.classes)


def _most_likely(likely: tables.Probabilities, table: Frame) -> Guesses:
    """The most likely classes; none for an image all of whose probabilities are missing."""
    is_silent = np.isnan(likely.values).all(axis=1)
    found = most_likely(np.where(is_silent[:, None], 0, likely.values), likely.classes, table.source)
    label = [None if silent else own for own, silent in zip(found.label, is_silent.tolist(), strict=True)]
    return replace(found, label=label)


def _reordered(found: Compared, table: Frame, truth: Frame, images: ImageList, match: Match | None) -> Compared:
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
        raise DataError(
            f"{table.source}: {counted(len(strange), 'images', 'are')} not in the ground truth, such as {strange[0]!r}"
        )
    rows = np.full(len(images), -1)
    rows[places] = np.arange(len(image))
    lost = [images.names[row] for row in np.flatnonzero(rows < 0).tolist()]
    score = found.guesses.score
    if score is not None:
        score = np.append(score, score.dtype.type(0))[rows]
    guesses = Guesses([found.guesses.label[row] if row >= 0 else None for row in rows.tolist()], score)
    return replace(found, guesses=guesses, notices=_unpredicted(lost))


def _listed_again(names: Sequence[str]) -> tuple[Notice, ...]:
    again = [name for name, count in Counter(names).items() if count > 1]
    if not again:
        return ()
    words = f"Images listed in more than one row: {len(again)}, such as {again[0]!r}. Each row counts."
    return (Notice("listed-again", len(again), tuple(again[:3]), words),)


def _unpredicted(names: Sequence[str]) -> tuple[Notice, ...]:
    if not names:
        return ()
    words = f"Images in no row of the predictions: {len(names)}, such as {names[0]!r}. They have no prediction."
    return (Notice("no-prediction", len(names), tuple(names[:3]), words),)
