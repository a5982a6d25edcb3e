"""Semantic segmentation: pairs of mask pictures whose pixel values are class indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation.columns.header import BACKGROUND, unique_names
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Outcomes
from ..pictures.given import open_picture
from ..pictures.lookup import image_files
from .annotations import ImageList, split_named
from .checks import check_classes
from .inputs import by_split, missing_predictions
from .readers import is_path
from .results import Result

VOID = 255
"""Pixels of this value in the ground truth are not judged, unless there is a class of that index."""

_Mask = NDArray[np.int64]


@dataclass(frozen=True)
class _Pair:
    name: str
    split: str | None
    truth: Any
    prediction: Any


def evaluated(truth: Any, predictions: Any, *, classes: Sequence[str] | None = None) -> Result:
    """Count pixels of every (actual, predicted) pair of classes, image by image.

    Two folders whose files have the same names, or two lists or mappings of arrays (height, width).
    A class called "background" is the background. Raises DataError naming the file.
    """
    if predictions is None:
        raise missing_predictions()
    pairs = _pairs(truth, predictions)
    counted = [_counted(pair, None if classes is None else len(classes)) for pair in pairs]
    most = max(
        (int(max(actual.max(initial=0), predicted.max(initial=0))) for actual, predicted, _, _ in counted), default=-1
    )
    names, renamed = unique_names(classes or [str(index) for index in range(most + 1)])
    check_classes(names, "truth")
    lower = [name.lower() for name in names]
    void = sum(skipped for _, _, _, skipped in counted)
    words = f"{void:,} pixels of value {VOID} in the ground truth are not judged."
    notices = (Notice("not-judged", void, (), words),) if void else ()
    return Result(
        task="semantic-segmentation",
        classes=names,
        background=lower.index(BACKGROUND) if BACKGROUND in lower else None,
        images=ImageList(names=[pair.name for pair in pairs], splits=[pair.split for pair in pairs]),
        outcomes=Outcomes.of(
            np.repeat(np.arange(len(counted)), [len(actual) for actual, _, _, _ in counted]),
            np.concatenate([actual for actual, _, _, _ in counted]),
            np.concatenate([predicted for _, predicted, _, _ in counted]),
            np.concatenate([pixels for _, _, pixels, _ in counted]),
        ),
        scored=False,
        notices=(*renamed, *notices),
    )


def _pairs(truth: Any, predictions: Any) -> list[_Pair]:
    parts, others = by_split(truth), by_split(predictions)
    if parts is not None and others is not None:
        lacking = sorted(set(parts) ^ set(others))
        if lacking:
            raise DataError(f"only one side has the split {lacking[0]!r}")
        return [pair for word in parts for pair in _matched(parts[word], others[word], split_named(word))]
    return _matched(truth, predictions, None)


def _matched(truth: Any, predictions: Any, split: str | None) -> list[_Pair]:
    ours, theirs = _named(truth, "truth"), _named(predictions, "predictions")
    if set(ours) != set(theirs):
        one, other = sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
        raise DataError(
            f"the two sides hold different images: {len(one)} only in the ground truth {one[:3]}, "
            f"{len(other)} only in the predictions {other[:3]}"
        )
    if not ours:
        raise DataError("there are no masks")
    return [_Pair(name, split, ours[name], theirs[name]) for name in ours]


def _named(given: Any, role: str) -> dict[str, Any]:
    if is_path(given):
        folder = Path(given)
        if not folder.is_dir():
            raise InputError(f"{role}: {folder} is not a folder")
        return dict(image_files(folder))
    if isinstance(given, Mapping):
        return {str(name): mask for name, mask in given.items()}
    return {f"image {row}": mask for row, mask in enumerate(given)}


def _counted(pair: _Pair, classes: int | None) -> tuple[_Mask, _Mask, _Mask, int]:
    """(actual, predicted, pixels) of one image, and how many pixels were not judged."""
    truth, prediction = _mask(pair.truth, pair.name), _mask(pair.prediction, pair.name)
    if truth.shape != prediction.shape:
        raise DataError(f"{pair.name}: the ground truth is {truth.shape}, the prediction {prediction.shape}")
    judged = truth != VOID if classes is None or classes <= VOID else np.ones(truth.shape, np.bool_)
    actual, predicted = truth[judged], prediction[judged]
    limit = classes if classes is not None else VOID
    for side, values in (("ground truth", actual), ("prediction", predicted)):
        if values.size and not 0 <= int(values.min()) <= int(values.max()) < limit:
            raise DataError(
                f"{pair.name}: the {side} has pixel value {int(values.max())}, but there are {limit} classes"
            )
    cells, pixels = np.unique(actual * limit + predicted, return_counts=True)
    return cells // limit, cells % limit, pixels.astype(np.int64), int((~judged).sum())


def _mask(source: Any, name: str) -> _Mask:
    if isinstance(source, Path):
        opened = open_picture(source, str(source))
        if opened.mode not in ("L", "P", "I", "1", "I;16"):
            raise DataError(f"{source}: is a {opened.mode} picture; a mask has one class index a pixel (mode L or P)")
        return np.asarray(opened).astype(np.int64)
    mask = np.asarray(source)
    if mask.ndim != 2 or mask.dtype.kind not in "iub":
        raise DataError(f"{name}: a mask is (height, width) of whole numbers, not {mask.shape} {mask.dtype}")
    return mask.astype(np.int64)
