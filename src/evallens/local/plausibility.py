"""What a careful reader would ask about a result that looks impossible, as notices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Outcomes
from ..evaluation.metrics.cells import cell_kinds
from ..pictures.spelling import tellable
from .annotations import Annotations, ImageList
from .pairing.sides import Joined
from .results import Result

_CONFIDENT = 50
"""Integer percent from which a prediction counts as one that its model believes in."""
_FEWEST = 4
"""Fewer pairs show no pattern."""
_MOST = 0.5
_ALIKE = 0.8
"""The share of pairs of two classes that must lie the same number of classes apart."""
_TIMES = 5
"""Boxes so many times as long as the other side's are in other units."""
_EXAMPLES = 3


def of_result(result: Result) -> Iterator[Notice]:
    """What can be said of any task: nothing is right, classes are shifted or written in two ways."""
    yield from _nothing_right(result)
    yield from _shifted(result)
    yield from _alike_names(result)


def of_sides(both: Joined) -> Iterator[Notice]:
    """What can be said of two sides of boxes: what one lacks, and sizes and units that do not fit."""
    yield from _unpredicted(both)
    for side, what in ((both.truth, "ground truth"), (both.predictions, "predictions")):
        yield from _mostly_outside(side, both.images, what)
    yield from _other_units(both)


def _nothing_right(result: Result) -> Iterator[Notice]:
    kinds = cell_kinds(result.outcomes.actual, result.outcomes.predicted, result.background)
    is_truth, is_prediction = kinds.mixup | kinds.missed, kinds.mixup | kinds.false_positive
    if is_truth.any() and is_prediction.any() and not kinds.correct.any():
        words = (
            "Not one prediction is right, at any threshold: do both sides mean the same images and classes, and are "
            "boxes measured alike?"
        )
        yield Notice("nothing-right", int(is_truth.sum()), (), words)


def _shifted(result: Result) -> Iterator[Notice]:
    """A constant step from the true to the predicted class among confident pairs."""
    actual, predicted, count = _confident_pairs(result)
    step = predicted - actual
    steps, place = np.unique(step, return_inverse=True)
    if not len(steps) or count.sum() < _FEWEST:
        return
    sums = np.bincount(place, weights=count)
    largest = int(sums.argmax())
    classes = np.unique(actual[place == largest])
    if steps[largest] == 0 or sums[largest] < _ALIKE * count.sum() or len(classes) < 2:
        return
    by = "one class" if abs(steps[largest]) == 1 else f"{abs(int(steps[largest]))} classes"
    pairs = zip(actual[place == largest].tolist(), predicted[place == largest].tolist(), strict=True)
    named = [f"{result.classes[one]} as {result.classes[two]}" for one, two in dict.fromkeys(pairs)]
    words = (
        f"Predictions look shifted by {by}: {int(sums[largest]):,} of {int(count.sum()):,} confident ones that lie on "
        f"an object are so, such as {named[0]}. Do both sides count classes alike?"
    )
    yield Notice("shifted-classes", int(sums[largest]), tuple(named[:_EXAMPLES]), words)


def _confident_pairs(result: Result) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Actual, predicted and count of what was predicted for something that is there."""
    outcomes: Outcomes = result.outcomes
    is_pair = (outcomes.first <= _CONFIDENT) & (outcomes.last >= _CONFIDENT)
    kinds = cell_kinds(outcomes.actual, outcomes.predicted, result.background)
    is_pair &= kinds.correct | kinds.mixup
    columns = (outcomes.actual, outcomes.predicted, outcomes.count)
    actual, predicted, count = (column[is_pair].astype(np.int64) for column in columns)
    return actual, predicted, count


def _alike_names(result: Result) -> Iterator[Notice]:
    first: dict[str, str] = {}
    pairs = []
    for name in result.classes:
        known = first.setdefault(plain_name(name), name)
        if known != name:
            pairs.append(f"{known!r} and {name!r}")
    if pairs:
        named = ", ".join(pairs[:_EXAMPLES])
        words = f'Classes differ only by case, a blank, ".0" or zeros in front: {named}. Are they one class?'
        yield Notice("similar-classes", len(pairs), tuple(pairs[:_EXAMPLES]), words)


def plain_name(name: str) -> str:
    """A class name without what is easily written in two ways: case, blanks, a number's ".0" and its zeros in front.

    >>> plain_name(" Traffic Light "), plain_name("1.0"), plain_name("01")
    ('trafficlight', '1', '1')
    """
    squeezed = "".join(name.casefold().split())
    stem, _, rest = squeezed.partition(".")
    is_whole = stem.isdecimal() and not rest.strip("0")
    return (stem.lstrip("0") or "0") if is_whole else squeezed


def _unpredicted(both: Joined) -> Iterator[Notice]:
    if not len(both.predictions.instances):
        return
    has_truth, has_prediction = (np.zeros(len(both.images), np.bool_) for _ in range(2))
    has_truth[both.truth.instances.image] = True
    has_prediction[both.predictions.instances.image] = True
    lacking = np.flatnonzero(has_truth & ~has_prediction).tolist()
    yield from unpredicted(len(lacking), tuple(tellable(both.images.names[row]) for row in lacking[:_EXAMPLES]))


def unpredicted(count: int, examples: tuple[str, ...]) -> Iterator[Notice]:
    """Says which images have ground truth and no predictions, where there are any."""
    if count:
        words = (
            f"{count:,} images with ground truth have no predictions, such as {examples[0]!r}: "
            "all that is in them counts as missed."
            if count > 1
            else f"One image with ground truth has no predictions, {examples[0]!r}: all that is in it counts as missed."
        )
        yield Notice("images-without-predictions", count, examples, words)


def _mostly_outside(side: Annotations, images: ImageList, what: str) -> Iterator[Notice]:
    boxes, limit = side.instances.boxes, images.known_sizes[side.instances.image]
    is_known = (limit > 0).all(axis=1)
    leaves = is_known & ((boxes.corners[:, :2] < -1) | (boxes.corners[:, 2:] > limit + 1)).any(axis=1)
    if leaves.sum() > max(_FEWEST - 1, _MOST * is_known.sum()):
        words = (
            f"Most boxes of the {what} ({int(leaves.sum()):,} of {int(is_known.sum()):,}) reach outside their image: "
            "are they measured on pictures of another size, or meant another way?"
        )
        yield Notice("mostly-outside", int(leaves.sum()), (), words)


def _other_units(both: Joined) -> Iterator[Notice]:
    lengths = []
    for side in (both.truth, both.predictions):
        area = side.instances.boxes.areas
        area = area[np.isfinite(area) & (area > 0)]
        lengths.append(float(np.sqrt(np.median(area))) if len(area) >= _FEWEST else 0.0)
    truth, predictions = lengths
    if truth and predictions and not 1 / _TIMES <= predictions / truth <= _TIMES:
        words = (
            f"Boxes of the ground truth are usually {truth:.3g} pixels long, those of the predictions "
            f"{predictions:.3g}: are both in the same units?"
        )
        yield Notice("other-units", len(both.predictions.instances), (), words)
