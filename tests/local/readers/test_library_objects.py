"""What libraries hand out is told by its shape: tensors, results of Ultralytics, mmdetection and Detectron2."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from evallens.errors import DataError, InputError
from tests.local.readers.made import coco, matrix, run

CORNERS = [[10, 8, 40, 48]]
TRUTH = {"boxes": np.array(CORNERS), "labels": np.array([0])}
FOUND = TRUTH | {"scores": np.array([0.75])}
RIGHT = [[1, 0], [0, 0]]


class Tensor:
    """As a tensor of a library looks from outside: it becomes an array only by ``detach``, ``cpu`` and ``numpy``."""

    def __init__(self, values: Any) -> None:
        self._values = np.asarray(values)

    def __len__(self) -> int:
        return len(self._values)

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Tensor:
        return self

    def numpy(self) -> np.ndarray:
        return self._values


def check(found: Any, truth: Any = TRUTH, **options: Any) -> None:
    assert matrix(run([truth], found, **{"classes": ["gear"], **options})) == RIGHT


@pytest.mark.parametrize(
    "change",
    [
        {"labels": np.array([0.0])},
        {"labels": np.array([[0]])},
        {"labels": Tensor([0]), "boxes": Tensor(CORNERS), "scores": Tensor([0.75])},
        {"boxes": [Tensor(CORNERS[0])], "labels": [Tensor(0)]},
        {"boxes": np.array(CORNERS[0])},
        {"scores": np.array([[0.75]])},
        {"scores": np.array([0.75], np.float16)},
        {"boxes": np.array(CORNERS, np.uint8)},
        {"masks": None},
    ],
)
def test_columns_of_any_kind(change):
    check([FOUND | change])


@pytest.mark.parametrize(
    "made", [lambda one: (one,), lambda one: np.array([one]), lambda one: iter([one]), lambda one: one]
)
def test_images_in_any_row(made):
    check(made(FOUND))


@pytest.mark.parametrize("empty", [[], np.zeros(0), np.zeros((0, 4))])
def test_no_objects_in_many_shapes(empty):
    none = {"boxes": empty, "labels": [], "scores": np.zeros(0)}
    assert matrix(run([TRUTH, TRUTH], [FOUND, none], classes=["gear"])) == [[1, 1], [0, 0]]


def test_names_by_number_are_classes():
    check([FOUND], classes={0: "gear"})


def ultralytics(path: str = "") -> SimpleNamespace:
    boxes = SimpleNamespace(xyxy=Tensor(CORNERS), cls=Tensor([0.0]), conf=Tensor([0.75]))
    return SimpleNamespace(boxes=boxes, masks=None, names={0: "gear"}, path=path, orig_shape=(80, 100))


def test_results_of_ultralytics():
    check([ultralytics()])
    check([ultralytics().boxes])
    ev = run({"b.png": TRUTH, "a.png": TRUTH}, [ultralytics("x/a.png"), ultralytics("x/b.png")], classes=["gear"])
    assert matrix(ev) == [[2, 0], [0, 0]]


def test_samples_of_mmdetection():
    held = {"bboxes": Tensor(CORNERS), "labels": Tensor([0]), "scores": Tensor([0.75])}
    check([{"img_path": "a.png", "ori_shape": (80, 100), "pred_instances": held}])
    check([SimpleNamespace(pred_instances=SimpleNamespace(**held), metainfo={"img_path": "a.png"})])


def test_instances_of_detectron2():
    held = SimpleNamespace(
        pred_boxes=SimpleNamespace(tensor=Tensor(CORNERS)), pred_classes=Tensor([0]), scores=Tensor([0.75])
    )
    check([{"instances": held}])
    check([held])


def test_boxes_by_size_are_said():
    sized = {"boxes": np.array([[10, 8, 30, 40]]), "labels": [0]}
    check([sized | {"scores": [0.75]}], sized, box="xywh")
    middle = {"boxes": np.array([[25, 28, 30, 40]]), "labels": [0], "scores": [0.75]}
    check([middle], sized, box=("xywh", "cxcywh"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"boxes": "x"}, "boxes"),
        ({"boxes": [[1, 2, 3]]}, r"must be \(N, 4\)"),
        ({"boxes": [["a", "b", "c", "d"]]}, "boxes are no numbers"),
        ({"labels": [None]}, "class"),
        ({"labels": [float("nan")]}, "whole numbers"),
        ({"labels": [2**40]}, "class"),
        ({"scores": ["high"]}, "confidences are no numbers"),
        ({"scores": [[0.1, 0.2]]}, "in one row"),
        ({"labels": [[0, 1]]}, "in one row"),
    ],
)
def test_what_cannot_be_read_names_the_image(change, words):
    with pytest.raises(InputError, match=words) as caught:
        run([TRUTH], [FOUND | change])
    assert "predictions" in str(caught.value)


def test_a_class_that_a_model_does_not_name_is_said():
    odd = ultralytics()
    odd.names = {1: "bolt"}
    with pytest.raises(DataError, match="class 0 is not among its names"):
        run([TRUTH], [odd], classes=["gear"])


def test_masks_that_cannot_be_read_do_not_matter_to_boxes():
    check([FOUND | {"masks": ["x"]}])
    with pytest.raises(DataError, match="its masks cannot be read"):
        run([TRUTH | {"masks": ["x"]}], [FOUND | {"masks": ["x"]}], classes=["gear"])


def test_labels_that_are_indices_and_ids_are_asked_about():
    found = [FOUND | {"labels": np.array([1])}]
    with pytest.raises(DataError, match=r"class numbers '1' could be indices.*category_ids="):
        run(coco((1, 1)), found)
    assert matrix(run(coco((1, 1)), found, category_ids="from 1"))[0][0] == 1
    assert matrix(run(coco((1, 1)), found, category_ids="from 0"))[0][1] == 1
    assert matrix(run(coco((1, 1)), [FOUND]))[0][0] == 1


def targets(*ids, **more):
    """Targets as torchvision's detection reference has them, each image's box at a place of its own."""
    placed = [np.array(CORNERS) + 100 * int(np.ravel(own)[0]) for own in ids]
    return [
        {"image_id": own, "boxes": box, "labels": np.array([1]), **more} for own, box in zip(ids, placed, strict=True)
    ]


def test_targets_of_torchvision_name_their_images():
    ev = run(targets(np.array([7]), 5), targets("5", 7.0, scores=[0.75]))
    assert matrix(ev)[1][1] == 2


def test_an_image_id_that_the_truth_lacks_is_said():
    with pytest.raises(DataError, match="image_id 0 is not one of the 2 there are: '1', '2'"):
        run(coco((1, 1), (2, 1)), targets(0, 1, scores=[0.75]), category_ids="from 1")


def test_crowd_regions_of_torchvision_are_left_out():
    ev = run(targets(1, iscrowd=Tensor([1])) + targets(2, iscrowd=Tensor([0])), targets(2, 1, scores=[0.75]))
    assert matrix(ev)[1][1] == 1
    assert "crowd" in str(ev.notices[0])
    with pytest.raises(DataError, match="iscrowd is not 0 or 1"):
        run(targets(1, iscrowd=[2]), targets(1, scores=[0.75]))


def test_a_file_name_says_which_image_it_is():
    none = TRUTH | {"boxes": np.zeros((0, 4)), "labels": []}
    found = [{**none, "scores": [], "file_name": "b.png"}, {**FOUND, "file_name": "a.png"}]
    assert matrix(run({"a.png": TRUTH, "b.png": none}, found, classes=["gear"])) == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (targets(1, 1, scores=[0.75]), "image '1' is there twice"),
        ([*targets(1, scores=[0.75]), FOUND], "image 1: does not say which image it is"),
    ],
)
def test_image_ids_are_there_once_for_every_image_or_not_at_all(found, words):
    with pytest.raises(DataError, match=words):
        run(coco((1, 1), (2, 1)), found, category_ids="from 1")
