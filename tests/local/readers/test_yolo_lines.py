"""What the columns of YOLO's lines mean: one meaning for a whole side, told or asked, never guessed."""

from __future__ import annotations

import pytest

from evallens.errors import DataError, InputError
from tests.local.readers.made import LINE, boxes, coco, codes, matrix, pictured, run, written, yolo

BOX = [10.0, 8.0, 30.0, 40.0]
POINT = "0.3 0.3 2"
RIGHT = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


def pose(count: int, shape: str = POINT) -> str:
    return f"{LINE} {' '.join([shape] * count)}"


@pytest.mark.parametrize(
    ("count", "shape", "said"), [(4, POINT, "[4, 3]"), (5, POINT, "[5, 3]"), (7, "0.3 0.3", "[7, 2]")]
)
def test_a_pose_is_its_box(count, shape, said, tmp_path):
    lines = pose(count, shape)
    root = yolo(tmp_path, lines, f"{lines} .75", f"kpt_shape: {said}\nnames: [gear, bolt]\n")
    ev = run(root, root / "run")
    assert boxes(ev) == [BOX, BOX]
    assert ev.task == "object-detection"


def test_the_keypoints_of_the_truth_tell_those_of_a_run_elsewhere(tmp_path):
    root = yolo(tmp_path / "set", pose(5), names="kpt_shape: [5, 3]\nnames: [gear, bolt]\n")
    far = written(tmp_path / "far" / "a" / "b" / "s.txt", f"{pose(5)} .75").parent
    assert boxes(run(root, far)) == [BOX, BOX]


@pytest.mark.parametrize("count", [3, 5])
def test_a_width_that_fits_outlines_and_poses_is_asked_about(count, tmp_path):
    root = yolo(tmp_path, pose(count, "0.3 0.3"))
    with pytest.raises(InputError, match=r"every line has \d+ columns, which could be .*format=\"yolo-segment\""):
        run(root, root / "run")


def test_format_and_task_say_what_lines_are(tmp_path):
    outline = "0 .1 .1 .4 .1 .4 .6 .25 .65 .1 .6"
    root = yolo(tmp_path, outline, f"{outline} .75")
    assert run(root, root / "run", format="yolo-segment").task == "instance-segmentation"
    assert run(root, root / "run", task="instance-segmentation").task == "instance-segmentation"


def test_the_run_says_what_it_wrote(tmp_path):
    outline = "0 .1 .1 .4 .1 .4 .6 .25 .65 .1 .6"
    root = yolo(tmp_path, LINE)
    found = written(tmp_path / "runs" / "labels" / "s.txt", f"{outline} .75").parent
    written(tmp_path / "runs" / "args.yaml", "task: segment\nsave_conf: true\n")
    assert boxes(run(root, found))[1] == [10.0, 8.0, 30.0, 44.0]


@pytest.mark.parametrize(
    "widths", [("0 .1 .1 .4 .1 .4 .6 .1 .6", ""), ("0 .1 .1 .4 .1 .4 .6", "\n0 .1 .1 .4 .1 .4 .6 .2 .7 .1 .6")]
)
def test_four_corners_and_widths_that_vary_are_outlines(widths, tmp_path):
    line, more = widths
    root = yolo(tmp_path, line + more, f"{line} .75{more and more + ' .75'}")
    assert run(root, root / "run").task == "instance-segmentation"


def test_the_id_of_a_track_is_no_confidence(tmp_path):
    root = yolo(tmp_path, found=f"{LINE} .75 12\n1 .7 .7 .1 .1 .5")
    assert matrix(run(root, root / "run"), 70) == RIGHT


@pytest.mark.parametrize("line", ["0 20 20 60 60", "0 .5 .5 1.3 .2", "0 -.2 .5 .1 .1"])
def test_values_that_are_no_shares_are_named(line, tmp_path):
    root = yolo(tmp_path, f"{LINE}\n{line}")
    with pytest.raises(DataError, match=r"s\.txt line 2: .* is no share of the image"):
        run(root, root / "run")


def test_pixels_are_called_so(tmp_path):
    root = yolo(tmp_path, "0 20 20 60 60")
    with pytest.raises(DataError, match="look like pixels"):
        run(root, root / "run")


def test_a_value_beyond_one_by_rounding_counts(tmp_path):
    root = yolo(tmp_path, "0 .5 .5 1.005 1", "0 .5 .5 1 1 .75")
    assert matrix(run(root, root / "run")) == RIGHT


def test_predictions_without_confidence_are_told_how_to_get_it(tmp_path):
    root = yolo(tmp_path, found=LINE)
    with pytest.raises(DataError, match=r"s\.txt line 1: has no confidence.*save_conf=True"):
        run(root, root / "run")


@pytest.mark.parametrize("number", ["nan", "inf", "1e30", "70000", "-1", "0.5"])
def test_a_class_that_is_no_class_number_is_named(number, tmp_path):
    root = yolo(tmp_path, f"{number} .5 .5 .2 .2", names=None)
    with pytest.raises(DataError, match=r"s\.txt line 1"):
        run(root, root / "run")


def test_nested_labels_are_read_beside_flat_ones(tmp_path):
    root = yolo(tmp_path)
    for camera in ("north", "south"):
        pictured(root / "images" / camera / "0001.png")
        written(root / "labels" / camera / "0001.txt", LINE)
        written(root / "run" / camera / "0001.txt", f"{LINE} .75")
    ev = run(root, root / "run")
    assert matrix(ev)[0][0] == 3
    assert sorted(ev.images().to_pandas()["name"]) == ["north/0001.png", "s.png", "south/0001.png"]


def test_two_pictures_of_one_stem_are_told(tmp_path):
    root = yolo(tmp_path)
    pictured(root / "images" / "s.jpg", 50, 40)
    assert "same-stem" in codes(run(root, root / "run"))


def test_labels_in_another_encoding_are_named(tmp_path):
    root = yolo(tmp_path)
    written(root / "labels" / "s.txt", b"\xff\xfe\xfa0 .5")
    with pytest.raises(DataError, match=r"s\.txt"):
        run(root, root / "run")


def test_a_run_of_pixels_against_coco_is_refused(tmp_path):
    written(tmp_path / "run" / "shot_1.txt", "0 20 20 60 60 .75")
    with pytest.raises(DataError, match="no share of the image"):
        run(coco((1, 1)), tmp_path / "run", classes=["gear", "bolt"])


def test_a_picture_may_be_called_like_a_list(tmp_path):
    root = yolo(tmp_path)
    pictured(root / "images" / "test.png")
    written(root / "labels" / "test.txt", LINE)
    written(root / "run" / "test.txt", f"{LINE} .75")
    assert matrix(run(root, root / "run"))[0][0] == 2


@pytest.mark.parametrize("line", [LINE.replace(" ", ", "), LINE.replace(" ", ",")])
def test_commas_may_divide_a_line(line, tmp_path):
    root = yolo(tmp_path, line)
    assert matrix(run(root, root / "run")) == RIGHT


def test_a_comma_inside_a_number_is_named(tmp_path):
    root = yolo(tmp_path, "0 0,25 0,35 0,3 0,5")
    with pytest.raises(DataError, match=r"s\.txt line 1: .* is not a row of numbers"):
        run(root, root / "run")


def test_dots_belong_to_the_name(tmp_path):
    truth = coco((1, 1), names={1: "gear"})
    truth["images"][0]["file_name"] = "1670577347.002843.png"
    written(tmp_path / "run" / "1670577347.002843.txt", f"{LINE} .75")
    written(tmp_path / "run" / "1670577347.txt", "")
    assert matrix(run(truth, tmp_path / "run"))[0][0] == 1


def test_outlines_of_the_truth_tell_those_of_the_predictions(tmp_path):
    triangle = "0 .1 .1 .4 .1 .4 .6"
    root = yolo(tmp_path, f"{triangle}\n{triangle} .2 .7", f"{triangle} .75")
    assert run(root, root / "run").task == "instance-segmentation"
