"""Error types as other tools count them: tidecv with its cap of predictions lifted, and hotcoco."""

from __future__ import annotations

import contextlib
import io
from typing import NamedTuple

import hotcoco
import numpy as np
from tidecv import TIDE, Data
from tidecv.quantify import TIDERun

from evallens.matching.instances import Instances
from evallens.matching.kinds import Kind
from tests.local.peers import xywh

NAMES = {
    "Cls": Kind.CLASS,
    "Loc": Kind.LOCALISATION,
    "Both": Kind.BOTH,
    "Dupe": Kind.DUPLICATE,
    "Bkg": Kind.BACKGROUND,
    "Miss": Kind.MISSED,
}


class Scene(NamedTuple):
    """Two sides, and which of the truths are crowd regions."""

    truth: Instances
    predictions: Instances
    is_crowd: np.ndarray

    def kept(self, percent: int) -> Scene:
        """The scene at a threshold."""
        rows = np.flatnonzero(np.asarray(self.predictions.score) >= percent / 100)
        return self._replace(predictions=self.predictions.take(rows))


def tidecv_run(scene: Scene, *, level: float = 0.5, floor: float = 0.1) -> TIDERun:
    """tidecv's evaluation of a scene."""
    truth, predictions = Data("truth", max_dets=10**9), Data("predictions", max_dets=10**9)
    images = int(max(scene.truth.image.max(initial=-1), scene.predictions.image.max(initial=-1))) + 1
    for image in range(images):
        truth.add_image(image, str(image))
        predictions.add_image(image, str(image))
    for row in range(len(scene.truth)):
        add = truth.add_ignore_region if scene.is_crowd[row] else truth.add_ground_truth
        add(int(scene.truth.image[row]), int(scene.truth.label[row]), xywh(scene.truth, row))
    for row in range(len(scene.predictions)):
        score = float(np.asarray(scene.predictions.score)[row])
        side = scene.predictions
        predictions.add_detection(int(side.image[row]), int(side.label[row]), score, xywh(side, row))
    return TIDE().evaluate(truth, predictions, pos_threshold=level, background_threshold=floor)


def tidecv_counts(run: TIDERun) -> dict[Kind, int]:
    """Errors by kind; those of predictions that a crowd forgives, which tidecv lists but leaves out of AP, are not."""
    counted = dict.fromkeys(NAMES.values(), 0)
    for error in run.errors:
        if not hasattr(error, "pred") or error.pred["used"] is not None:
            counted[NAMES[type(error).short_name]] += 1
    return counted


def hotcoco_counts(scene: Scene, *, level: float = 0.5, floor: float = 0.1, classes: int) -> dict[Kind, int]:
    """hotcoco's counts."""
    images = int(max(scene.truth.image.max(initial=-1), scene.predictions.image.max(initial=-1))) + 1
    dataset = {
        "images": [{"id": image + 1, "width": 10_000, "height": 10_000} for image in range(images)],
        "categories": [{"id": label + 1, "name": str(label)} for label in range(classes)],
        "annotations": [
            {"id": row + 1, "bbox": xywh(scene.truth, row), "area": float(scene.truth.boxes.areas[row]),
             "iscrowd": int(scene.is_crowd[row]), "image_id": int(scene.truth.image[row]) + 1,
             "category_id": int(scene.truth.label[row]) + 1}
            for row in range(len(scene.truth))
        ],
    }  # fmt: skip
    results = [
        {"image_id": int(scene.predictions.image[row]) + 1, "category_id": int(scene.predictions.label[row]) + 1,
         "bbox": xywh(scene.predictions, row), "score": float(np.asarray(scene.predictions.score)[row])}
        for row in range(len(scene.predictions))
    ]  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        coco = hotcoco.COCO(dataset)
        evaluation = hotcoco.COCOeval(coco, coco.load_res(results), "bbox")
        evaluation.params.max_dets = [1, 10, 10**6]
        evaluation.evaluate()
        counted = evaluation.tide_errors(pos_thr=level, bg_thr=floor)["counts"]
    return {NAMES[name]: count for name, count in counted.items()}
