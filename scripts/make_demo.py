"""Make the embedded demo, ``src/evallens/sample/digits.evallens``: ``python -m scripts.make_demo``.

Real handwritten digits (scikit-learn's 1,797), composed into scenes; a detector trained on the train
scenes; its answers on all of them, as they are. The same file twice on one machine with the
constraints file.
"""

from __future__ import annotations

import hashlib
import sys
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

from .digit_detector import NOTHING, Detections, Detector
from .digit_scenes import SEED, SIDE, Scene, compose, decoded

TARGET = Path(__file__).parents[1] / "src" / "evallens" / "sample" / "digits.evallens"
_MOST_BYTES = 3_000_000


def make() -> Evaluation:
    """Compose, train, detect, match and project."""
    digits = load_digits()
    images = digits.images.astype(np.uint8)
    scenes = compose(images, digits.target.astype(np.int64))
    _assert_no_digit_in_two_splits(scenes, images)
    detector = trained(scenes)
    found = [detector.detect(decoded(scene.picture)) for scene in scenes]
    return evaluation(scenes, found)


def trained(scenes: list[Scene]) -> Detector:
    """The detector, fitted to the train scenes alone."""
    train = [scene for scene in scenes if scene.split == "train"]
    pictures = [decoded(scene.picture) for scene in train]
    return Detector.fitted(pictures, [scene.labels for scene in train], [scene.boxes for scene in train])


def evaluation(scenes: list[Scene], found: list[Detections]) -> Evaluation:
    """The evaluation of what was ``found`` in ``scenes``."""
    truth = _instances([s.labels for s in scenes], [s.boxes for s in scenes])
    scores = np.concatenate([detections.scores for detections in found])
    predictions = _instances([d.labels for d in found], [d.boxes for d in found], scores)
    embedding = projected(np.stack([detections.descriptor for detections in found]))
    images = Images.of(
        [scene.name for scene in scenes],
        [scene.split for scene in scenes],
        embedding=embedding,
        clusters=HDBSCAN(min_cluster_size=25, min_samples=5, n_jobs=1, copy=True).fit_predict(embedding),
    )
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
    """Write the file and say what is in it."""
    with threadpool_limits(1):
        made = make()
    made.save(TARGET)
    size = TARGET.stat().st_size
    assert size <= _MOST_BYTES, f"{size:,} bytes, which is more than {_MOST_BYTES:,}"
    print(f"{TARGET.name}: {size:,} bytes, {made.splits}, {len(made.columns.outcomes):,} outcomes")
    for split in made.splits:
        counted = made.images(split=split, confidence=30).tallies
        tp, fp, fn = int(counted.tp.sum()), int(counted.fp.sum()), int(counted.fn.sum())
        print(f"{split}: {tp} TP, {fp} FP, {fn} FN, F1 {2 * tp / (2 * tp + fp + fn):.3f} at 30 %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
