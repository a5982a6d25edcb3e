"""What must hold of boxes and scores before a number is made from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arguments import listed
from ..errors import DataError, InputError
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import MAX_CLASSES
from ..pictures.lookup import LookedUp
from ..text import counted
from .annotations import Annotations
from .values import look_like_percents

_FAR = 1e9
"""Pixels from the corner that no picture has."""


def check_boxes(side: Annotations) -> None:
    """Raise DataError naming the first box that is not finite or has a negative size."""
    boxes = side.instances.boxes
    corners, sizes = boxes.corners, boxes.sizes
    # What is not a number is neither above nor below: three looks tell that all is well, as nearly always.
    if not len(boxes) or (
        corners.min() >= -_FAR and corners.max() <= _FAR and 0 <= sizes.min() <= sizes.max() < np.inf
    ):
        return
    is_finite = np.isfinite(boxes.corners).all(axis=1) & np.isfinite(boxes.sizes).all(axis=1)
    _refuse(side, ~is_finite, "its box is not finite")
    _refuse(side, (np.abs(boxes.corners) > _FAR).any(axis=1), "its box is far beyond any picture")
    _refuse(side, (boxes.sizes < 0).any(axis=1), "its box has a negative width or height", side.box_words)


def check_scores(side: Annotations) -> None:
    """Raise DataError naming the first score outside 0..1; percents are recognised and said."""
    score = side.instances.score
    if score is None or not len(score):
        return
    if score.min() >= 0 and score.max() <= 1:
        return
    is_odd = ~((score >= 0) & (score <= 1))
    row = int(np.flatnonzero(is_odd)[0])
    looks_percent = look_like_percents(score)
    hint = " The scores look like percents: divide them by 100." if looks_percent else ""
    raise DataError(f"{side.where(row)}: score {score[row]} is outside 0..1.{hint}")


def check_classes(classes: tuple[str, ...], source: str) -> None:
    """Raise InputError for no class at all and for more than a matrix can hold."""
    if not classes:
        raise InputError(f"{source}: there are no classes")
    if len(classes) >= MAX_CLASSES:
        raise InputError(f"{source}: {len(classes):,} classes; at most {MAX_CLASSES - 1:,} can be evaluated")


def class_names(given: Any) -> list[str] | None:
    """Class names in the order of the matrix; ``None``: they are not given. Raises InputError for all else."""
    meaning = 'a list of names in the order of their indices, such as ["cat", "dog"]'
    if isinstance(given, Mapping) and list(given) == list(range(len(given))):
        # As ``model.names`` of Ultralytics has them.
        given = list(given.values())
    names = None if given is None else listed(given, "classes", meaning)
    for name in names or ():
        if not isinstance(name, str | int | np.integer):
            raise InputError(f"classes is {meaning}; {shortened(name)} is no name")
    return None if names is None else [str(name) for name in names]


def odd_boxes(side: Annotations, sizes: NDArray[np.int64], what: str) -> tuple[Notice, ...]:
    """Notices for boxes without an area and boxes that leave the image; both are counted as they are."""
    boxes = side.instances.boxes
    notices = list(no_area(int((boxes.sizes == 0).any(axis=1).sum()), what))
    limit = sizes[side.instances.image]
    is_known = (limit > 0).all(axis=1)
    # Half a pixel of tolerance: rounding at the edge is no news.
    leaves = is_known & ((boxes.corners[:, :2] < -0.5) | (boxes.corners[:, 2:] > limit + 0.5)).any(axis=1)
    if outside := int(leaves.sum()):
        words = f"{counted(outside, f'boxes of the {what}', 'reach')} outside the image, matched as given."
        notices.append(Notice("outside", outside, (), words))
    return tuple(notices)


def no_area(count: int, what: str) -> Iterator[Notice]:
    """Says that boxes of a side have no area, where any have none."""
    if count:
        words = f"{counted(count, f'boxes of the {what}', 'have')} no area and can match nothing."
        yield Notice("no-area", count, (), words)


def no_predictions(images: int) -> Notice:
    """Says that nothing is predicted at all."""
    return Notice("no-predictions", images, (), "There are no predictions: every ground truth counts as missed.")


def unreadable_pictures(names: Sequence[str]) -> tuple[Notice, ...]:
    """What to say of pictures that cannot be read; nothing of none."""
    if not names:
        return ()
    shown = tuple(Path(name).name for name in names[:3])
    words = f"{counted(len(names), 'pictures')} cannot be read, such as {shown[0]!r}."
    return (Notice("unreadable-picture", len(names), shown, words),)


def doubtful_pictures(found: LookedUp) -> tuple[Notice, ...]:
    """What to say of images of which it cannot be told which picture is theirs; nothing of none."""
    count = len(found.doubtful)
    return (Notice("picture-in-doubt", count, tuple(found.doubtful[:3]), found.words),) if count else ()


def _refuse(side: Annotations, rows: NDArray[np.bool_] | np.bool_, words: str, more_words: str = "") -> None:
    if np.any(rows):
        row = int(np.flatnonzero(rows)[0])
        more = f" ({int(np.sum(rows)):,} such records)" if np.sum(rows) > 1 else ""
        meant = f"; {more_words}" if more_words else ""
        raise DataError(f"{side.where(row)}: {words}: {side.instances.boxes.corners[row].tolist()}{more}{meant}")
