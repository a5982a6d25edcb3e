"""What was predicted for each image, before the classes have their indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...evaluation.columns.notices import Notice
from ...text import counted
from ..annotations import ImageList
from ..readers.words import Label
from ..values import SCORE_SLACK, look_like_percents, numbers, rounded


@dataclass(frozen=True, eq=False)
class Guesses:
    """Predicted labels and their scores; ``label`` is ``None`` where nothing was predicted."""

    label: Sequence[Label]
    score: NDArray[np.floating] | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Compared:
    """Both sides in one order, before the classes have their indices."""

    images: ImageList
    label: Sequence[Label]
    guesses: Guesses
    classes: list[str] | None
    pictures: list[Any] | None = None
    notices: tuple[Notice, ...] = ()


def most_likely(likely: NDArray[Any], classes: list[str], source: str) -> Guesses:
    """The class of the largest of the probabilities, (images, classes); raises DataError for values outside 0..1."""
    if likely.shape[1] != len(classes):
        raise InputError(
            f"{likely.shape[1]} probability columns for {len(classes)} classes: {', '.join(classes[:8])}. "
            "Give classes=, the names in the order of the columns."
        )
    if len(likely) == 0:
        return Guesses([], np.zeros(0))
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
    return Guesses([classes[index] for index in best.tolist()], score)


def _numeric(given: Any, source: str) -> NDArray[np.floating]:
    try:
        return numbers(given)
    except InputError as error:
        raise InputError(f"{source}: scores are numbers ({error})") from None


def scores_of(given: Any, source: str, labels: Sequence[Label]) -> NDArray[np.floating] | None:
    """The score of each prediction, (n,); none is needed where nothing is predicted.

    Raises InputError for a number of scores that is not theirs, DataError for a score that is none.
    """
    if given is None:
        return None
    score = _numeric([] if given is None else given, source)
    if score.ndim == 2 and score.shape[1] == 1:
        score = score[:, 0]
    if score.shape != (len(labels),):
        given = counted(score.shape[0] if score.ndim else 1, "scores")
        raise InputError(f"{source}: {given} for {counted(len(labels), 'predictions')}")
    is_silent = np.array([label is None for label in labels], np.bool_)
    score = rounded(np.where(is_silent & np.isnan(score), score.dtype.type(0), score))
    odd = np.flatnonzero(~((score >= 0) & (score <= 1)))
    if len(odd):
        hint = " They look like percents: divide them by 100." if look_like_percents(score) else ""
        raise DataError(f"{source}: score {score[odd[0]]} of row {int(odd[0])} is outside 0..1.{hint}")
    return score
