"""How long the local matching takes: ``python benchmarks/bench_local.py``.

All 101 thresholds of a COCO-sized evaluation against one call of supervision at one threshold, in the
same run on the same data, and the growth with the number of images.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import supervision as sv

from evallens import evaluate
from evallens.evaluation.columns.tables import Outcomes
from evallens.evaluation.matched import How, Side, matched
from evallens.evaluation.metrics import counts
from evallens.matching.instances import Boxes, Instances

CLASSES = 80
OBJECTS, DETECTIONS = 36_000 / 5_000, 180_000 / 5_000
"""An image, on average."""


def generated(images: int, seed: int = 1) -> tuple[Instances, Instances]:
    """Objects as in COCO photographs; two detections in three are near one, with doubtful ones the most."""
    rng = np.random.default_rng(seed)
    n, m = round(images * OBJECTS), round(images * DETECTIONS)
    truth = Instances(np.sort(rng.integers(0, images, n)), rng.integers(0, CLASSES, n), Boxes.of_xyxy(_boxes(rng, n)))
    source = np.sort(rng.integers(0, n, m))
    near = rng.random(m) < 2 / 3
    size = np.repeat(truth.boxes.sizes[source], 2, axis=0).reshape(m, 4)[:, [0, 1, 0, 1]]
    moved = truth.boxes.corners[source] + rng.normal(0, 0.12, (m, 4)) * size
    moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2] + 1)
    corners = np.where(near[:, None], moved, _boxes(rng, m))
    label = np.where(near & (rng.random(m) < 0.8), truth.label[source], rng.integers(0, CLASSES, m))
    score = np.where(near, rng.beta(1.2, 1.6, m), rng.beta(0.7, 6, m))
    return truth, Instances(truth.image[source], label, Boxes.of_xyxy(corners), score)


def _boxes(rng: np.random.Generator, n: int) -> np.ndarray:
    corner = rng.uniform(0, 500, (n, 2))
    return np.concatenate([corner, corner + np.exp(rng.normal(4, 0.8, (n, 2)))], axis=1)


def ours(truth: Instances, predictions: Instances) -> Outcomes:
    """All 101 thresholds."""
    return matched(Side(truth), Side(predictions), background=CLASSES, how=How()).outcomes


def theirs(truth: Instances, predictions: Instances, images: int) -> Callable[[], np.ndarray]:
    """One call at 0.30; the lists it takes are made beforehand."""
    sides = [
        [
            sv.Detections(
                side.boxes.corners[rows].astype(np.float32),
                class_id=side.label[rows],
                confidence=None if side.score is None else side.score[rows],
            )
            for rows in np.split(np.arange(len(side)), np.searchsorted(side.image, np.arange(1, images)))
        ]
        for side in (predictions, truth)
    ]
    names = [str(i) for i in range(CLASSES)]
    return lambda: sv.ConfusionMatrix.from_detections(*sides, names, conf_threshold=0.30, iou_threshold=0.5).matrix


def seconds(run: Callable[[], object], repeats: int) -> float:
    """The fastest of some runs."""
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        took.append(time.perf_counter() - start)
    return min(took)


def main() -> int:
    """Print the ratio and the growth; exit 1 when the ratio is above one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--growth", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--quick", action="store_true", help="1,000 images, and no growth")
    given = parser.parse_args()
    images = 1_000 if given.quick else 5_000
    truth, predictions = generated(images)
    mine = seconds(lambda: ours(truth, predictions), 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    columns = [
        {"image": side.image, "boxes": side.boxes.corners, "labels": side.label, "scores": side.score}
        for side in (truth, predictions)
    ]
    names = [str(i) for i in range(CLASSES)]
    whole = seconds(lambda: evaluate(*columns, classes=names), 3)
    call = theirs(truth, predictions, images)
    peer = seconds(call, 3)
    found = ours(truth, predictions)
    same = np.array_equal(counts.matrix(found, counts.active(found, 30), CLASSES + 1), call())
    assert same, "the matrices at 30 % differ"
    print(f"{images:,} images, {len(truth):,} objects, {len(predictions):,} detections, {CLASSES} classes")
    print(f"evallens, 101 thresholds: {mine:.3f} s, peak memory {peak:.0f} MB, {len(found):,} outcomes")
    print(f"evallens.evaluate, arrays in, Evaluation out: {whole:.3f} s; ratio {whole / peer:.2f}")
    print(f"supervision {sv.__version__}, one threshold: {peer:.3f} s; ratio {mine / peer:.2f}; same matrix at 30 %")
    for size in [] if given.quick else given.growth:
        sides = generated(size)
        took = seconds(lambda sides=sides: ours(*sides), 2)
        print(f"{size:>9,} images: {took:.3f} s, {took / size * 1e6:.0f} us an image")
    return 0 if mine <= peer else 1


if __name__ == "__main__":
    sys.exit(main())
