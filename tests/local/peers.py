"""The same scenes in the words of other tools."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import supervision as sv
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from supervision.metrics.core import MetricTarget

from evallens.matching.instances import Instances

REAL = Path(__file__).parents[2].parent / "shared" / "data"
real_detections = pytest.mark.skipif(not REAL.is_dir(), reason="the real detections beside the checkout are not there")


def detections(side: Instances, masks: np.ndarray | None = None, images: int = 0) -> list[sv.Detections]:
    """One ``Detections`` an image, for at least ``images`` of them."""
    return [
        sv.Detections(
            side.boxes.corners[rows].reshape(-1, 4),
            mask=None if masks is None or not rows.any() else masks[rows],
            class_id=side.label[rows],
            confidence=None if side.score is None else side.score[rows],
        )
        for rows in (side.image == image for image in range(max(images, int(side.image.max(initial=-1)) + 1)))
    ]


def supervision_matrix(
    truth: Instances, predictions: Instances, percent: int, classes: int, *, iou: float = 0.5, masks: Any = None
) -> np.ndarray:
    """What ``ConfusionMatrix.from_detections`` counts at one threshold."""
    truth_masks, prediction_masks = masks or (None, None)
    images = max(int(side.image.max(initial=-1)) + 1 for side in (truth, predictions))
    return sv.ConfusionMatrix.from_detections(
        detections(predictions, prediction_masks, images),
        detections(truth, truth_masks, images),
        [str(i) for i in range(classes)],
        conf_threshold=percent / 100,
        iou_threshold=iou,
        metric_target=MetricTarget.MASKS if masks else MetricTarget.BOXES,
    ).matrix


def coco_evaluation(truth: Instances, predictions: Instances, *, is_crowd: Any = None, classes: int = 3) -> COCOeval:
    """A pycocotools evaluation of boxes, with everything that was matched."""
    crowd = np.zeros(len(truth), int) if is_crowd is None else np.asarray(is_crowd, int)
    images = int(max(truth.image.max(initial=0), predictions.image.max(initial=0))) + 1
    dataset = {
        "info": {},
        "images": [{"id": i} for i in range(images)],
        "categories": [{"id": c, "name": str(c)} for c in range(classes)],
        "annotations": [
            {"id": row + 1, "bbox": xywh(truth, row), "area": float(truth.boxes.areas[row]), "iscrowd": int(crowd[row]),
             "image_id": int(truth.image[row]), "category_id": int(truth.label[row])}
            for row in range(len(truth))
        ],
    }  # fmt: skip
    results = [
        {"image_id": int(predictions.image[row]), "category_id": int(predictions.label[row]),
         "bbox": xywh(predictions, row), "score": float(np.asarray(predictions.score)[row])}
        for row in range(len(predictions))
    ]  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = dataset
        coco.createIndex()
        return COCOeval(coco, coco.loadRes(results), "bbox")


def xywh(side: Instances, row: int) -> list[float]:
    """Left, top, width and height of one box."""
    return [*side.boxes.corners[row, :2].tolist(), *side.boxes.sizes[row].tolist()]
