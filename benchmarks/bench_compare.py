"""How long it takes to tell a difference from luck: ``python benchmarks/bench_compare.py``.

Two models on a COCO-sized set: precision, recall and F1 of 80 classes over 1,000 resamples, drawing included; average
precision against the plain arithmetic of its resamples in the same run on the same weights; and both beside ``compare``
of hotcoco, which gives the six AP of all classes together.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import time
from importlib.metadata import version
from typing import Any

import hotcoco
import numpy as np
from bench_local import CLASSES, generated, seconds

import evallens
from evallens.evaluation import Evaluation
from evallens.evaluation.metrics.average_precision import rankings
from evallens.matching.instances import Instances
from evallens.statistics.draws import drawn, whole
from evallens.statistics.ranking import Ranking

MOST = 1.0
"""Seconds for precision, recall and F1 of 5,000 images."""
MOST_OF_PLAIN = 1.5
"""Average precision may take so many times the plain arithmetic."""
RESAMPLES, RANKED = 1_000, 200
AT = 30
"""Integer percent."""


def models(images: int) -> tuple[Instances, dict[str, Instances]]:
    """One truth and two models: the second is a little surer of what is right."""
    truth, first = generated(images)
    rng = np.random.default_rng(2)
    kept = np.sort(rng.permutation(len(first))[: round(0.9 * len(first))])
    second = first.take(kept)
    assert second.score is not None
    moved = np.clip(second.score + rng.normal(0.01, 0.1, len(second)), 0.001, 0.999)
    return truth, {"v1": first, "v2": Instances(second.image, second.label, second.boxes, moved)}


def evaluated(truth: Instances, found: dict[str, Instances]) -> Evaluation:
    """Both models in one evaluation."""

    def columns(side: Instances) -> dict[str, Any]:
        named = {"image": side.image, "boxes": side.boxes.corners, "labels": side.label}
        return named if side.score is None else {**named, "scores": side.score}

    return evallens.evaluate(
        columns(truth),
        models={name: columns(side) for name, side in found.items()},
        classes=[str(i) for i in range(CLASSES)],
        embeddings=False,
    )


def ranking(ev: Evaluation) -> Ranking:
    """Predictions by score and what they find at an IoU of .5."""
    objects = ev.columns.objects
    assert objects is not None
    return next(iter(rankings(objects, len(ev.classes), None, ("all",), (0.5,))))


def plain(one: Ranking, weights: np.ndarray) -> list[float]:
    """The mean AP50 of each resample, class by class, as one writes it down with numpy."""
    by_class = [np.flatnonzero(one.label == label) for label in range(CLASSES)]
    truths = [one.truth_image[one.truth_label == label] for label in range(CLASSES)]
    recalls, means = np.linspace(0, 1, 101), []
    for held in weights:
        found = []
        for rows, owned in zip(by_class, truths, strict=True):
            wanted = held[owned].sum(dtype=np.int64)
            times, hit = held[one.image[rows]], one.is_hit[0, rows]
            right = np.cumsum(times * hit, dtype=np.int64)
            precision = right / np.maximum(np.cumsum(times, dtype=np.int64), 1)
            best = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
            found.append(best[np.searchsorted(right / wanted, recalls)].mean() if wanted else np.nan)
        means.append(float(np.nanmean(found)))
    return means


def theirs(truth: Instances, found: dict[str, Instances], images: int) -> tuple[float, dict[str, Any]]:
    """Seconds of hotcoco's compare with as many resamples as ours of average precision, and what it says."""
    areas = truth.boxes.areas
    data = {
        "images": [{"id": i + 1, "width": 10_000, "height": 10_000} for i in range(images)],
        "categories": [{"id": i + 1, "name": str(i)} for i in range(CLASSES)],
        "annotations": [
            {"id": i + 1, "image_id": image + 1, "category_id": label + 1, "bbox": box, "area": area, "iscrowd": 0}
            for i, (image, label, box, area) in enumerate(
                zip(truth.image.tolist(), truth.label.tolist(), _xywh(truth), areas.tolist(), strict=True)
            )
        ],
    }
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        ground = hotcoco.COCO(data)
        evaluations = []
        for side in found.values():
            assert side.score is not None
            columns = zip(side.image.tolist(), side.label.tolist(), _xywh(side), side.score.tolist(), strict=True)
            rows = [
                {"image_id": image + 1, "category_id": label + 1, "bbox": box, "score": score}
                for image, label, box, score in columns
            ]
            evaluation = hotcoco.COCOeval(ground, ground.load_res(rows), "bbox")
            evaluation.evaluate()
            evaluations.append(evaluation)
        begun = time.perf_counter()
        answer = hotcoco.compare(*evaluations, n_bootstrap=RANKED)
        return time.perf_counter() - begun, answer


def _xywh(side: Instances) -> list[list[float]]:
    return np.concatenate([side.boxes.corners[:, :2], side.boxes.sizes], axis=1).tolist()


def main() -> int:
    """Print times, ratios and widths; exit 1 where one is above what is promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="1,000 images")
    images = 1_000 if parser.parse_args().quick else 5_000
    truth, found = models(images)
    two = evaluated(truth, found)

    def rates() -> None:
        for metric in ("precision", "recall", "f1"):
            two.test(metric, "class", confidence=AT, resamples=RESAMPLES)

    took = seconds(rates, 3)
    quick = seconds(lambda: two.test("f1", "class", confidence=AT, resamples=0), 3)
    print(f"{images:,} images, {CLASSES} classes, {len(found['v1']):,} and {len(found['v2']):,} detections")
    one, other = (two.model(name) for name in two.models)
    print(f"put side by side, twins included: {seconds(lambda: evallens.compare(one, other), 3):.2f} s")
    print(f"precision, recall and F1 by class, {RESAMPLES:,} resamples: {took:.2f} s; F1 without any: {quick:.3f} s")

    weights = whole(drawn(images, RANKED, 0))
    rows = [ranking(two.model(name)) for name in two.models]
    begun = time.perf_counter()
    deltas = np.subtract(*reversed([plain(one, weights) for one in rows]))
    arithmetic = time.perf_counter() - begun
    begun = time.perf_counter()
    (ours,) = two.test("ap50", resamples=RANKED, progress=None)
    ranked = time.perf_counter() - begun
    ratio = ranked / arithmetic
    print(
        f"AP50 of both, {RANKED} resamples: {ranked:.1f} s; the plain arithmetic: {arithmetic:.1f} s; {ratio:.2f} times"
    )
    width, other = ours.high - ours.low, float(np.diff(np.quantile(deltas, [0.025, 0.975]))[0])
    print(f"its interval is {width:.4f} wide, by the plain arithmetic {other:.4f}; without resamples, ", end="")
    analytic = seconds(lambda: two.test("ap50", resamples=0), 1)
    (jackknife,) = two.test("ap50", resamples=0)
    print(f"by the jackknife, {jackknife.high - jackknife.low:.4f} in {analytic:.1f} s")

    (every,) = two.test("map", resamples=RANKED, progress=None)
    whole_map = seconds(lambda: two.test("map", resamples=RANKED, progress=None), 1)
    peer, answer = theirs(truth, found, images)
    ends = answer["ci"]["AP"]
    low, high = (ends["lower"], ends["upper"]) if isinstance(ends, dict) else ends[:2]
    print(f"mAP of ten levels: {whole_map:.1f} s, delta {every.delta:+.4f}, {every.low:.4f} to {every.high:.4f}")
    print(f"hotcoco {version('hotcoco')}, compare: {peer:.1f} s, ", end="")
    print(f"delta {answer['deltas']['AP']:+.4f}, {low:.4f} to {high:.4f}")
    print(f"its interval is {(high - low) / (every.high - every.low):.2f} times as wide as ours")
    return 0 if took <= MOST * images / 5_000 + 0.2 * (images < 5_000) and ratio <= MOST_OF_PLAIN else 1


if __name__ == "__main__":
    sys.exit(main())
