"""Which reader reads an input is told by structure for its role; what two would read differently is asked."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import numpy as np
import pytest

from evallens.errors import InputError, UnknownNameError
from evallens.local.annotations import Annotations, ImageList
from evallens.local.readers import choosing
from evallens.matching.instances import Boxes, Instances
from tests.local.readers.made import LINE, coco, matrix, pictured, results, run, written, yolo
from tests.local.readers.test_library_objects import TRUTH
from tests.local.readers.test_voc_files import xml


def test_two_readings_that_differ_are_asked_about(tmp_path):
    root = yolo(tmp_path, "0 .5 .5 .1 .1")
    written(root / "truth.json", coco((1, 1)))
    with pytest.raises(
        InputError, match=r'COCO JSON and as YOLO text files, which differ.*format="coco" or format="yolo"'
    ):
        run(root, root / "run")
    assert (
        matrix(run(root, root / "run", format="yolo"))[0][1] + matrix(run(root, root / "run", format="yolo"))[0][2] == 1
    )


def test_two_readings_of_the_same_objects_are_one(tmp_path):
    root = yolo(tmp_path)
    truth = coco((1, 1))
    truth["images"][0]["file_name"] = "s.png"
    written(root / "truth.json", truth)
    assert matrix(run(root, root / "run"))[0][0] == 1


def test_ids_of_either_numbering_fit_a_folder_that_holds_both(tmp_path):
    root = yolo(tmp_path, f"{LINE}\n1 .7 .7 .2 .2")
    truth = coco((1, 17), (1, 18), names={17: "gear", 18: "bolt"})
    truth["images"][0]["file_name"] = "s.png"
    truth["annotations"][1]["bbox"] = [60, 48, 20, 16]
    written(root / "truth.json", truth)
    for label in (0, 17):
        assert matrix(run(root, written(tmp_path / "found" / "p.json", results(("s", label)))))[0][0] == 1


def test_results_beside_labels_are_no_truth(tmp_path):
    root = yolo(tmp_path)
    found = written(root / "predictions.json", results(("s", 1), ("s", 2)))
    assert matrix(run(root, found))[0][0] == 1


def test_json_of_another_kind_is_none_of_ours(tmp_path):
    root = yolo(tmp_path)
    written(root / "notes.json", {"categories": [], "info": {}})
    written(root / "broken.json", "{")
    assert matrix(run(root, root / "run"))[0][0] == 1


def test_a_format_that_no_reader_has_is_named():
    with pytest.raises(UnknownNameError, match=r"No format named 'yolov8'\. Did you mean 'yolo'"):
        run(coco((1, 1)), results((1, 1)), format="yolov8")


def test_a_format_is_about_the_side_that_it_fits(tmp_path):
    root = yolo(tmp_path)
    assert (
        matrix(run(root, written(tmp_path / "p.json", results(("s", 1))), format="yolo", category_ids="from 1"))[0][0]
        == 1
    )


def test_several_coco_files_are_asked_about(tmp_path):
    for name in ("one.json", "two.json"):
        written(tmp_path / name, coco((1, 1)))
    with pytest.raises(InputError, match=r"several COCO files \(one\.json, two\.json\); give one of them"):
        run(tmp_path, results((1, 1)))


@pytest.mark.parametrize("name", ["found.pkl", "found.pt"])
def test_a_pickle_is_not_opened(name, tmp_path):
    with pytest.raises(InputError, match="a pickle can run anything"):
        run(coco((1, 1)), written(tmp_path / name, b"\x80\x04"))


@pytest.mark.parametrize("given", ["a" * 9000, "no\x00where", "nowhere"])
def test_a_path_that_is_none_is_said(given):
    with pytest.raises(InputError):
        run(given, [])


class Strange:
    """A reader of another package: a text after ``gear:`` is one box of that class."""

    name = "strange"
    words = "strange texts"

    def recognises(self, given, role):
        return isinstance(given, str) and given.startswith("gear:")

    def read(self, given, reading):
        boxes = Boxes.of_xywh(np.array([[float(v) for v in given.split(":")[1].split()]]))
        none = np.zeros(1, np.int64)
        score = np.array([0.75]) if reading.scored else None
        return Annotations(
            source="strange",
            images=ImageList(names=["shot_1.png"]),
            classes=("gear",),
            instances=Instances(none, none, boxes, score),
        )


def test_readers_of_other_packages_come_last(monkeypatch):
    entry = EntryPoint("strange", f"{__name__}:Strange", "evallens.readers")
    monkeypatch.setattr(choosing, "entry_points", lambda **_: (entry,))
    monkeypatch.setattr(EntryPoint, "load", lambda _: Strange)
    assert matrix(run(coco((1, 1)), [{"image": ["shot_1.png"]}] and results((1, 1))))[0][0] == 1
    assert choosing.recognised("gear:10 8 30 40", "predictions")[0].name == "strange"
    assert choosing.recognised(coco((1, 1)), "truth", "strange")[0].name == "coco"
    assert "strange" in choosing.known_formats()


def test_lists_of_images_are_no_labels(tmp_path):
    written(tmp_path / "Annotations" / "s.xml", xml("s.png"))
    written(tmp_path / "ImageSets" / "Main" / "gear_train.txt", "s 1\n")
    assert matrix(run(tmp_path, {"s.png": TRUTH | {"labels": ["gear"], "scores": [0.75]}})) == [[1, 0], [0, 0]]


def test_texts_that_are_no_labels_are_said(tmp_path):
    written(tmp_path / "s.txt", "a few words about nothing at all")
    with pytest.raises(InputError, match=r"s\.txt: is no label file of YOLO"):
        run(tmp_path, [])


@pytest.mark.parametrize("stray", ["labels/flat.txt", "labels/more/deep.txt"])
def test_labels_beside_the_folders_of_splits_are_not_lost(stray, tmp_path):
    for split in ("train", "val"):
        written(tmp_path / "labels" / split / f"{split}.txt", LINE)
    written(tmp_path / stray, LINE)
    with pytest.raises(InputError, match=r"lies beside the folders of splits \(train, val\)"):
        run(tmp_path, [])


def test_coco_in_its_folder_of_annotations_is_found(tmp_path):
    written(tmp_path / "annotations" / "instances_val.json", coco((1, 1)))
    assert matrix(run(tmp_path, results((1, 1))))[0][0] == 1


def test_hidden_copies_are_no_files_of_a_data_set(tmp_path):
    root = yolo(tmp_path)
    for place in ("labels", "run"):
        written(root / place / ".ipynb_checkpoints" / "s-checkpoint.txt", f"{LINE} .75")
        written(root / place / "._s.txt", b"\x00\x05\x16\x07")
    pictured(root / "images" / ".ipynb_checkpoints" / "s-checkpoint.png")
    ev = run(root, root / "run")
    assert ev.images().to_pandas()["name"].tolist() == ["s.png"]
    written(tmp_path / "voc" / "s.xml", xml("s.png"))
    written(tmp_path / "voc" / ".idea" / "workspace.xml", "<project/>")
    assert matrix(run(tmp_path / "voc", {"s.png": TRUTH | {"labels": ["gear"], "scores": [0.75]}})) == [[1, 0], [0, 0]]
