"""Every line of the lists in docs/your-own-predictions.md of what is read and what is left out is run here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evallens.errors import InputError
from tests.local.readers.made import BOX, LINE, boxes, coco, codes, matrix, pictured, results, run, written, yolo
from tests.local.readers.test_choice import test_readers_of_other_packages_come_last
from tests.local.readers.test_library_objects import FOUND, TRUTH, Tensor, ultralytics
from tests.local.readers.test_voc_files import SCORE, xml

PAGE = (Path(__file__).parents[3] / "docs" / "your-own-predictions.md").read_text("utf-8")
RIGHT = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
CORNERS = {"xmin": 10, "ymin": 8, "xmax": 40, "ymax": 48}
CHECKS: dict[str, Callable[[Path], None]] = {}


def says(start: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """The check of the line that begins so."""

    def keep(check: Callable[[Path], None]) -> Callable[[Path], None]:
        CHECKS[start] = check
        return check

    return keep


def lines(name: str) -> list[str]:
    part = re.search(rf"<!-- {name}.*?-->(.*?)<!-- /{name} -->", PAGE, re.DOTALL)
    assert part is not None
    return re.findall(r"^- (.*)$", part[1], re.MULTILINE)


ALL = [*lines("read"), *lines("left out")]


@pytest.mark.parametrize("line", ALL)
def test_line_of_the_page(line, tmp_path):
    (check,) = (check for start, check in CHECKS.items() if line.startswith(start))
    check(tmp_path)


def test_every_check_is_of_a_line():
    assert [start for start in CHECKS if not any(line.startswith(start) for line in ALL)] == []


def refused(words: str, *given: object, **options: object) -> None:
    with pytest.raises(InputError, match=words):
        run(*given, **options)


@says("Results of COCO may call an image by")
def names_of_results(_: Path) -> None:
    for own in (1, "shot_1", "shot_1.png"):
        assert matrix(run(coco((1, 1)), results((own, 1)))) == RIGHT


@says("Ids, sizes and flags may be")
def loose_fields(_: Path) -> None:
    truth = coco((1, 1), iscrowd=False)
    truth["images"][0] |= {"width": "100", "id": 1.0}
    assert matrix(run(truth, results(("1", 1.0)))) == RIGHT


@says("NaN and Infinity in JSON")
def json_as_written(root: Path) -> None:
    text = json.dumps(results((1, 1)))
    for encoding in ("utf-8-sig", "utf-16"):
        assert matrix(run(coco((1, 1)), written(root / "found.json", text, encoding))) == RIGHT
    refused(r"\[0\]: score nan", coco((1, 1)), written(root / "nan.json", text.replace("0.75", "NaN")))


@says("An annotation's id plays no part")
def annotation_ids(_: Path) -> None:
    truth = coco((1, 1), (2, 1))
    for record in truth["annotations"]:
        record["id"] = 4
    assert matrix(run(truth, results((1, 1), (2, 1))))[0][0] == 2


@says("Polygons and masks that cannot be read")
def outlines(_: Path) -> None:
    outline: dict[str, Any] = {"segmentation": [[1, 2]]}
    assert matrix(run(coco((1, 1), **outline), results((1, 1)))) == RIGHT
    refused("at least three points", coco((1, 1), **outline), results((1, 1), **outline))


@says("YOLO's lines mean one thing")
def meaning(root: Path) -> None:
    outline = "0 .1 .1 .4 .1 .4 .6 .25 .65 .1 .6"
    root = yolo(root, outline, f"{outline} .75")
    assert run(root, root / "run", format="yolo-segment").task == "instance-segmentation"
    assert run(root, root / "run", task="instance-segmentation").task == "instance-segmentation"
    corners = "0 .1 .1 .4 .1 .4 .6 .1 .6"
    for truth, found in ((LINE, f"{LINE} .75"), (corners, f"{corners} .75")):
        yolo(root, truth, found)
        assert matrix(run(root, root / "run")) == RIGHT


@says("A constant width that also fits")
def candidates(root: Path) -> None:
    root = yolo(root, f"{LINE} .3 .3 .4 .4 .5 .5")
    refused("which could be", root, root / "run")


@says("A pose counts as its box")
def pose(root: Path) -> None:
    posed = f"{LINE} .3 .3 2 .4 .4 2"
    root = yolo(root, posed, f"{posed} .75", "names: [gear, bolt]\nkpt_shape: [2, 3]\n")
    assert boxes(run(root, root / "run")) == [BOX, BOX]
    yolo(root, found=f"{LINE} .75 7", names="names: [gear, bolt]\n")
    assert matrix(run(root, root / "run"), 70) == RIGHT


@says("YOLO's values are shares")
def shares(root: Path) -> None:
    root = yolo(root, "0 .5 .5 1.01 1.01")
    run(root, root / "run")
    yolo(root, "0 20 20 30 30")
    refused(r"s\.txt line 1: 20 is no share", root, root / "run")


@says("Class names of YOLO come from")
def class_names(root: Path) -> None:
    root = yolo(root, names="names: {0: gear, 2: nut}\n")
    assert run(root, root / "run").classes == ("gear", "class 1", "nut", "background")
    for name in ("classes.txt", "obj.names", "labels.txt"):
        other = yolo(root.parent / name, names=None)
        written(other / name, "gear\nbolt\n")
        assert run(other, other / "run").classes[:2] == ("gear", "bolt")


@says("Files that name different classes")
def different_names(root: Path) -> None:
    root = yolo(root)
    written(root / "classes.txt", "bolt\ngear\n")
    refused("classes=", root, root / "run")


@says("Labels and masks in folders below")
def below(root: Path) -> None:
    root = yolo(root)
    pictured(root / "images" / "north" / "n.png")
    written(root / "labels" / "north" / "n.txt", LINE)
    written(root / "run" / "north" / "n.txt", f"{LINE} .75")
    assert sorted(run(root, root / "run").images().to_pandas()["name"]) == ["north/n.png", "s.png"]


@says("Pascal VOC's XML may be in any encoding")
def voc(root: Path) -> None:
    head = '<?xml version="1.0" encoding="gbk"?>'
    for own in ("one", "two"):
        written(root / "truth" / f"{own}.xml", head + xml("same.jpg", name="齿轮"), "gbk")
        written(root / "run" / f"{own}.xml", xml("same.jpg", name="齿轮", extra=SCORE))
    ev = run(root / "truth", root / "run")
    assert matrix(ev) == [[2, 0], [0, 0]]
    assert "same-filename" in codes(ev)


@says("Supervision's Detections, Ultralytics'")
def libraries(_: Path) -> None:
    tensors = {"boxes": Tensor(FOUND["boxes"]), "labels": Tensor([0]), "scores": Tensor([0.75])}
    for found in (ultralytics(), ultralytics().boxes, tensors):
        assert matrix(run([TRUTH], [found], classes=["gear"])) == [[1, 0], [0, 0]]


@says("An `image_id` in such a dict")
def image_ids_and_crowds(_: Path) -> None:
    truth = [{**TRUTH, "image_id": own, "iscrowd": [own]} for own in (0, 1)]
    ev = run(truth, [{**FOUND, "image_id": own} for own in (1, 0)], classes=["gear"])
    assert matrix(ev) == [[1, 0], [1, 0]]
    assert "1 crowd region" in str(ev.notices[0])


@says("A pickle is never opened")
def pickles(root: Path) -> None:
    refused("so it is not opened", coco((1, 1)), written(root / "found.pkl", b"\x80\x04N."))


@says("Readers of other packages")
def others(_: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        test_readers_of_other_packages_come_last(patch)


@says("Columns of a table say how a box is meant")
def columns(_: Path) -> None:
    plain = {"image": ["a"], "label": ["gear"], "score": [0.75]}
    named = pd.DataFrame(plain | {name: [value] for name, value in CORNERS.items()})
    assert boxes(run(named, named)) == [BOX, BOX]
    one = pd.DataFrame(plain | {"bbox": [BOX]})
    refused('box="xyxy"', one, named)
    assert boxes(run(one, one, box="xywh")) == boxes(run(one, named, box=("xywh", "xyxy"))) == [BOX, BOX]


@says("Label Studio's, VoTT's and")
def studio(root: Path) -> None:
    vott = written(
        root / "vott.csv", '"image","xmin","ymin","xmax","ymax","label"\n"a.jpg",10.0,8.0,40.0,48.0,"gear"\n'
    )
    region = {"x": 10, "y": 10, "width": 30, "height": 50, "rectanglelabels": ["gear"],
              "original_width": 100, "original_height": 80, "score": 0.75}  # fmt: skip
    pd.DataFrame({"image": ["/data/a.jpg"], "label": [json.dumps([region])]}).to_csv(root / "studio.csv", index=False)
    assert boxes(run(vott, root / "studio.csv")) == [BOX, BOX]


@says("Class numbers of a table are category ids")
def class_numbers(_: Path) -> None:
    table = pd.DataFrame(
        {"image": ["shot_1"], "category_id": [2], "score": [0.75], **{k: [v] for k, v in CORNERS.items()}}
    )
    assert matrix(run(coco((1, 2)), table))[1][1] == 1
    found = [{"boxes": np.array([list(CORNERS.values())]), "labels": [1], "scores": [0.75]}]
    refused("category_ids=", coco((1, 1)), found)


@says("CSV may be divided by")
def divided(root: Path) -> None:
    text = "image,label,predicted,score\na,gear,gear,0.75\n"
    for other in (text, text.replace(",", ";").replace("0.", "0,"), text.replace(",", "\t"), text.replace(",", "|")):
        for encoding in ("utf-8", "utf-16"):
            assert matrix(run(written(root / "t.csv", other, encoding))) == [[1, 0], [0, 0]]


@says("Labels are one class where they are equal")
def equal_labels(_: Path) -> None:
    for found in ([1.0, 0.0], [True, False], ["1", "0"], [" 1", "0 "]):
        assert matrix(run([1, 0], found)) == [[1, 0], [0, 1]]


@says("A missing prediction is none")
def missing(_: Path) -> None:
    for nothing in (None, np.nan, "none", ""):
        assert matrix(run(pd.DataFrame({"label": ["a", "b"], "predicted": ["a", nothing]})))[1] == [0, 0, 1]
    assert matrix(run(["a", "none"], ["a", "none"])) == [[1, 0], [0, 1]]


@says("Classes are those of the truth and")
def unseen(_: Path) -> None:
    table = pd.DataFrame({"label": ["a", "b"], "a": [0.5, 0.1], "b": [0.4, 0.2], "c": [0.1, 0.7]})
    assert run(table).classes[:3] == ("a", "b", "c")
    refused("classes=", table.assign(c=[0.9, 0.9]))


@says("A true label kept in the predictions' table")
def kept_label(_: Path) -> None:
    truth = pd.DataFrame({"image": ["x", "y"], "a": [1, 0], "b": [0, 1]})
    found = pd.DataFrame({"image": ["x", "y"], "label": ["a", "b"], "a": [0.2, 0.9], "b": [0.8, 0.1]})
    assert matrix(run(truth, found))[0][:2] == [0, 1]


@says("Masks whose only value beside 0 is 255")
def masks(_: Path) -> None:
    white, one = np.array([[0, 255]], np.uint8), np.array([[0, 1]], np.uint8)
    refused("values=", [white], [white])
    assert matrix(run([white], [white], values={255: "crack"})) == [[1, 0], [0, 1]]
    assert matrix(run([white], [one], ignore=255)) == [[1]]
    assert matrix(run([np.array([[1, 255]])], [one])) == [[0, 0], [1, 0]]
    refused("has pixel value 255", [np.array([[1, 255]])], [one], ignore=None)


@says("Scores from -0.001")
def scores(_: Path) -> None:
    assert matrix(run(coco((1, 1)), results((1, 1), score=1.001))) == RIGHT
    refused("percents", coco((1, 1)), results((1, 1), score=75))
    with pytest.raises(InputError) as caught:
        run(coco((1, 1)), results((1, 1), score=1.2))
    assert "percents" not in str(caught.value)


@says("records with neither box nor mask")
def no_shape(_: Path) -> None:
    truth = coco((1, 1), (1, 2))
    truth["annotations"][1]["bbox"] = []
    assert "no-shape" in codes(run(truth, results((1, 1))))


@says("images without a true label")
def no_label(_: Path) -> None:
    assert "no-label" in codes(run(pd.DataFrame({"label": ["a", None], "predicted": ["a", "a"]})))


@says("crowd regions of the ground truth")
def crowds(_: Path) -> None:
    truth = coco((1, 1), (1, 2))
    truth["annotations"][1]["iscrowd"] = 1
    assert "crowd" in codes(run(truth, results((1, 1))))


@says("annotations listed twice")
def listed_twice(_: Path) -> None:
    truth = coco((1, 1))
    truth["annotations"] *= 2
    assert "listed-twice" in codes(run(truth, results((1, 1))))


@says("pixels of the ground truth that are not judged")
def not_judged(_: Path) -> None:
    assert "not-judged" in codes(run([np.array([[1, 255]])], [np.array([[1, 0]])]))
