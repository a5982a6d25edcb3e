"""Runs of pixels against pycocotools: polygons, run lengths, areas, boxes and overlaps."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from evallens import store
from evallens.errors import DataError
from evallens.evaluation.columns.masks import Masks
from evallens.evaluation.metrics.average_precision import average_precision
from evallens.local import evaluate
from evallens.local.masks.polygons import polygon_runs
from evallens.local.masks.rle import counted_runs, dense_runs, lettered_runs, united

SIDES = st.integers(1, 50)

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")


@given(
    height=SIDES,
    width=SIDES,
    points=st.lists(
        st.tuples(st.floats(-5, 60).map(lambda v: round(v, 2)), st.floats(-5, 60).map(lambda v: round(v, 2))),
        min_size=3,
        max_size=9,
    ),
)
def test_polygons_equal_cocos(height, width, points):
    ring = [value for point in points for value in point]
    encoded = coco_mask.frPyObjects([ring], height, width)[0]
    expected = dense_runs(coco_mask.decode(encoded))
    for found in (polygon_runs([ring], height, width), lettered_runs(encoded["counts"], height * width)):
        np.testing.assert_array_equal(found, expected)


@given(seed=st.integers(0, 2**32 - 1), height=SIDES, width=SIDES, share=st.floats(0, 1))
def test_areas_boxes_and_overlaps_equal_cocos(seed, height, width, share):
    rng = np.random.default_rng(seed)
    dense = (rng.random((5, height, width)) < share).astype(np.uint8)
    masks = Masks.of([dense_runs(mask) for mask in dense], [height] * 5)
    encoded = [coco_mask.encode(np.asfortranarray(mask)) for mask in dense]
    np.testing.assert_array_equal(masks.areas, coco_mask.area(encoded))
    boxes = masks.boxes()
    corners = coco_mask.toBbox(encoded)
    corners[:, 2:] += corners[:, :2]
    np.testing.assert_array_equal(boxes[masks.areas > 0], corners[masks.areas > 0])
    mine, theirs = (side.ravel() for side in np.mgrid[:5, :5])
    expected = coco_mask.iou(encoded, encoded, [0] * 5).ravel()
    known = (masks.areas[mine] + masks.areas[theirs]) > 0
    np.testing.assert_allclose(masks.iou(masks, mine, theirs)[known], expected[known], atol=1e-12)


def test_union_of_parts_is_theirs():
    rng = np.random.default_rng(0)
    dense = rng.random((4, 9, 11)) < 0.3
    np.testing.assert_array_equal(
        united([dense_runs(mask) for mask in dense]), dense_runs(np.asarray(dense.any(axis=0)))
    )


def test_run_lengths_of_uncompressed_rle():
    np.testing.assert_array_equal(counted_runs([0, 2, 0, 3, 1], 6), [[0], [5]])
    with pytest.raises(DataError, match="sum to 5, not to the 6"):
        counted_runs([2, 3], 6)


@pytest.mark.parametrize(
    ("offsets", "start", "stop", "heights"),
    [([0, 2], [0], [1], [5]), ([0, 1], [0], [0], [5]), ([0, 1], [-1], [1], [5]), ([0, 2], [4, 0], [5, 1], [5]),
     ([0, 1], [0], [1], [0]), ([1, 1], [0], [1], [5])],
)  # fmt: skip
def test_runs_that_make_no_mask_are_refused(offsets, start, stop, heights):
    with pytest.raises(DataError, match="Masks"):
        Masks(*(np.array(column, np.int64) for column in (offsets, start, stop, heights)))


@pytest.fixture(scope="module")
def documents() -> tuple[dict, list[dict]]:
    """Ragged masks with areas of their own, and detections that nearly repeat them."""
    rng = np.random.default_rng(3)
    side = 120
    images = [{"id": i, "file_name": f"{i}.png", "width": side, "height": side} for i in range(6)]
    truth, results = [], []
    for row in range(40):
        left, top, right, bottom = *rng.integers(0, 60, 2), *rng.integers(62, 118, 2)
        dense = np.zeros((side, side), np.uint8)
        dense[top:bottom:1, left:right] = rng.random((bottom - top, right - left)) < 0.9
        image, label = int(rng.integers(6)), int(rng.integers(2))
        record = {"image_id": image, "category_id": label, "segmentation": coded(dense), "iscrowd": 0}
        area = float(dense.sum()) * (0.1 if row % 3 else 1)
        truth.append(record | {"id": row + 1, "area": area, "bbox": [int(left), int(top), 5, 5]})
        for _ in range(3):
            moved = np.roll(dense, rng.integers(-9, 9, 2), (0, 1))
            results.append(record | {"segmentation": coded(moved), "score": float(rng.random())})
    categories = [{"id": 0, "name": "a"}, {"id": 1, "name": "b"}]
    return {"info": {}, "images": images, "categories": categories, "annotations": truth}, results


def coded(dense: np.ndarray) -> dict:
    encoded = coco_mask.encode(np.asfortranarray(dense))
    return {"size": encoded["size"], "counts": encoded["counts"].decode()}


def test_average_precision_of_masks_equals_pycocotools(documents):
    ev = evaluate(*documents)
    assert ev.columns.objects is not None
    found = average_precision(ev.columns.objects, 2, ev.columns.masks).by_level
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = documents[0]
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes([dict(record) for record in documents[1]]), "segm")
        evaluation.evaluate()
        evaluation.accumulate()
    expected = evaluation.eval["precision"][..., -1].mean(axis=1).transpose(2, 0, 1)
    np.testing.assert_allclose(found, np.where(expected < 0, np.nan, expected), rtol=0, atol=1e-12)
    assert ev.map_results().splits["test"].map50 is not None


def test_masks_are_saved(documents, tmp_path):
    ev = evaluate(*documents)
    ev.save(tmp_path / "masks.evallens")
    loaded = store.load(tmp_path / "masks.evallens")
    assert ev.columns.masks is not None
    assert loaded.columns.masks is not None
    for column in ("offsets", "start", "stop", "heights"):
        np.testing.assert_array_equal(getattr(loaded.columns.masks, column), getattr(ev.columns.masks, column))
    assert loaded.map_results() == ev.map_results()
