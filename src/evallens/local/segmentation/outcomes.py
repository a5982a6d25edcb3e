"""Semantic segmentation: the pixels of every (actual, predicted) pair of classes, image by image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from ...errors import DataError
from ...evaluation.columns.header import BACKGROUND, unique_names
from ...evaluation.columns.notices import Notice
from ...evaluation.columns.tables import Outcomes
from ...pictures.naming import Match
from ...pictures.protocol import Picture
from ...pictures.segmentation import SourceSegmentations, packed
from ...text import counted as told
from ..annotations import ImageList
from ..checks import check_classes
from ..inputs import missing_predictions
from ..readers.masks import is_read_again, read_mask
from ..results import Result
from .pairs import Pair, pairs_of
from .values import VOID, Pixels, Said, Values, indexed, meaning_of


@dataclass(frozen=True, eq=False)
class _Counted:
    """Pixels of each (actual, predicted) pair of one image."""

    actual: Pixels
    predicted: Pixels
    pixels: Pixels
    skipped: int
    values: tuple[frozenset[int], frozenset[int]]
    """The pixel values of both sides, as far as they are 0, 255 or another (1)."""
    drawn: Picture
    """Which pair each pixel is of, packed; no bytes where the masks are read again. Its size is that of the masks."""

    def cells(self, limit: int) -> Pixels:
        """Actual * limit + predicted, ascending."""
        return self.actual * limit + self.predicted


def evaluated(
    truth: Any,
    predictions: Any,
    *,
    classes: Sequence[str] | None = None,
    values: Mapping[int, str] | None = None,
    ignore: Said | Literal["auto"] = "auto",
    match: Match | None = None,
) -> Result:
    """Count pixels of every (actual, predicted) pair of classes, image by image.

    Args:
        truth: A folder of pictures or arrays, a ``.npy`` or ``.npz`` file, or arrays (height, width), one or several.
        predictions: The same of the same images.
        classes: Class names by pixel value.
        values: What pixel values mean, such as ``{255: "crack"}``; 0 is the background where it is not said.
        ignore: Pixel values of the truth that are not judged; ``None``: none. "auto": 255, unless it is a class.
        match: How the predictions call images, where both an id and a name fit.

    A class called "background" is the background. Raises DataError naming the file.
    """
    if predictions is None:
        raise missing_predictions()
    meaning = meaning_of(classes, values, ignore)
    pairs = pairs_of(truth, predictions, match)
    counted = [_counted(pair, meaning) for pair in pairs]
    if not meaning.is_said:
        _check_binary(counted)
    most = max((int(max(c.actual.max(initial=0), c.predicted.max(initial=0))) for c in counted), default=-1)
    names, renamed = unique_names(meaning.classes or [str(index) for index in range(most + 1)])
    check_classes(names, "truth")
    lower = [name.lower() for name in names]
    void = sum(each.skipped for each in counted)
    shown = ", ".join(map(str, sorted(meaning.ignored)))
    words = f"{told(void, f'pixels of value {shown}')} in the ground truth: not judged."
    notices = (Notice("not-judged", void, (), words),) if void else ()
    return Result(
        task="semantic-segmentation",
        classes=names,
        background=lower.index(BACKGROUND) if BACKGROUND in lower else None,
        images=ImageList(
            names=[pair.name for pair in pairs],
            splits=[pair.split for pair in pairs],
            sizes=np.array([(each.drawn.width, each.drawn.height) for each in counted], np.int64),
        ),
        outcomes=Outcomes.of(
            np.repeat(np.arange(len(counted)), [len(each.actual) for each in counted]),
            np.concatenate([each.actual for each in counted]),
            np.concatenate([each.predicted for each in counted]),
            np.concatenate([each.pixels for each in counted]),
        ),
        scored=False,
        notices=(*renamed, *notices),
        segmentations=_segmentations(pairs, counted, meaning),
    )


def _counted(pair: Pair, meaning: Values) -> _Counted:
    """The pixels of one image."""
    truth, prediction = _masks(pair)
    cells = _cells(pair.name, truth, prediction, meaning)
    held, pixels = np.unique(cells[cells >= 0], return_counts=True)
    # What was handed over in memory may change there: it is packed while it is at hand.
    is_kept = not (is_read_again(pair.truth) and is_read_again(pair.prediction))
    return _Counted(
        held // meaning.limit,
        held % meaning.limit,
        pixels.astype(np.int64),
        int((cells < 0).sum()),
        (_kinds(truth), _kinds(prediction)),
        packed(_places(cells, held)) if is_kept else Picture(b"", cells.shape[1], cells.shape[0]),
    )


def _masks(pair: Pair) -> tuple[Pixels, Pixels]:
    truth, prediction = read_mask(pair.truth, pair.name), read_mask(pair.prediction, pair.name)
    if truth.shape != prediction.shape:
        raise DataError(f"{pair.name}: the ground truth is {truth.shape}, the prediction {prediction.shape}")
    if not truth.size:
        raise DataError(f"{pair.name}: its mask has no pixels")
    return truth, prediction


def _cells(name: str, truth: Pixels, prediction: Pixels, meaning: Values) -> Pixels:
    """Of each pixel actual * limit + predicted, -1 where it is not judged; (height, width)."""
    judged = ~np.isin(truth, list(meaning.ignored))
    cells = np.full(truth.shape, -1, np.int64)
    cells[judged] = meaning.limit * indexed(truth[judged], meaning, f"{name}: the ground truth")
    cells[judged] += indexed(prediction[judged], meaning, f"{name}: the prediction")
    return cells


def _places(cells: Pixels, held: Pixels) -> Pixels:
    """Of each pixel 1 + the place of its cell among those of the image, which ascend; 0: not judged."""
    if not len(held):
        return np.zeros_like(cells)
    places = np.searchsorted(held, cells).clip(0, len(held) - 1)
    return np.where(held[places] == cells, places + 1, 0)


def _drawn(pair: Pair, meaning: Values, held: Pixels) -> Pixels:
    """The same of masks that are read again."""
    return _places(_cells(pair.name, *_masks(pair), meaning), held)


def _segmentations(pairs: Sequence[Pair], counted: Sequence[_Counted], meaning: Values) -> SourceSegmentations:
    """Which outcome each pixel is of: of files they are read again when they are shown."""
    return SourceSegmentations(
        tuple(
            each.drawn if each.drawn.data else partial(_drawn, pair, meaning, each.cells(meaning.limit))
            for pair, each in zip(pairs, counted, strict=True)
        )
    )


def _kinds(mask: Pixels) -> frozenset[int]:
    return frozenset(value for value, is_held in ((0, mask == 0), (VOID, mask == VOID)) if is_held.any()) | (
        {1} if bool(((mask != 0) & (mask != VOID)).any()) else set()
    )


def _check_binary(counted: Sequence[_Counted]) -> None:
    """Raise DataError that asks what 255 is, where it is the only value beside 0, or where it is predicted."""
    for side, words in enumerate(("ground truth", "predictions")):
        held: set[int] = set().union(*(each.values[side] for each in counted))
        if VOID in held and (1 not in held or side == 1):
            alone = " alone" if 1 not in held else ""
            raise DataError(
                f"pixels of the {words} have the value {VOID}{', beside 0' if 0 in held else ''}{alone}. Say what it "
                f'means: values={{{VOID}: "name of the class"}}, or ignore={VOID} where it is not to be judged.'
            )
