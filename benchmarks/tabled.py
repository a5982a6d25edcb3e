"""A made-up evaluation in a folder of Parquet, of any size: ``python benchmarks/tabled.py FOLDER OUTCOMES``.

It is written as it is made, so that it needs no memory.

Shaped as ``generated`` is: objects with boxes, kinds and scores, in three splits of thirty clusters, four outcomes an
image.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from generated import BLOBS, MATCHED, MISSED, labels, taken_for
from numpy.typing import NDArray

from evallens.evaluation import Columns, Header, Images, Objects, Outcomes
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import NONE, PREDICTION, TRUTH
from evallens.evaluation.tabled import FolderWriter
from evallens.evaluation.tabled.batches import IMAGES_AT_ONCE
from evallens.evaluation.tabled.order import in_order
from evallens.matching.kinds import Kind

CLASSES = 80
AN_IMAGE = 4
"""Outcomes of an image, on average."""
SPLITS = (0.7, 0.1, 0.2)
COMMON = 0.25
"""Share of the instances that are of the first class, as persons are in COCO."""
ODD = 0.05
"""Share of the predictions that may be of any class: hardly a cell of the matrix is empty then."""
_SIDE = 640
"""Pixels of an image a side."""
_DIGITS = 9


def header(outcomes: int) -> Header:
    """The header of an evaluation of so many outcomes."""
    return Header(
        title=f"Generated, {outcomes:,} outcomes",
        task="object-detection",
        classes=(*("cat", "dog"), *(f"class {index:04}" for index in range(2, CLASSES)), "background"),
        background=CLASSES,
        projection="UMAP",
        matching="iou",
        iou=0.5,
        tb=0.1,
    )


def write(folder: Path, outcomes: int, seed: int = 1) -> None:
    """Write about so many outcomes."""
    with FolderWriter(folder, header(outcomes)) as writer:
        for columns in batches(outcomes // AN_IMAGE, np.random.default_rng(seed)):
            writer.add(columns)


def batches(images: int, rng: np.random.Generator) -> Iterator[Columns]:
    """Whole images, those of a split, a cluster and a place on the map one after another."""
    centres = rng.uniform(-10, 10, (BLOBS, 2))
    number = 0
    for split, share in enumerate(SPLITS):
        # Clusters are as unequal as classes.
        sizes = rng.multinomial(round(images * share), rng.dirichlet(np.full(BLOBS, 3.0)))
        for blob, size in enumerate(sizes.tolist()):
            xy = (centres[blob] + rng.uniform(0.3, 1.2) * rng.standard_normal((size, 2))).astype(np.float32)
            held = _images(number, split, blob, xy)
            held = held.take(in_order(held))
            for start in range(0, size, IMAGES_AT_ONCE):
                some = held.take(slice(start, start + IMAGES_AT_ONCE))
                yield _batch(rng, some, blob)
            number += size


def _images(first: int, split: int, blob: int, xy: NDArray[np.float32]) -> Images:
    n = len(xy)
    # In the order of the map, so names are in none.
    names = _names(first + np.arange(n))
    return Images(
        id=names,
        name=names,
        split=np.full(n, split, np.uint8),
        x=xy[:, 0],
        y=xy[:, 1],
        cluster=np.full(n, blob, np.int32),
        augmentations=np.zeros(n, np.int32),
    )


def _names(numbers: NDArray[np.int64]) -> Strings:
    """000000000.jpg, 000000001.jpg, ..."""
    text = np.tile(np.frombuffer(b"0" * _DIGITS + b".jpg", np.uint8), (len(numbers), 1))
    for place in range(_DIGITS):
        text[:, place] += (numbers // 10 ** (_DIGITS - 1 - place) % 10).astype(np.uint8)
    return Strings(text.reshape(-1), np.arange(len(numbers) + 1, dtype=np.int64) * text.shape[1])


class _Things(NamedTuple):
    """One row a thing: first truths that are found, then truths that are missed, then false positives."""

    image: NDArray[np.uint32]
    actual: NDArray[np.uint16]
    predicted: NDArray[np.uint16]
    score: NDArray[np.float32]
    found: int
    missed: int

    @property
    def parts(self) -> list[NDArray[np.intp]]:
        """The rows of each of the three."""
        return np.split(np.arange(len(self.image)), [self.found, self.found + self.missed])


def _batch(rng: np.random.Generator, images: Images, blob: int) -> Columns:
    n, rows = len(images), AN_IMAGE * len(images)
    found, missed = round(rows * MATCHED), round(rows * MISSED)
    image = rng.integers(0, n, rows - found, np.uint32)
    actual = labels(rng, np.full(len(image), blob), CLASSES)
    actual[rng.random(len(image)) < COMMON] = 0
    predicted = taken_for(rng, actual, CLASSES)
    is_odd = rng.random(len(image)) < ODD
    predicted[is_odd] = rng.integers(0, CLASSES, int(is_odd.sum()), np.uint16)
    score = rng.beta(2.5, 1.6, len(image)).astype(np.float32)
    score[found + missed :] /= 2
    things = _Things(image, actual, predicted, score, found, missed)
    objects, truth, prediction = _objects(rng, things)
    return Columns(images, _outcomes(rng, things, truth, prediction), objects)


def _objects(rng: np.random.Generator, things: _Things) -> tuple[Objects, NDArray[np.uint32], NDArray[np.uint32]]:
    """The boxes image by image, and which rows the truth and the prediction of each thing are."""
    found, missed, alone = things.parts
    truths, predictions = np.concatenate([found, missed]), np.concatenate([found, alone])
    of = np.concatenate([truths, predictions])
    side = np.repeat(np.array([TRUTH, PREDICTION], np.uint8), [len(truths), len(predictions)])
    order = np.lexsort((side, things.image[of]))
    row = np.empty(len(of), np.uint32)
    row[order] = np.arange(len(of))
    truth, prediction = np.full((2, len(things.image)), NONE, np.uint32)
    truth[truths], prediction[predictions] = row[: len(truths)], row[len(truths) :]
    of, side = of[order], side[order]
    size = (_SIDE * rng.beta(1, 4, (2, len(of)))).astype(np.float32) + 1
    place = (rng.random((2, len(of)), np.float32) * (_SIDE - size)).astype(np.float32)
    objects = Objects(
        image=things.image[of],
        side=side,
        label=np.where(side == TRUTH, things.actual[of], things.predicted[of]),
        x=place[0],
        y=place[1],
        w=size[0],
        h=size[1],
        score=np.where(side == TRUTH, np.float32(np.nan), things.score[of]),
        area=size[0].astype(np.float64) * size[1],
    )
    return objects, truth, prediction


def _outcomes(
    rng: np.random.Generator, things: _Things, truth: NDArray[np.uint32], prediction: NDArray[np.uint32]
) -> Outcomes:
    """A truth is found up to a score, and missed above it."""
    last = np.minimum(things.score * 100, 99).astype(np.uint8)
    found, missed, alone = things.parts
    of = np.concatenate([found, found, missed, alone])
    part = np.repeat(np.arange(4), [len(found), len(found), len(missed), len(alone)])
    order = np.lexsort((part, things.image[of]))
    of, part = of[order], part[order]
    is_miss, is_alone = (part == 1) | (part == 2), part == 3
    actual, predicted = things.actual[of], things.predicted[of]
    kind = np.where(part == 0, np.where(actual == predicted, Kind.CORRECT, Kind.CLASS), Kind.MISSED)
    errors = np.array([Kind.LOCALISATION, Kind.DUPLICATE, Kind.BACKGROUND, Kind.BACKGROUND])
    iou = (0.5 + 0.5 * rng.random(len(of))).astype(np.float32)
    return Outcomes(
        image=things.image[of],
        actual=np.where(is_alone, np.uint16(CLASSES), actual),
        predicted=np.where(is_miss, np.uint16(CLASSES), predicted),
        count=np.ones(len(of), np.int64),
        first=np.where(part == 1, last[of] + 1, 0).astype(np.uint8),
        last=np.where(is_miss, 100, last[of]).astype(np.uint8),
        truth=np.where(is_alone, NONE, truth[of]).astype(np.uint32),
        prediction=np.where(is_miss, NONE, prediction[of]).astype(np.uint32),
        iou=np.where(part == 0, iou, np.float32(np.nan)),
        kind=np.where(is_alone, errors[rng.integers(0, 4, len(of))], kind).astype(np.uint8),
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
