"""The same scenes through every door give the same matrix."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import supervision as sv
from PIL import Image
from pycocotools import mask as coco_mask

from evallens.errors import DataError, InputError
from evallens.local import evaluate
from evallens.matching.instances import Instances
from tests.local import brute
from tests.local.peers import REAL, detections, real_detections, xywh
from tests.local.scenes import CLASSES, crowded
from tests.told import told

NAMES = ["ant", "bee", "cat"]
IMAGES = 12
SIDE = 32


@pytest.fixture(scope="module")
def scenes() -> tuple[Instances, Instances]:
    return crowded(11, images=IMAGES)


@pytest.fixture(scope="module")
def expected(scenes) -> np.ndarray:
    return brute.matrix(scenes[0], scenes[1], 50, CLASSES)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    for row in range(IMAGES):
        Image.new("RGB", (SIDE, SIDE), (row, 2 * row, 3 * row)).save(folder / f"{row}.png")
    return folder


def check(ev, expected) -> None:
    order = [ev.classes.index(name) for name in [*NAMES, "background"] if name in ev.classes]
    assert len(order) == len(ev.classes)
    np.testing.assert_array_equal(ev.confusion_matrix(confidence=50).matrix[np.ix_(order, order)], expected)


def coco_dataset(truth: Instances, **extra) -> dict:
    return {
        "images": [{"id": 100 + i, "file_name": f"{i}.png", "width": SIDE, "height": SIDE} for i in range(IMAGES)],
        "categories": [{"id": 7 * (c + 1), "name": name} for c, name in enumerate(NAMES)],
        "annotations": [
            {
                "id": row,
                "image_id": 100 + int(truth.image[row]),
                "category_id": 7 * (int(truth.label[row]) + 1),
                "bbox": xywh(truth, row),
                **{key: values[row] for key, values in extra.items()},
            }
            for row in range(len(truth))
        ],
    }


def coco_results(predictions: Instances) -> list[dict]:
    scores = np.asarray(predictions.score).tolist()
    return [
        record | {"score": score}
        for record, score in zip(coco_dataset(predictions)["annotations"], scores, strict=True)
    ]


def write_yolo(folder: Path, side: Instances) -> Path:
    folder.mkdir(parents=True)
    for row in range(IMAGES):
        lines = []
        for i in np.flatnonzero(side.image == row):
            x, y, w, h = np.array(xywh(side, int(i))) / SIDE
            score = "" if side.score is None else f" {side.score[i]!r}"
            lines.append(f"{side.label[i]} {x + w / 2!r} {y + h / 2!r} {w!r} {h!r}{score}".replace("np.float64", ""))
        (folder / f"{row}.txt").write_text("\n".join(lines).replace("(", "").replace(")", ""))
    return folder


def write_voc(folder: Path, side: Instances) -> Path:
    folder.mkdir()
    for row in range(IMAGES):
        objects = ""
        for i in np.flatnonzero(side.image == row):
            left, top, right, bottom = side.boxes.corners[i].tolist()
            score = "" if side.score is None else f"<confidence>{float(side.score[i])!r}</confidence>"
            corners = f"<xmin>{left + 1}</xmin><ymin>{top + 1}</ymin><xmax>{right}</xmax><ymax>{bottom}</ymax>"
            objects += f"<object><name>{NAMES[side.label[i]]}</name>{score}<bndbox>{corners}</bndbox></object>"
        size = f"<size><width>{SIDE}</width><height>{SIDE}</height></size>"
        (folder / f"{row}.xml").write_text(f"<annotation><filename>{row}.png</filename>{size}{objects}</annotation>")
    return folder


def test_coco_files(scenes, expected, tmp_path):
    truth, predictions = tmp_path / "truth.json", tmp_path / "results.json"
    truth.write_text(json.dumps(coco_dataset(scenes[0])))
    predictions.write_text(json.dumps(coco_results(scenes[1])))
    ev = evaluate(truth, str(predictions))
    check(ev, expected)
    assert ev.title == tmp_path.name
    assert ev.splits == {"test": IMAGES}


def test_coco_objects_whose_ids_are_their_own(scenes, expected):
    predictions = coco_dataset(scenes[1], score=np.asarray(scenes[1].score).tolist())
    for image in predictions["images"]:
        image["id"] -= 99
    for record in predictions["annotations"]:
        record["image_id"] -= 99
    predictions["categories"] = [c | {"id": c["id"] + 1} for c in predictions["categories"]]
    for record in predictions["annotations"]:
        record["category_id"] += 1
    check(evaluate(coco_dataset(scenes[0]), predictions), expected)


@pytest.mark.parametrize(
    "yaml",
    [
        "names: [ant, 'bee', \"cat\"]\n",
        "nc: 3\nnames:\n- ant\n- bee\n- cat  # purrs\ntrain: x\n",
        "names:\n  0: ant\n  1: bee\n  2: cat\n",
        "names: {0: ant, 1: bee, 2: cat}\n",
    ],
)
def test_yolo_folders_with_data_yaml(yaml, scenes, expected, tmp_path, pictures):
    write_yolo(tmp_path / "labels", scenes[0])
    (tmp_path / "data.yaml").write_text(yaml)
    check(evaluate(tmp_path, write_yolo(tmp_path / "run" / "labels", scenes[1])), expected)


def test_yolo_folders_without_names_or_pictures(scenes, tmp_path):
    sides = [write_yolo(tmp_path / name / "labels", side) for name, side in zip("tp", scenes, strict=True)]
    ev = evaluate(*sides)
    assert ev.classes == ("0", "1", "2", "background")
    assert any("shares of the image" in notice for notice in told(ev))
    np.testing.assert_array_equal(
        ev.confusion_matrix(confidence=50).matrix, brute.matrix(scenes[0], scenes[1], 50, CLASSES)
    )


def test_yolo_predictions_take_their_size_from_the_truth(scenes, expected, tmp_path):
    (tmp_path / "classes.txt").write_text("\n".join(NAMES))
    check(evaluate(coco_dataset(scenes[0]), write_yolo(tmp_path / "labels", scenes[1])), expected)


def test_yolo_polygons_are_masks(tmp_path, pictures):
    for name, line in (
        ("truth", "0 .25 .25 .75 .25 .75 .75 .25 .75"),
        ("run", "0 .25 .25 .75 .25 .75 .75 .25 .75 0.9"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.txt").write_text(line)
    ev = evaluate(tmp_path / "truth", tmp_path / "run", images=pictures, embeddings=False)
    assert ev.task == "instance-segmentation"
    assert ev.confusion_matrix(confidence=90).matrix.tolist() == [[1, 0], [0, 0]]


def test_voc_folders(scenes, expected, tmp_path):
    check(evaluate(*(write_voc(tmp_path / name, side) for name, side in zip("tp", scenes, strict=True))), expected)


def test_voc_equals_supervision_reading_it(scenes, tmp_path, pictures):
    folder = write_voc(tmp_path / "voc", scenes[0])
    theirs = sv.DetectionDataset.from_pascal_voc(str(pictures), str(folder))
    perfect = {Path(path).name: with_scores(found, theirs.classes) for path, found in theirs.annotations.items()}
    counted = evaluate(folder, perfect).confusion_matrix(confidence=100).matrix
    assert np.trace(counted) == counted.sum() == len(scenes[0])


def with_scores(found: sv.Detections, classes: list[str]) -> sv.Detections:
    found.confidence = np.ones(len(found))
    found.data["class_name"] = np.array(classes)[np.asarray(found.class_id)]
    return found


def test_supervision_lists_and_mappings(scenes, expected):
    truth, predictions = (detections(side, images=IMAGES) for side in scenes)
    check(evaluate(truth, predictions, classes=NAMES), expected)
    names = [f"{row}.png" for row in range(IMAGES)]
    shuffled = dict(sorted(zip(names, predictions, strict=True), key=lambda item: item[0][::-1]))
    check(evaluate(dict(zip(names, truth, strict=True)), shuffled, classes=NAMES), expected)


@pytest.mark.parametrize("empty", [None, np.zeros(0), np.zeros(0, np.float32)])
def test_float32_scores_stay_float32_beside_images_without_predictions(empty):
    box = {"boxes": np.array([[0, 0, 9, 9]]), "labels": np.array([0])}
    found = [
        box | {"scores": np.array([0.7], np.float32)},
        {"boxes": np.zeros((0, 4)), "labels": np.zeros(0, int), "scores": empty},
    ]
    ev = evaluate([box, box], found, classes=["cat"])
    assert ev.confusion_matrix(confidence=70).matrix.tolist() == [[1, 1], [0, 0]]
    found[1] = box | {"scores": np.array([1])}
    assert evaluate([box, box], found, classes=["cat"]).confusion_matrix(confidence=70).matrix[0, 0] == 2
    found[1] = box | {"scores": np.array([0.3])}
    with pytest.raises(InputError, match="in one precision"):
        evaluate([box, box], found, classes=["cat"])


def test_supervision_dataset(scenes, expected, pictures):
    paths = [str(pictures / f"{row}.png") for row in range(IMAGES)]
    truth = sv.DetectionDataset(NAMES, paths, dict(zip(paths, detections(scenes[0], images=IMAGES), strict=True)))
    predictions = dict(zip(paths, detections(scenes[1], images=IMAGES), strict=True))
    check(evaluate(truth, predictions, images=pictures, embeddings=False), expected)


def test_arrays(scenes, expected):
    flat = [
        {"image": side.image, "boxes": side.boxes.corners, "labels": side.label, "scores": side.score}
        for side in scenes
    ]
    check(evaluate(*flat, classes=NAMES), expected)
    named = [column | {"labels": np.array(NAMES)[column["labels"]]} for column in flat]
    check(evaluate(*named), expected)


def test_masks_through_coco_and_supervision_are_the_same(scenes):
    rng = np.random.default_rng(0)
    dense = [np.zeros((len(side), SIDE, SIDE), np.uint8) for side in scenes]
    for side, masks in zip(scenes, dense, strict=True):
        for row, (left, top, right, bottom) in enumerate(side.boxes.corners.astype(int)):
            masks[row, top:bottom, left:right] = rng.random((bottom - top, right - left)) < 0.8
    encoded = [[coco_mask.encode(np.asfortranarray(mask)) for mask in masks] for masks in dense]
    coded = [[{"size": r["size"], "counts": r["counts"].decode()} for r in side] for side in encoded]
    truth = coco_dataset(scenes[0], segmentation=coded[0])
    results = [r | {"segmentation": s} for r, s in zip(coco_results(scenes[1]), coded[1], strict=True)]
    ours = evaluate(truth, results)
    theirs = evaluate(
        *(detections(side, masks > 0, IMAGES) for side, masks in zip(scenes, dense, strict=True)), classes=NAMES
    )
    assert ours.task == theirs.task == "instance-segmentation"
    for percent in (0, 50, 90):
        one, other = (ev.confusion_matrix(confidence=percent).matrix for ev in (ours, theirs))
        np.testing.assert_array_equal(one, other)
    as_boxes = evaluate(truth, results, task="object-detection")
    assert (as_boxes.confusion_matrix(confidence=50).matrix != ours.confusion_matrix(confidence=50).matrix).any()


def test_splits_from_a_mapping_of_inputs_and_from_folders(scenes, tmp_path):
    halves = [[side.take(side.image < 6), side.take(side.image >= 6)] for side in scenes]
    truth = {"train": coco_dataset(halves[0][0]), "val": coco_dataset(halves[0][1])}
    for dataset, keep in zip(truth.values(), (range(6), range(6, 12)), strict=True):
        dataset["images"] = [image for image in dataset["images"] if image["id"] - 100 in keep]
    ev = evaluate(truth, {"train": coco_results(halves[1][0]), "valid": coco_results(halves[1][1])})
    assert ev.splits == {"train": 6, "valid": 6}
    for split, (one, other) in zip(("train", "valid"), zip(*halves, strict=True), strict=True):
        counted = ev.confusion_matrix(split=split, confidence=50).matrix
        np.testing.assert_array_equal(counted, brute.matrix(one, other, 50, CLASSES))
    for word in ("train", "test"):
        write_yolo(tmp_path / "set" / "labels" / word, scenes[0])
        write_yolo(tmp_path / "run" / word, scenes[1])
    ev = evaluate(tmp_path / "set", tmp_path / "run")
    assert ev.splits == {"train": IMAGES, "test": IMAGES}
    for split in ev.splits:
        counted = ev.confusion_matrix(split=split, confidence=50).matrix
        np.testing.assert_array_equal(counted, brute.matrix(scenes[0], scenes[1], 50, CLASSES))


@pytest.mark.parametrize("kind", ["yolo", "coco", "voc"])
def test_exports_with_a_folder_a_split(kind, scenes, tmp_path):
    for word in ("train", "valid"):
        folder = tmp_path / "set" / word
        folder.mkdir(parents=True)
        if kind == "yolo":
            write_yolo(folder / "labels", scenes[0])
            (folder / "images").mkdir()
            for row in range(IMAGES):
                Image.new("RGB", (SIDE, SIDE)).save(folder / "images" / f"{row}.png")
        elif kind == "coco":
            (folder / "_annotations.coco.json").write_text(json.dumps(coco_dataset(scenes[0])))
        else:
            write_voc(folder / "Annotations", scenes[0])
    (tmp_path / "set" / "data.yaml").write_text(f"names: {NAMES}\n")
    ev = evaluate(tmp_path / "set", {"train": named(scenes[1]), "valid": {}}, classes=NAMES)
    assert ev.splits == {"train": IMAGES, "valid": IMAGES}
    order = [ev.classes.index(name) for name in [*NAMES, "background"]]
    counted = ev.confusion_matrix(split="train", confidence=50).matrix[np.ix_(order, order)]
    np.testing.assert_array_equal(counted, brute.matrix(scenes[0], scenes[1], 50, CLASSES))
    assert ev.confusion_matrix(split="valid", confidence=0).matrix[:, -1].sum() == len(scenes[0])


def named(side: Instances) -> dict[str, sv.Detections]:
    found = detections(side, images=IMAGES)
    for each in found:
        each.data["class_name"] = np.array(NAMES)[np.asarray(each.class_id)]
    return {f"{row}.png": each for row, each in enumerate(found)}


def test_compact_masks_are_masks(scenes):
    dense = np.zeros((1, 8, 8), np.bool_)
    dense[0, 2:5, 3:6] = True
    one = sv.Detections(np.array([[3, 2, 6, 5]]), mask=dense, class_id=np.array([0]), confidence=np.array([0.9]))
    compact = one.copy() if hasattr(one, "copy") else one
    compact.mask = sv.CompactMask.from_dense(dense, one.xyxy, (8, 8))
    ev = evaluate([one], [compact], classes=["a"])
    assert ev.task == "instance-segmentation"
    assert ev.confusion_matrix(confidence=90).matrix.tolist() == [[1, 0], [0, 0]]


def test_splits_that_number_their_images_alike(scenes):
    half = [[side.take(side.image < 6), side.take(side.image >= 6)] for side in scenes]
    half = [[one, replace(other, image=other.image - 6)] for one, other in half]
    truth = dict(zip(("train", "test"), map(coco_dataset, half[0]), strict=True))
    results = dict(zip(("train", "test"), map(coco_results, half[1]), strict=True))
    ev = evaluate(truth, results)
    for split, one, other in zip(("train", "test"), *half, strict=True):
        counted = ev.confusion_matrix(split=split, confidence=50).matrix
        np.testing.assert_array_equal(counted, brute.matrix(one, other, 50, CLASSES))
    with pytest.raises(DataError, match=r"image '10\d' can be .* of train or .* of test of truth"):
        evaluate(truth, results["train"])
    by_name = {f"{row}.png": found for row, found in enumerate(detections(half[1][0], images=6))}
    with pytest.raises(DataError, match=r"'0.png' can be '0.png' of train or '0.png' of test of truth"):
        evaluate(truth, by_name)


def renumbered(dataset: dict) -> dict:
    """The same dataset with category ids by place, and annotations that follow."""
    numbers = {category["id"]: 7 * (row + 1) for row, category in enumerate(dataset["categories"])}
    return dataset | {
        "categories": [category | {"id": numbers[category["id"]]} for category in dataset["categories"]],
        "annotations": [a | {"category_id": numbers[a["category_id"]]} for a in dataset["annotations"]],
    }


def test_splits_whose_category_ids_mean_different_classes_are_refused(scenes):
    results = {"train": coco_results(scenes[1]), "test": coco_results(scenes[1])}
    other = coco_dataset(scenes[0])
    other["categories"].reverse()
    with pytest.raises(DataError, match="same category id to different classes"):
        evaluate({"train": coco_dataset(scenes[0]), "test": renumbered(other)}, results)
    other["categories"] = [*coco_dataset(scenes[0])["categories"], {"id": 99, "name": "dodo"}]
    ev = evaluate({"train": coco_dataset(scenes[0]), "test": other}, results)
    assert ev.classes == (*NAMES, "dodo", "background")


def test_results_of_a_truth_without_category_ids_mean_class_indices(scenes, expected):
    results = [
        record | {"category_id": record["category_id"] // 7 - 1, "image_id": record["image_id"] - 100}
        for record in coco_results(scenes[1])
    ]
    truth = {str(row): found for row, found in enumerate(detections(scenes[0], images=IMAGES))}
    check(evaluate(truth, results, classes=NAMES), expected)


def test_class_numbers_that_carry_names_mean_the_same_numbers_on_the_other_side(scenes, expected):
    shuffled = named(scenes[1])
    truth = dict(zip(shuffled, detections(scenes[0], images=IMAGES), strict=True))
    check(evaluate(truth, dict(reversed(shuffled.items()))), expected)


def test_numbers_against_names_in_no_order_are_refused(scenes, expected, tmp_path):
    voc = write_voc(tmp_path / "voc", scenes[0])
    numbered = dict(zip(named(scenes[1]), detections(scenes[1], images=IMAGES), strict=True))
    with pytest.raises(DataError, match=r"numbers its classes.*Give classes="):
        evaluate(voc, numbered)
    check(evaluate(voc, numbered, classes=NAMES), expected)


def test_given_class_names_order_the_matrix_and_rename_nothing(scenes, expected):
    both = coco_dataset(scenes[0]), coco_results(scenes[1])
    ev = evaluate(*both, classes=["cat", "dodo", "ant", "bee"])
    assert ev.classes == ("cat", "dodo", "ant", "bee", "background")
    order = [ev.classes.index(name) for name in [*NAMES, "background"]]
    np.testing.assert_array_equal(ev.confusion_matrix(confidence=50).matrix[np.ix_(order, order)], expected)
    with pytest.raises(DataError, match="classes= does not name: 'bee'"):
        evaluate(*both, classes=["cat", "ant"])


def test_splits_by_name_by_order_and_for_all(scenes):
    both = coco_dataset(scenes[0]), coco_results(scenes[1])
    by_name = {f"{row}.png": "val" if row < 4 else "train" for row in range(IMAGES)}
    assert evaluate(*both, splits=by_name).splits == {"train": 8, "valid": 4}
    assert evaluate(*both, splits=list(by_name.values())).splits == {"train": 8, "valid": 4}
    assert evaluate(*both, splits="valid").splits == {"valid": IMAGES}


def table() -> dict[str, list]:
    return {
        "image": ["a.png", "b.png", "c.png", "d.png"],
        "label": ["ant", "bee", "ant", "cat"],
        "predicted": ["ant", "ant", "ant", "cat"],
        "score": [0.9, 0.6, 0.3, 1.0],
        "split": ["train", "test", "test", "val"],
    }


CLASSIFIED = [[1, 0, 0, 1], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_classification_frames(make):
    ev = evaluate(make(table()))
    assert ev.task == "classification"
    assert ev.splits == {"train": 1, "valid": 1, "test": 2}
    np.testing.assert_array_equal(ev.confusion_matrix(split="all", confidence=50).matrix, CLASSIFIED)


@pytest.mark.parametrize("kind", ["csv", "tsv", "parquet"])
def test_classification_files(kind, tmp_path):
    path = tmp_path / f"table.{kind}"
    if kind == "parquet":
        pd.DataFrame(table()).to_parquet(path)
    else:
        with path.open("w", newline="") as file:
            writer = csv.writer(file, delimiter="\t" if kind == "tsv" else ",")
            writer.writerows([list(table()), *zip(*table().values(), strict=True)])
    np.testing.assert_array_equal(evaluate(path).confusion_matrix(split="all", confidence=50).matrix, CLASSIFIED)


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow", "parquet"])
def test_float32_scores_of_a_table_stay_float32(kind, tmp_path):
    columns = {"label": ["a", "b"], "predicted": ["a", None], "score": np.array([0.7, 0.7], np.float32)}
    arrow = pa.table(columns)
    pq.write_table(arrow, tmp_path / "t.parquet")
    given = {
        "pandas": pd.DataFrame(columns), "polars": pl.DataFrame(columns), "arrow": arrow,
        "parquet": tmp_path / "t.parquet",
    }[kind]  # fmt: skip
    found = evaluate(given).confusion_matrix(confidence=70).matrix
    assert found.tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_classification_of_two_tables_in_different_orders():
    whole = pd.DataFrame(table())
    predictions = whole[["image", "predicted", "score"]].iloc[::-1]
    ev = evaluate(whole[["image", "label", "split"]], predictions)
    np.testing.assert_array_equal(ev.confusion_matrix(split="all", confidence=50).matrix, CLASSIFIED)


def test_classification_by_probability_columns():
    likely = pd.DataFrame({"label": ["a", "b"], "p_a": [0.2, 0.4], "p_b": [0.8, 0.6]})
    assert evaluate(likely).confusion_matrix(confidence=70).matrix.tolist() == [[0, 1, 0], [0, 0, 1], [0, 0, 0]]


def test_classification_without_scores_has_no_threshold():
    ev = evaluate(["a", "b", "b"], ["a", "b", "a"])
    assert ev.thresholds == ()
    assert ev.header.background is None
    assert ev.confusion_matrix().matrix.tolist() == [[1, 0], [1, 1]]


def test_segmentation_folders(tmp_path):
    rng = np.random.default_rng(0)
    pairs = rng.integers(0, 3, (2, 4, 9, 7)).astype(np.uint8)
    for folder, masks in zip(("truth", "run"), pairs, strict=True):
        (tmp_path / folder).mkdir()
        for row, mask in enumerate(masks):
            picture = Image.fromarray(mask, "L") if row % 2 else Image.fromarray(mask).convert("P")
            if not row % 2:
                picture = Image.frombytes("P", (7, 9), mask.tobytes())
                picture.putpalette(list(range(9)))
            picture.save(tmp_path / folder / f"{row}.png")
    ev = evaluate(tmp_path / "truth", tmp_path / "run")
    assert ev.task == "semantic-segmentation"
    expected = np.zeros((3, 3), int)
    np.add.at(expected, (pairs[0].ravel(), pairs[1].ravel()), 1)
    np.testing.assert_array_equal(ev.confusion_matrix().matrix, expected)


def test_pictures_become_thumbnails_and_a_repeatable_embedding(scenes, pictures):
    both = coco_dataset(scenes[0]), coco_results(scenes[1])
    ev, again = (evaluate(*both, images=pictures) for _ in range(2))
    assert ev.pictures is not None
    shown = ev.pictures.thumbnail(ev.image(3))
    assert shown is not None
    assert (shown.width, shown.height) == (SIDE, SIDE)
    assert shown.data[8:12] == b"WEBP"
    assert ev.header.projection == "PCA of picture features (colours and edges)"
    np.testing.assert_array_equal(ev.columns.images.x, again.columns.images.x)
    np.testing.assert_array_equal(ev.columns.images.cluster, again.columns.images.cluster)


def test_given_points_are_kept_and_given_vectors_projected(scenes):
    both = coco_dataset(scenes[0]), coco_results(scenes[1])
    points = np.random.default_rng(0).normal(size=(IMAGES, 2)).astype(np.float32)
    ev = evaluate(*both, embeddings=points)
    np.testing.assert_array_equal(ev.columns.images.x, points[:, 0])
    ev = evaluate(*both, embeddings={f"{i}.png": points[i].repeat(3) for i in range(IMAGES - 1)})
    assert np.isnan(ev.columns.images.x).tolist() == [False] * (IMAGES - 1) + [True]
    assert ev.header.projection == "PCA of given vectors"


@real_detections
def test_real_yolo_voc_and_coco_files_agree_with_one_another():
    formats = REAL / "voc100_padilla" / "formats"
    expected = json.loads((REAL / "expected" / "voc100_padilla_iou50_conf20.json").read_text())
    predictions = formats / "dets" / "coco_format" / "coco_dets.json"
    pictures = REAL / "voc100_padilla" / "images"
    for truth in (
        "coco_format_v1/instances_default.json",
        "coco_format_v2/instances_v2.json",
        "yolo_format/obj_train_data",
    ):
        ev = evaluate(formats / "gts" / truth, predictions, images=pictures, embeddings=False)
        order = [ev.classes.index(name) for name in expected["classes"]]
        counted = ev.confusion_matrix(confidence=20).matrix[np.ix_(order, order)]
        np.testing.assert_array_equal(counted, expected["matrix"])


def test_names_that_do_not_match_are_listed_on_both_sides(scenes):
    predictions = coco_dataset(scenes[1], score=np.asarray(scenes[1].score).tolist())
    predictions["categories"][0]["name"] = "aunt"
    with pytest.raises(DataError, match=r"'aunt'.*'ant', 'bee', 'cat'"):
        evaluate(coco_dataset(scenes[0]), predictions)
