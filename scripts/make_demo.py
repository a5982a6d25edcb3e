"""Make the embedded demo, ``digits.evallens`` and ``digits-v2.evallens``: ``python -m scripts.make_demo``.

Real handwritten digits (scikit-learn's 1,797), composed into scenes; two detectors trained on the train
scenes; their answers on all of them, as they are. The same files twice on one machine with the
constraints file.

The second detector is the better classifier, and it learned from other labels: whoever labelled every
second train scene again left the 8 out. The labels that both are judged by are complete.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from evallens.evaluation.columns.header import Header
from evallens.evaluation.columns.tables import Columns, Images
from evallens.evaluation.evaluation import Evaluation
from evallens.evaluation.matched import How, Side, matched
from evallens.evaluation.suspecting import suspected
from evallens.matching.instances import Boxes, Instances
from evallens.pictures import Picture
from evallens.pictures.stored import StoredPictures

from .digit_detector import CURVED, NOTHING, Detections, Detector
from .digit_scenes import SEED, SIDE, Gray, Scene, compose, decoded

SAMPLE = Path(__file__).parents[1] / "src" / "evallens" / "sample"
_MOST_BYTES = 3_000_000
FORGOTTEN = 8
"""The digit that has no label in every second scene that the second detector learned from."""


def make() -> tuple[Evaluation, Evaluation]:
    """Compose, train, detect, match and project."""
    digits = load_digits()
    images = digits.images.astype(np.uint8)
    scenes = compose(images, digits.target.astype(np.int64))
    _assert_no_digit_in_two_splits(scenes, images)
    train = [scene for scene in scenes if scene.split == "train"]
    pictures = [decoded(scene.picture) for scene in scenes]
    first = Detector.fitted(*taught(train))
    found = [first.detect(picture) for picture in pictures]
    made = evaluation(scenes, found, _images(scenes, found))
    second = Detector.fitted(*taught([forgetting(*each) for each in enumerate(train)]), CURVED)
    again = evaluation(scenes, [second.detect(picture) for picture in pictures], made.columns.images)
    # It shows the pictures of the first, which are most of the bytes.
    return made, replace(again, header=replace(again.header, title="Digit scenes, v2"), pictures=None)


def taught(train: list[Scene]) -> tuple[list[Gray], list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """What a detector learns from: pictures, labels and boxes of the train scenes."""
    return [decoded(scene.picture) for scene in train], [s.labels for s in train], [s.boxes for s in train]


def forgetting(number: int, scene: Scene) -> Scene:
    """The scene as it was labelled again: of every second one each 8 was left out."""
    kept = (scene.labels != FORGOTTEN) | (number % 2 == 0)
    return replace(scene, labels=scene.labels[kept], boxes=scene.boxes[kept])


def evaluation(scenes: list[Scene], found: list[Detections], images: Images) -> Evaluation:
    """The evaluation of what was ``found`` in ``scenes``."""
    truth = _instances([s.labels for s in scenes], [s.boxes for s in scenes])
    scores = np.concatenate([detections.scores for detections in found])
    predictions = _instances([d.labels for d in found], [d.boxes for d in found], scores)
    how = How()
    header = Header(
        title="Digit scenes",
        task="object-detection",
        classes=(*"0123456789", "background"),
        background=NOTHING,
        projection="UMAP",
        **how.words,
    )
    tables = matched(Side(truth), Side(predictions), background=NOTHING, how=how)
    pictures = StoredPictures.of([Picture(scene.picture, SIDE, SIDE) for scene in scenes])
    return Evaluation(
        header=header,
        columns=suspected(header, Columns(images, tables.outcomes, tables.objects), how),
        pictures=pictures,
    )


def _images(scenes: list[Scene], found: list[Detections]) -> Images:
    """The images, on the map where the first detector sees them."""
    embedding = projected(np.stack([detections.descriptor for detections in found]))
    return Images.of(
        [scene.name for scene in scenes],
        [scene.split for scene in scenes],
        embedding=embedding,
        clusters=HDBSCAN(min_cluster_size=25, min_samples=5, n_jobs=1, copy=True).fit_predict(embedding),
    )


def projected(descriptors: NDArray[np.float64]) -> NDArray[np.float32]:
    """Descriptors to the plane with UMAP, one thread and a fixed seed, (n, 2)."""
    from umap import UMAP

    return np.asarray(UMAP(random_state=SEED, n_jobs=1).fit_transform(descriptors), np.float32)


def _instances(
    labels: list[NDArray[np.int64]], boxes: list[NDArray[np.int64]], scores: NDArray[np.float64] | None = None
) -> Instances:
    image = np.repeat(np.arange(len(labels)), [len(each) for each in labels])
    return Instances(image, np.concatenate(labels), Boxes.of_xyxy(np.concatenate(boxes)), scores)


def _assert_no_digit_in_two_splits(scenes: list[Scene], images: NDArray[np.uint8]) -> None:
    used = {
        split: {hashlib.sha256(images[row].tobytes()).digest() for s in scenes if s.split == split for row in s.digits}
        for split in ("train", "valid", "test")
    }
    for one, other in combinations(used, 2):
        assert not used[one] & used[other], f"a digit is in both {one} and {other}"


def main() -> int:
    """Write the files and say what is in them."""
    with threadpool_limits(1):
        both = make()
    for name, made in zip(("digits.evallens", "digits-v2.evallens"), both, strict=True):
        made.save(SAMPLE / name)
        size = (SAMPLE / name).stat().st_size
        assert size <= _MOST_BYTES, f"{size:,} bytes, which is more than {_MOST_BYTES:,}"
        print(f"{name}: {size:,} bytes, {made.splits}, {len(made.columns.outcomes):,} outcomes")
        for split in made.splits:
            counted = made.images(split=split, confidence=30).tallies
            tp, fp, fn = int(counted.tp.sum()), int(counted.fp.sum()), int(counted.fn.sum())
            print(f"{split}: {tp} TP, {fp} FP, {fn} FN, F1 {2 * tp / (2 * tp + fp + fn):.3f} at 30 %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
