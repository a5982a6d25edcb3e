"""The class names beside YOLO's labels: every form of data.yaml, as a reader of YAML reads it."""

from __future__ import annotations

import pytest

from evallens.errors import DataError
from tests.local.readers.made import LINE, matrix, pictured, run, written, yolo

THIRD = f"2{LINE[1:]}"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("names: [gear, bolt, nut]", "gear"),
        ("names: {2: nut, 0: gear, 1: bolt}", "gear"),
        ("names:\n  2: nut\n  0: gear\n  1: bolt\n", "gear"),
        ("names:\n  '0': gear\n  '1': bolt\n  '2': nut\n", "gear"),
        ("names:\n  0:\tgear\n  1:\tbolt\n  2:\tnut\n", "gear"),
        ("names: {0: gear, 2: nut}", "gear"),
        ("names: ['gear, big', bolt, nut]", "gear, big"),
        ("names: ['gear [x]', bolt, nut]", "gear [x]"),
        ("names: ['', bolt, nut]", "class 0"),
        ('names: ["g\\u00e4r", bolt, nut]', "gär"),
        ("names:  # all\n  - gear # one\n  # none\n\n  - bolt\n  - nut\n", "gear"),
        ("names: [no, on, nut]", "no"),
        ("names: [12:30, 1e3, nut]", "12:30"),
        ('{"nc": 3, "names": ["gear", "bolt", "nut"]}', "gear"),
        ("\ufeff---\nnames: [gear, bolt, nut]\n", "gear"),
        ("names:\r\n- gear\r\n- bolt\r\n- nut\r\n", "gear"),
    ],
)
def test_names_in_every_form(text, first, tmp_path):
    root = yolo(tmp_path, THIRD, f"{THIRD} .75", text)
    ev = run(root, root / "run")
    assert (ev.classes[0], ev.classes[2]) == (first, "nut")
    assert matrix(ev)[2][2] == 1


def test_names_in_a_file_that_data_yaml_names(tmp_path):
    root = yolo(tmp_path, THIRD, f"{THIRD} .75", "names: parts.names\n")
    written(root / "parts.names", "gear\nbolt\nnut\n")
    assert run(root, root / "run").classes[:3] == ("gear", "bolt", "nut")


def test_a_key_used_twice_is_an_error(tmp_path):
    root = yolo(tmp_path, names="names: {0: gear, 0: bolt}")
    with pytest.raises(DataError, match=r"data\.yaml: .*0 is there twice"):
        run(root, root / "run")


def test_a_blank_line_of_classes_txt_keeps_the_numbers(tmp_path):
    root = yolo(tmp_path, THIRD, f"{THIRD} .75", names=None)
    written(root / "classes.txt", "gear\n\nnut\n")
    assert run(root, root / "run").classes[2] == "nut"


@pytest.mark.parametrize("name", ["classes.txt", "data.yaml"])
def test_another_encoding_is_named(name, tmp_path):
    root = yolo(tmp_path, names=None)
    written(root / name, "names: [齿轮]\n", "gbk")
    with pytest.raises(DataError, match=rf"{name}: is not UTF-8"):
        run(root, root / "run")


def test_files_that_name_different_classes_are_asked_about(tmp_path):
    root = yolo(tmp_path)
    written(root / "classes.txt", "nut\nbolt\n")
    with pytest.raises(DataError, match=r"name different classes.*classes="):
        run(root, root / "run")
    assert run(root, root / "run", classes=["gear", "bolt"]).classes[:2] == ("gear", "bolt")


def test_a_yaml_of_another_program_is_none_of_ours(tmp_path):
    root = yolo(tmp_path)
    written(root / "compose.yaml", "{{ template }}: [")
    assert run(root, root / "run").classes[:2] == ("gear", "bolt")


def test_a_yaml_of_another_name_is_read(tmp_path):
    root = yolo(tmp_path, names=None)
    written(root / "parts128.yaml", "names: {0: gear, 1: bolt}\nval: images\n")
    assert run(root, root / "run").classes[:2] == ("gear", "bolt")


def test_classes_among_the_labels_are_read(tmp_path):
    root = yolo(tmp_path, names=None)
    written(root / "labels" / "classes.txt", "gear\nbolt\n")
    assert run(root, root / "run").classes[:2] == ("gear", "bolt")


def test_data_yaml_may_be_the_truth(tmp_path):
    root = yolo(tmp_path, names="names: [gear, bolt]\nval: images\n")
    assert matrix(run(root / "data.yaml", root / "run"))[0][0] == 1


def test_data_yaml_names_the_splits(tmp_path):
    for split in ("train", "valid"):
        pictured(tmp_path / split / "images" / f"{split}.png")
        written(tmp_path / split / "labels" / f"{split}.txt", LINE)
        written(tmp_path / "run" / f"{split}.txt", f"{LINE} .75")
    written(tmp_path / "data.yaml", "names: [gear]\ntrain: ../train/images\nval: ../valid/images\n")
    ev = run(tmp_path / "data.yaml", tmp_path / "run")
    assert ev.splits == {"train": 1, "valid": 1}
    assert matrix(ev)[0][0] == 2


@pytest.mark.parametrize("form", ["train: {0}/train\nval: {0}/val\ntest:\n", "train: [{0}/train]\nval: [{0}/val]\n"])
def test_an_empty_split_of_data_yaml_names_no_folder(form, tmp_path):
    for split in ("train", "val"):
        pictured(tmp_path / "images" / split / f"{split}.png")
        written(tmp_path / "labels" / split / f"{split}.txt", LINE)
        written(tmp_path / "run" / f"{split}.txt", f"{LINE} .75")
    written(tmp_path / "data.yaml", "names: [gear]\n" + form.format("images"))
    ev = run(tmp_path / "data.yaml", tmp_path / "run")
    assert ev.splits == {"train": 1, "valid": 1}
    assert matrix(ev) == [[2, 0], [0, 0]]


@pytest.mark.parametrize("line", ["./images/{}.png", "/content/set/images/{}.png", "C:\\set\\images\\{}.png"])
def test_lists_of_pictures_name_the_splits(line, tmp_path):
    listed_set(tmp_path, {"train": line.format("a"), "val": line.format("b")})
    ev = run(tmp_path / "data.yaml", tmp_path / "run")
    assert ev.splits == {"train": 1, "valid": 1}
    assert matrix(ev) == [[3, 0], [0, 0]]
    assert [notice.examples for notice in ev.notices if notice.code == "other-split"] == [("unlisted",)]


def test_a_picture_in_two_lists_is_said(tmp_path):
    listed_set(tmp_path, {"train": "images/a.png", "val": "images/a.png"})
    with pytest.raises(DataError, match=r"'a.png' is listed under train and val"):
        run(tmp_path / "data.yaml", tmp_path / "run")


def listed_set(root, lists):
    """Three pictures a, b and c, and a list of some of them for each split."""
    for name in "abc":
        pictured(root / "images" / f"{name}.png")
        written(root / "labels" / f"{name}.txt", LINE)
        written(root / "run" / f"{name}.txt", f"{LINE} .75")
    for split, line in lists.items():
        written(root / f"{split}.txt", f"{line}\n")
    written(root / "data.yaml", "names: [gear]\n" + "".join(f"{split}: {split}.txt\n" for split in lists))


@pytest.mark.parametrize("name", ["labels.txt", "_darknet.labels", "classes.names"])
def test_lists_of_names_by_other_tools(name, tmp_path):
    root = yolo(tmp_path, names=None)
    written(root / "labels" / name, "gear\nbolt\n")
    assert run(root, root / "run").classes[:2] == ("gear", "bolt")
