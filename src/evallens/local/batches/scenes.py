"""Some images and what is in them, as arrays: what a batch of Arrow is read to, and what is matched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...errors import DataError, InputError
from ...matching.instances import Instances
from .. import checks
from ..annotations import Annotations, ImageList
from ..pairing.sides import Difficult
from ..readers.reading import BoxForm
from ..values import rounded

Index = np.ndarray[Any, np.dtype[np.int64]]
_UNNAMED = ImageList(names=())
"""A batch knows its images by row; what they are called is asked only for a message."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Scenes:
    """Both sides of some images; an object's image is its row among ``image``."""

    image: Any
    """What the images are called, an Arrow array."""
    split: Any = None
    """The split of each, an Arrow array; ``None``: none is said."""
    truth: Annotations
    predictions: Annotations

    def __len__(self) -> int:
        return len(self.image)


@dataclass(frozen=True, kw_only=True)
class Given:
    """How a caller says that batches are to be read."""

    classes: tuple[str, ...]
    box: BoxForm = "xyxy"
    difficult: Difficult = "keep"
    scores: str | None = None
    """The precision that scores must have, "float32" or "float64"; ``None``: the one they come in."""


def named(image: Any, row_of: Index, what: str) -> Callable[[int], str]:
    """Says which box of which image an object is, by the image of each object, (objects,)."""

    def record(row: int) -> str:
        mine = int(row_of[row])
        place = row - int(np.searchsorted(row_of, mine)) if bool((np.diff(row_of) >= 0).all()) else row
        return f"image {image[mine].as_py()!r}, {what} {place}"

    return record


def side_of(
    instances: Instances, given: Given, record: Callable[[int], str], source: str, **columns: Any
) -> Annotations:
    """One side, checked as every input of ``evaluate`` is; raises DataError naming image and box."""
    score = instances.score
    if score is not None:
        _check_precision(score.dtype, given)
        instances = replace(instances, score=rounded(score))
    side = Annotations(
        source=source, images=_UNNAMED, classes=given.classes, instances=instances, record=record, **columns
    )
    checks.check_boxes(side)
    checks.check_scores(side)
    return side


def _check_precision(dtype: np.dtype[Any], given: Given) -> None:
    if given.scores is not None and dtype != np.dtype(given.scores):
        raise InputError(
            f"the scores are {dtype}, and this matcher was made for {given.scores}: a score is compared with a "
            f'threshold in its own precision. Make it with scores="{dtype}", or convert the column.'
        )


def check_apart(image: Any, split: Any, hint: str) -> None:
    """Raise DataError for an image that is there twice, (id, split) being what an image is known by."""
    codes = [np.asarray(part.dictionary_encode().indices.fill_null(-1)) for part in (image, split) if part is not None]
    key = codes[0].astype(np.int64)
    if len(codes) > 1:
        key = key * (int(codes[1].max(initial=0)) + 2) + codes[1]
    found, first = np.unique(key, return_index=True)
    if len(found) == len(key):
        return
    again = np.ones(len(key), np.bool_)
    again[first] = False
    row = int(np.flatnonzero(again)[0])
    raise DataError(f"image {image[row].as_py()!r} is there twice: {hint}")
