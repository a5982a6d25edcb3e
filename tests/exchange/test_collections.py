"""What tables write for labelling tools: as brute force has it, and as the tools' own readers take it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation import Columns, Evaluation, Header, Images, InstanceTable, Objects, Outcomes
from evallens.evaluation.results import Behind
from evallens.pictures import Picture
from evallens.pictures.given import SourcePictures
from evallens.pictures.stored import StoredPictures
from tests.built import evaluation_of

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "collections" / "boxes.json").read_text("utf-8"))


@pytest.fixture
def evaluation() -> Evaluation:
    sizes = StoredPictures.of([Picture(b"-", *size) for size in VECTOR["sizes"]])
    return replace(evaluation_of(VECTOR), pictures=sizes)


def instances_of(evaluation: Evaluation, rows: list[int]) -> InstanceTable:
    return InstanceTable(np.array(rows, np.intp), Behind(evaluation.header, evaluation.columns, evaluation.pictures))


def table_of(evaluation: Evaluation, case):
    if "instances" in case:
        return instances_of(evaluation, case["instances"])
    every = evaluation.images("all", case["confidence"], sort="name")
    return every[[every.rows.tolist().index(row) for row in case["images"]]]


@pytest.mark.parametrize(
    "case", VECTOR["cases"], ids=lambda case: f"{case.get('instances', case.get('images'))} {case['side']}"
)
def test_every_tool_gets_what_brute_force_writes(evaluation, case):
    table = table_of(evaluation, case)
    assert table.ids == case["ids"]
    assert table.to_coco(side=case["side"]) == case["coco"]
    assert table.to_cvat(side=case["side"]) == case["cvat"]
    assert table.to_label_studio(side=case["side"]) == case["label_studio"]


def test_images_have_their_truth_and_instances_both_where_nobody_says(evaluation):
    images, instances = evaluation.images("all"), evaluation.instances("all")
    assert images.to_coco() == images.to_coco(side="truth")
    assert instances.to_label_studio() == instances.to_label_studio(side="both")


def test_a_side_that_is_none_names_the_closest(evaluation):
    with pytest.raises(UnknownNameError, match="'prediction'"):
        evaluation.images().to_coco(side="predictions")


@pytest.mark.parametrize("method", ["to_coco", "to_cvat", "to_label_studio", "to_ids"])
def test_a_path_is_written_and_what_cannot_be_is_told(evaluation, tmp_path, method):
    table = evaluation.instances("all")
    assert getattr(table, method)(tmp_path / "written") is None
    text = (tmp_path / "written").read_text("utf-8")
    if method == "to_ids":
        assert text.splitlines() == table.ids
    else:
        assert json.loads(text) == getattr(table, method)()
    with pytest.raises(InputError, match="cannot be written"):
        getattr(table, method)(tmp_path / "missing" / "written")


def test_unknown_sizes_are_left_out_of_coco_and_told_by_label_studio(evaluation):
    table = replace(evaluation, pictures=None).instances("all")
    assert "width" not in table.to_coco()["images"][0]
    with pytest.raises(InputError, match=r"3 pictures, such as '.+\.jpg', is not known"):
        table.to_label_studio()
    without = replace(evaluation, pictures=None).images("all")
    assert len(without[:0].to_label_studio()) == 0


def test_tasks_name_the_file_or_what_stands_before_the_name(evaluation, tmp_path):
    files = tuple(tmp_path / f"{i}.png" for i in range(3))
    for file, size in zip(files, VECTOR["sizes"], strict=True):
        Image.new("L", tuple(size)).save(file)
    table = replace(evaluation, pictures=SourcePictures(files)).images("all", sort="name")
    assert table.to_label_studio()[0]["data"]["image"] == str(files[0])
    rooted = table.to_label_studio(root="/data/local-files/?d=run/")
    assert rooted[0]["data"]["image"] == "/data/local-files/?d=run/a.jpg"
    assert rooted[0]["annotations"][0]["result"][0]["original_width"] == 640


def test_a_box_without_end_is_left_out_of_json_that_has_no_infinity(evaluation):
    columns = evaluation.columns
    assert columns.objects is not None
    wide = columns.objects.w.copy()
    wide[0] = np.inf
    odd = replace(evaluation, columns=replace(columns, objects=replace(columns.objects, w=wide)))
    assert len(odd.images("all").to_coco()["annotations"]) == 3
    json.dumps(odd.instances("all").to_label_studio(), allow_nan=False)


def test_a_classification_is_told_as_choices():
    ev = evallens.evaluate(["cat", "dog"], ["cat", "cat"], images=[np.zeros((4, 4), np.uint8)] * 2)
    second = ev.images("all", sort="name").to_label_studio(side="both")[1]
    assert second["annotations"][0]["result"][0]["value"] == {"choices": ["dog"]}
    assert second["predictions"][0]["result"][0]["value"] == {"choices": ["cat"]}
    assert ev.images("all").to_coco()["annotations"] == []


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools' own
def test_masks_are_run_lengths_that_pycocotools_reads(tmp_path):
    truth = np.zeros((2, 20, 30), np.uint8)
    truth[0, 2:9, 3:20] = 1
    truth[1, 10:, 29:] = 1
    truth[1, 0, 0] = 1
    ev = masks_evaluated(truth, truth[:1])
    table = ev.images("all")
    table.to_coco(tmp_path / "coco.json")
    read = COCO(str(tmp_path / "coco.json"))
    drawn = np.stack([read.annToMask(read.anns[key]) for key in sorted(read.anns)])
    assert sorted(map(bytes, drawn)) == sorted(map(bytes, truth))
    crowds = [annotation["iscrowd"] for annotation in table.to_cvat()["annotations"]]
    assert crowds == [1, 1], "as CVAT itself writes masks"


def masks_evaluated(truth: np.ndarray, predicted: np.ndarray) -> Evaluation:
    supervision = pytest.importorskip("supervision")

    def detections(masks, **more):
        boxes = supervision.mask_to_xyxy(masks.astype(bool))
        return supervision.Detections(xyxy=boxes, mask=masks.astype(bool), class_id=np.zeros(len(masks), int), **more)

    return evallens.evaluate(
        [detections(truth)],
        [detections(predicted, confidence=np.ones(len(predicted)))],
        images=[np.zeros(truth.shape[1:], np.uint8)],
        classes=["thing"],
    )


def test_what_is_written_of_a_data_set_is_evaluated_alike(tmp_path):
    ev = evallens.demo()
    images = ev.images("all", 0)
    images.to_coco(tmp_path / "truth.json")
    images.to_coco(tmp_path / "predicted.json", side="prediction")
    again = evallens.evaluate(tmp_path / "truth.json", tmp_path / "predicted.json", splits="test")
    for confidence in (0, 20, 50):
        expected = ev.confusion_matrix("all", confidence).matrix
        assert again.confusion_matrix("all", confidence).matrix.tolist() == expected.tolist()


def test_a_hundred_thousand_instances_are_written_in_seconds():
    ev = many(100_000)
    begun = time.process_time()
    table = ev.instances("all")
    frame, text, written = table.to_pandas(), table.to_csv(), table.to_coco()
    assert len(frame) == text.count("\n") - 1 == len(written["annotations"]) == 100_000
    assert time.process_time() - begun < 30


def many(count: int) -> Evaluation:
    """False positives, ten an image."""
    rows, images = np.arange(count), [f"{i}.jpg" for i in range(count // 10)]
    numbers = rows.astype(np.float32)
    columns: Any = (rows // 10, rows * 0 + 1, rows * 0, *[numbers] * 4, numbers / count, numbers)
    outcomes = Outcomes.of(rows // 10, 1, 0, prediction=rows)
    return Evaluation(
        header=Header(title="many", task="object-detection", classes=("cat", "background"), background=1),
        columns=Columns(Images.of(images, ["test"] * len(images)), outcomes, Objects(*columns)),
    )
