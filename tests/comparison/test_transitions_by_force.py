"""What changed between two detectors, against plain loops over the boxes of each model alone; on real sets, too."""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import evallens
from evallens.evaluation import Evaluation, InstanceTable
from tests.local.peers import REAL, real_detections

THRESHOLDS = [(40, 40), (20, 60), (55, 30), (0, 100)]
SETS = ["tooth_test", "voc100_padilla"]


def boxes_of(table: InstanceTable) -> list[dict[str, Any]]:
    """The instances of one model as plain rows."""
    names = ("image", "actual", "predicted", "score")
    columns = [list(getattr(table, name)) for name in names]
    truths, predictions = table.truth_boxes.tolist(), table.prediction_boxes.tolist()
    return [
        dict(zip(names, row, strict=True), truth=truth, box=box, row=i)
        for i, (row, truth, box) in enumerate(zip(zip(*columns, strict=True), truths, predictions, strict=True))
    ]


def overlap(a: list[float], b: list[float]) -> float:
    """IoU of two boxes [x, y, w, h]."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(w, 0) * max(h, 0)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def by_force(both: Evaluation, thresholds: tuple[int, int]) -> Counter[str]:
    """Each truth by its image, class and box; false positives by a greedy pairing of all predictions."""
    sides = [boxes_of(both.model(name).instances("all", at)) for name, at in zip(both.models, thresholds, strict=True)]
    found: Counter[str] = Counter()
    truths: list[dict[tuple[Any, ...], list[dict[str, Any]]]] = [{}, {}]
    for side, held in zip(sides, truths, strict=True):
        for one in sorted((one for one in side if not np.isnan(one["truth"][0])), key=lambda one: one["row"]):
            held.setdefault((one["image"], one["actual"], *one["truth"]), []).append(one)
    assert truths[0].keys() == truths[1].keys()
    for key in truths[0]:
        # Labels drawn twice are counted as a heap: which is which no box can say.
        assert len(truths[0][key]) == len(truths[1][key]) == 1
        was, now = truths[0][key][0]["predicted"], truths[1][key][0]["predicted"]
        right = was == key[1], now == key[1]
        wrong = "alike" if was == now else "otherwise"
        words = {(True, True): "both_right", (True, False): "broken", (False, True): "fixed", (False, False): wrong}
        found[words[right]] += 1
    pairs = twins([boxes_of(both.model(name).instances("all", 0)) for name in both.models])
    kept = [{named(one): one for one in side if not np.isnan(one["box"][0])} for side in sides]
    for place, otherwise in ((0, "gone"), (1, "new")):
        for name, one in kept[place].items():
            if np.isnan(one["truth"][0]):
                twin = kept[1 - place].get(pairs[place].get(name, ()))
                word = otherwise if twin is None else "kept" if np.isnan(twin["truth"][0]) else "turned"
                if place == 1 or word == "gone":
                    found[word] += 1
    return found


def named(one: dict[str, Any]) -> tuple[Any, ...]:
    """What a prediction is known by in every table."""
    return (one["image"], one["predicted"], *one["box"], one["score"])


def twins(sides: list[list[dict[str, Any]]]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """All predictions of both in pairs: same class, IoU at least .5, by the lower of the two scores."""
    pairs = []
    every = [[one for one in side if not np.isnan(one["box"][0])] for side in sides]
    places: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in every[1]:
        places.setdefault((one["image"], one["predicted"]), []).append(one)
    for one in every[0]:
        for other in places.get((one["image"], one["predicted"]), []):
            iou = overlap(one["box"], other["box"])
            if iou >= 0.5:
                pairs.append((min(one["score"], other["score"]), iou, named(one), named(other)))
    pairs.sort(key=lambda pair: (-pair[0], -pair[1]))
    found: tuple[dict[Any, Any], dict[Any, Any]] = ({}, {})
    for _, _, mine, theirs in pairs:
        if mine not in found[0] and theirs not in found[1]:
            found[0][mine], found[1][theirs] = theirs, mine
    return found


def worse(predictions: list[dict[str, Any]], categories: list[int]) -> list[dict[str, Any]]:
    """Another model: some boxes less, some of another class, others moved, other scores."""
    rng = np.random.default_rng(7)
    found = []
    for one in predictions:
        if rng.random() < 0.15:
            continue
        category = int(rng.choice(categories)) if rng.random() < 0.1 else one["category_id"]
        box = (np.array(one["bbox"], float) + rng.normal(0, 2, 4)).clip(1).round(2).tolist()
        found.append({**one, "category_id": category, "bbox": box, "score": round(float(rng.random()), 4)})
    return found


@pytest.fixture(scope="module", params=SETS)
def real(request, tmp_path_factory) -> tuple[Path, list[Path]]:
    """The truth and the predictions of two models, as COCO files."""
    folder = REAL / request.param
    truth = json.loads((folder / "gt_coco.json").read_text("utf-8"))
    predictions = json.loads((folder / "pred_coco.json").read_text("utf-8"))
    other = tmp_path_factory.mktemp("real") / "other.json"
    other.write_text(json.dumps(worse(predictions, [one["id"] for one in truth["categories"]])), "utf-8")
    return folder / "gt_coco.json", [folder / "pred_coco.json", other]


def counted(both: Evaluation, thresholds: tuple[int, int]) -> dict[str, int]:
    return {word: count for word, count in both.transitions(split="all", confidence=thresholds).counts.items() if count}


@pytest.mark.parametrize("thresholds", THRESHOLDS)
def test_transitions_of_the_demo_are_those_of_plain_loops(thresholds):
    both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    assert counted(both, thresholds) == dict(by_force(both, thresholds))


@real_detections
@pytest.mark.parametrize("thresholds", THRESHOLDS)
def test_transitions_of_real_sets_are_those_of_plain_loops(real, thresholds):
    truth, (first, second) = real
    both = evallens.evaluate(truth, models={"v1": first, "v2": second}, embeddings=False)
    assert both.alike is None
    assert counted(both, thresholds) == dict(by_force(both, thresholds))


@real_detections
def test_deltas_of_average_precision_are_those_of_pycocotools(real):
    truth, models = real
    both = evallens.evaluate(truth, models=dict(zip(("v1", "v2"), models, strict=True)), embeddings=False)
    ours: list[Any] = []
    theirs: list[Any] = []
    for name, path in zip(both.models, models, strict=True):
        splits = both.model(name).map_results().splits
        (found,) = splits.values()
        ours.append((found.map50_95, found.map50))
        with contextlib.redirect_stdout(io.StringIO()):
            coco = COCO(str(truth))
            evaluation = COCOeval(coco, coco.loadRes(str(path)), "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
        theirs.append(tuple(evaluation.stats[:2]))
    (old, new), (their_old, their_new) = np.array(ours, float), np.array(theirs, float)
    np.testing.assert_allclose(new - old, their_new - their_old, rtol=0, atol=1e-9)
