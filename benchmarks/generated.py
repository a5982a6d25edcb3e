"""A made-up evaluation of any size: ``generated.evaluation(1_000_000)``, shaped as detectors' evaluations are.

Classes are as unequal as in life, mix-ups stay among similar classes, each image lies in one of thirty
blobs of the map, and every outcome holds over the thresholds that its score gives it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import NOISE, SPLITS

BLOBS = 30
SIMILAR = 5
"""Classes are mixed up within groups of so many."""

MATCHED, MISSED = 0.35, 0.1
"""Shares of the outcomes: found up to a score, above which there is a second outcome that it is missed; never
found. The others are predictions where nothing is."""


def evaluation(images: int, classes: int = 100, outcomes_per_image: float = 2, seed: int = 1) -> Evaluation:
    """``images`` images of the split "test" with so many outcomes on average; ``classes`` do not count background.

    The first classes are called "cat" and "dog", so that there is a cell to ask for.
    """
    rng = np.random.default_rng(seed)
    blob = rng.integers(0, BLOBS, images)
    names = ("cat", "dog", *(f"class {index:04}" for index in range(2, classes)))
    return Evaluation(
        header=Header(
            title=f"Generated, {images:,} images",
            task="object-detection",
            classes=(*names[:classes], "background"),
            background=classes,
            projection="UMAP",
        ),
        columns=Columns(_images(rng, blob), _outcomes(rng, blob, classes, round(images * outcomes_per_image))),
    )


def _images(rng: np.random.Generator, blob: NDArray[np.int64]) -> Images:
    n = len(blob)
    centre = rng.uniform(-10, 10, (BLOBS, 2)).astype(np.float32)
    spread = rng.uniform(0.3, 1.2, (BLOBS, 1)).astype(np.float32)
    xy = centre[blob] + spread[blob] * rng.standard_normal((n, 2), np.float32)
    names = _names(n)
    return Images(
        id=names,
        name=names,
        split=np.full(n, SPLITS.index("test"), np.uint8),
        x=xy[:, 0],
        y=xy[:, 1],
        cluster=np.where(rng.random(n) < 0.05, NOISE, blob).astype(np.int32),
        augmentations=np.zeros(n, np.int32),
    )


def _names(n: int) -> Strings:
    """img_0000001.jpg, img_0000002.jpg, ..."""
    text = np.tile(np.frombuffer(b"img_0000000.jpg", np.uint8), (n, 1))
    number = np.arange(1, n + 1)
    for column in range(10, 3, -1):
        number, digit = np.divmod(number, 10)
        text[:, column] += digit.astype(np.uint8)
    return Strings(text.reshape(-1), np.arange(n + 1, dtype=np.int64) * text.shape[1])


def _outcomes(rng: np.random.Generator, blob: NDArray[np.int64], classes: int, rows: int) -> Outcomes:
    matched, missed = round(rows * MATCHED), round(rows * MISSED)
    alone = rows - 2 * matched - missed
    image = rng.integers(0, len(blob), matched + missed + alone, np.uint32)
    actual = labels(rng, blob[image], classes)
    predicted = taken_for(rng, actual, classes)
    last = (100 * rng.beta(2.5, 1.6, len(image))).astype(np.uint8)
    found, never, nowhere = np.split(np.arange(len(image)), [matched, matched + missed])
    nothing = np.full(rows, classes, np.uint16)
    of = np.concatenate([found, found, never, nowhere])
    # As a local evaluation has them: the outcomes of an image stand together.
    order = np.argsort(image[of], kind="stable")
    last_of = np.concatenate([last[found], np.full(matched + missed, 100, np.uint8), last[nowhere] // 2])
    first_of = np.zeros(rows, np.uint8)
    first_of[matched : 2 * matched] = last[found] + 1
    return Outcomes.of(
        image[of][order],
        np.concatenate([actual[found], actual[found], actual[never], nothing[:alone]])[order],
        np.concatenate([predicted[found], nothing[: matched + missed], predicted[nowhere]])[order],
        first=first_of[order],
        last=last_of[order],
    )


def labels(rng: np.random.Generator, blob: NDArray[np.int64], classes: int) -> NDArray[np.uint16]:
    """Few classes have most of the instances, and which they are depends on the blob."""
    rank = (classes * rng.random(len(blob)) ** 2.5).astype(np.int64)
    return ((rank + blob * classes // BLOBS) % classes).astype(np.uint16)


def taken_for(rng: np.random.Generator, actual: NDArray[np.uint16], classes: int) -> NDArray[np.uint16]:
    """One in five is taken for a similar class, and hardly any for just any class."""
    n = len(actual)
    group = actual // SIMILAR * SIMILAR
    similar = np.minimum(group + rng.integers(0, SIMILAR, n, np.uint16), classes - 1)
    any_class = rng.integers(0, classes, n, np.uint16)
    kind = rng.random(n, np.float32)
    return np.where(kind < 0.8, actual, np.where(kind < 0.99, similar, any_class)).astype(np.uint16)
