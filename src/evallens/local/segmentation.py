"""Semantic segmentation: pairs of masks whose pixel values mean classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation.columns.header import BACKGROUND, unique_names
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Outcomes
from ..pictures.naming import Match
from ..text import counted as told
from .annotations import ImageList, split_named
from .checks import check_classes
from .inputs import by_split, missing_predictions
from .pairing.images import paired
from .pairing.sources import NOWHERE
from .readers.masks import check_flat, named_masks, read_mask
from .results import Result

VOID = 255
"""Pixels of this value in the ground truth are not judged, unless it is said what they are."""
_MOST = 255
"""Classes there can be where nothing names them."""

Said = int | Sequence[int] | None
_Counts = NDArray[np.int64]


@dataclass(frozen=True)
class _Values:
    """What pixel values mean."""

    classes: list[str] | None
    """Class names by index; ``None``: the value is the name."""
    index: Mapping[int, int] | None
    """The class index of each value; ``None``: the value itself."""
    ignored: frozenset[int]
    """Values of the ground truth that are not judged."""
    is_said: bool
    """Did the caller say what a value means, or which is ignored?"""


@dataclass(frozen=True)
class _Pair:
    name: str
    split: str | None
    truth: Any
    prediction: Any


@dataclass(frozen=True, eq=False)
class _Counted:
    """Pixels of each (actual, predicted) pair of one image."""

    actual: _Counts
    predicted: _Counts
    pixels: _Counts
    skipped: int
    values: tuple[frozenset[int], frozenset[int]]
    """The pixel values of both sides, as far as they are 0, 255 or another (1)."""


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
    meaning = _meaning(classes, values, ignore)
    pairs = _pairs(truth, predictions, match)
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
        images=ImageList(names=[pair.name for pair in pairs], splits=[pair.split for pair in pairs]),
        outcomes=Outcomes.of(
            np.repeat(np.arange(len(counted)), [len(each.actual) for each in counted]),
            np.concatenate([each.actual for each in counted]),
            np.concatenate([each.predicted for each in counted]),
            np.concatenate([each.pixels for each in counted]),
        ),
        scored=False,
        notices=(*renamed, *notices),
    )


def _meaning(classes: Sequence[str] | None, values: Any, ignore: Any) -> _Values:
    named = None if classes is None else list(classes)
    said = _said_values(values)
    is_said = said is not None or ignore != "auto"
    taken = said is not None and VOID in said
    is_class = taken or (named is not None and len(named) > VOID)
    ignored = _said_ignored(ignore) if ignore != "auto" else frozenset() if is_class else frozenset({VOID})
    if said is None:
        return _Values(named, None, ignored, is_said)
    both = ignored & set(said)
    if both:
        raise InputError(f"pixel value {min(both)} is a class by values= and left out by ignore=; say one of them")
    names = {0: BACKGROUND, **said} if 0 not in ignored else said
    order = named or list(dict.fromkeys(names[value] for value in sorted(names)))
    unknown = sorted(set(names.values()) - set(order))
    if unknown:
        raise InputError(f"values= names {unknown[0]!r}, which classes= does not")
    return _Values(order, {value: order.index(name) for value, name in names.items()}, ignored, is_said)


def _said_values(given: Any) -> dict[int, str] | None:
    if given is None:
        return None
    if not isinstance(given, Mapping) or not given:
        raise InputError(f'values= says what pixel values mean, such as {{255: "crack"}}, not {shortened(given)}')
    return {_value(value, "values="): str(name) for value, name in given.items()}


def _said_ignored(given: Any) -> frozenset[int]:
    if given is None:
        return frozenset()
    each = given if isinstance(given, list | tuple | set | frozenset) else [given]
    return frozenset(_value(value, "ignore=") for value in each)


def _value(given: Any, what: str) -> int:
    try:
        value = int(str(given))
    except ValueError:
        raise InputError(f"{what} has {shortened(given)}, which is no pixel value") from None
    return value


def _pairs(truth: Any, predictions: Any, match: Match | None) -> list[_Pair]:
    parts, others = by_split(truth), by_split(predictions)
    if parts is not None and others is not None:
        mine, theirs = ({split_named(word): part for word, part in side.items()} for side in (parts, others))
        lacking = sorted(set(mine) ^ set(theirs))
        if lacking:
            raise DataError(f"only one side has the split {lacking[0]!r}")
        for side in (truth, predictions):
            check_flat(side)
        return [pair for word in mine for pair in _matched(mine[word], theirs[word], word, match)]
    return _matched(truth, predictions, None, match)


def _matched(truth: Any, predictions: Any, split: str | None, match: Match | None) -> list[_Pair]:
    (ours, masks), (theirs, others) = named_masks(truth, "truth"), named_masks(predictions, "predictions")
    rows = np.arange(len(theirs))
    if ours.is_numbered or theirs.is_numbered:
        if len(ours) != len(theirs):
            raise DataError(f"{len(theirs)} predicted masks for {len(ours)} of the ground truth")
    else:
        rows = paired(ours, theirs, match=match)
    if not len(ours):
        raise DataError("there are no masks")
    one = [ours.names[row] for row in sorted(set(range(len(ours))) - set(rows.tolist()))]
    other = [theirs.names[row] for row in np.flatnonzero(rows == NOWHERE).tolist()]
    if one or other:
        raise DataError(
            f"the two sides hold different images: {len(one)} only in the ground truth {one[:3]}, "
            f"{len(other)} only in the predictions {other[:3]}"
        )
    place = {row: other for other, row in enumerate(rows.tolist())}
    return [_Pair(name, split, masks[row], others[place[row]]) for row, name in enumerate(ours.names)]


def _counted(pair: _Pair, meaning: _Values) -> _Counted:
    """The pixels of one image."""
    truth, prediction = read_mask(pair.truth, pair.name), read_mask(pair.prediction, pair.name)
    if truth.shape != prediction.shape:
        raise DataError(f"{pair.name}: the ground truth is {truth.shape}, the prediction {prediction.shape}")
    if not truth.size:
        raise DataError(f"{pair.name}: its mask has no pixels")
    judged = ~np.isin(truth, list(meaning.ignored))
    limit = _MOST if meaning.classes is None else len(meaning.classes)
    sides = [
        _indexed(mask[judged], meaning, limit, f"{pair.name}: the {side}")
        for side, mask in (("ground truth", truth), ("prediction", prediction))
    ]
    cells, pixels = np.unique(sides[0] * limit + sides[1], return_counts=True)
    return _Counted(
        cells // limit,
        cells % limit,
        pixels.astype(np.int64),
        int((~judged).sum()),
        (_kinds(truth), _kinds(prediction)),
    )


def _indexed(found: _Counts, meaning: _Values, limit: int, what: str) -> _Counts:
    """Class indices of pixel values; raises DataError for a value that is no class."""
    if meaning.index is not None:
        values = np.array(sorted(meaning.index), np.int64)
        places = np.searchsorted(values, found).clip(0, len(values) - 1)
        is_odd = values[places] != found
        found_index = np.array([meaning.index[value] for value in values.tolist()], np.int64)[places]
    else:
        is_odd = (found < 0) | (found >= limit)
        found_index = found
    if not meaning.is_said:
        # What 255 is, is asked of all masks of a side together.
        found_index = np.where(found == VOID, 0, found_index)
        is_odd &= found != VOID
    if is_odd.any():
        value = int(found[is_odd][0])
        known = f"but there are {limit} classes"
        if meaning.index is not None:
            known = "which values= does not name"
        elif meaning.classes is None:
            known = f"and without names a class is a value from 0 to {limit - 1}"
        raise DataError(
            f"{what} has pixel value {value}, {known}. values= says what a pixel value means, ignore= which one "
            "of the truth is not judged."
        )
    return np.asarray(found_index, np.int64)


def _kinds(mask: _Counts) -> frozenset[int]:
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
