"""Tables as collections: their images and boxes for labelling tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import unknown_name
from ...exchange import Boxes, Collection, Side
from ...pictures.sources import paths_of, sizes_of
from ..columns.tables import NONE, PREDICTION, TRUTH, Outcomes
from .tabular import Behind


def collected(behind: Behind, images: Sequence[int], outcomes: NDArray[np.integer], side: str) -> Collection:
    """The images of rows ``images`` and the boxes of the ``outcomes`` in them, of one side or both.

    Each box once, in the order of its outcome, the truth before the prediction. Raises UnknownNameError for a ``side``
    that is none.
    """
    check_side(side)
    return _collection(behind, images, _boxes(behind, images, behind.outcomes(outcomes), side))


def collected_objects(behind: Behind, images: Sequence[int], objects: NDArray[np.integer]) -> Collection:
    """The images of rows ``images``, and boxes in them by their rows."""
    every = behind.objects(objects)
    picked = _Picked(every.image, every.label, objects, every.side != TRUTH)
    return _collection(behind, images, _of(behind, images, picked))


def collected_labels(
    behind: Behind, images: Sequence[int], objects: NDArray[np.integer], side: Side | None
) -> Collection:
    """Images with every truth in them, as labels are kept by image, and the predictions among ``objects``.

    ``side`` leaves out the other one. Raises UnknownNameError for one that is none.
    """
    wanted = "both" if side is None else side
    check_side(wanted)
    found = behind.in_images(np.array(images, np.intp))
    truths = found[behind.of_objects("side", found) == TRUTH]
    predictions = objects[behind.of_objects("side", objects) == PREDICTION]
    parts = {"truth": [truths], "prediction": [predictions], "both": [truths, predictions]}
    return collected_objects(behind, images, np.sort(np.concatenate(parts[wanted])))


def check_side(side: str) -> None:
    """Raise UnknownNameError for a ``side`` that is none."""
    if side not in get_args(Side):
        raise unknown_name("side", side, get_args(Side))


def _collection(behind: Behind, images: Sequence[int], boxes: Boxes) -> Collection:
    refs = behind.refs(np.array(images, np.intp))
    return Collection(
        title=behind.header.title,
        classes=[name for index, name in enumerate(behind.header.classes) if index != behind.header.background],
        ids=[ref.id for ref in refs],
        names=[ref.name for ref in refs],
        splits=[ref.split for ref in refs],
        paths=paths_of(behind.pictures, refs),
        sizes=sizes_of(behind.pictures, refs),
        boxes=boxes,
    )


def _boxes(behind: Behind, images: Sequence[int], outcomes: Outcomes, side: str) -> Boxes:
    """Boxes in the order of outcomes; in a classification a label without one."""
    background = behind.header.background
    labels = np.stack([outcomes.actual, outcomes.predicted], axis=1).reshape(-1)
    objects = np.stack([outcomes.truth, outcomes.prediction], axis=1).reshape(-1).astype(np.int64)
    is_prediction = np.tile([False, True], len(outcomes))
    if behind.header.unit == "images":
        is_wanted = labels != (-1 if background is None else background)
    else:
        is_wanted = (objects != NONE) & behind.has_objects
        is_wanted[np.setdiff1d(np.arange(len(objects)), np.unique(objects, return_index=True)[1])] = False
    if side != "both":
        is_wanted &= is_prediction == (side == "prediction")
    rows, found = np.flatnonzero(is_wanted), objects[is_wanted]
    return _of(behind, images, _Picked(outcomes.image[rows // 2], labels[rows], found, is_prediction[rows]))


class _Picked(NamedTuple):
    """Columns, a row a box."""

    image: NDArray[np.integer]
    label: NDArray[np.integer]
    objects: NDArray[np.integer]
    is_prediction: NDArray[np.bool_]


def _of(behind: Behind, images: Sequence[int], picked: _Picked) -> Boxes:
    place = {row: i for i, row in enumerate(images)}
    return Boxes(
        image=np.array([place[row] for row in picked.image.tolist()], np.int64),
        label=_without_background(picked.label.astype(np.int64), behind.header.background),
        **_columns(behind, picked.objects.astype(np.int64)),
        is_prediction=picked.is_prediction,
        masks=behind.masks,
        mask=picked.objects,
    )


def _columns(behind: Behind, rows: NDArray[np.int64]) -> dict[str, NDArray[np.floating]]:
    if not behind.has_objects:
        nothing = np.full(len(rows), np.nan)
        return {"xywh": np.full((len(rows), 4), np.nan), "score": nothing, "area": nothing}
    objects = behind.objects(rows)
    sides = [getattr(objects, edge) for edge in ("x", "y", "w", "h")]
    return {"xywh": np.stack(sides, axis=1), "score": objects.score, "area": objects.pixel_area}


def _without_background(labels: NDArray[np.int64], background: int | None) -> NDArray[np.int64]:
    """Places among the classes without the one that stands for nothing."""
    return labels if background is None else labels - (labels > background)
