"""Bad input is an error that names the file and the record, or a counted notice; never a wrong matrix."""

from __future__ import annotations

import copy
import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from evallens.errors import DataError, InputError, UnknownNameError
from evallens.local import evaluate
from tests.told import told

TRUTH = {
    "images": [
        {"id": 1, "file_name": "a.png", "width": 100, "height": 80},
        {"id": 2, "file_name": "b.png", "width": 100, "height": 80},
    ],
    "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20]},
        {"id": 2, "image_id": 1, "category_id": 2, "bbox": [50, 10, 20, 20]},
    ],
}
RESULTS = [
    {"image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20], "score": 0.9},
    {"image_id": 2, "category_id": 2, "bbox": [50, 10, 20, 20], "score": 0.5},
]


@pytest.fixture
def truth() -> dict:
    return copy.deepcopy(TRUTH)


@pytest.fixture
def results() -> list[dict]:
    return copy.deepcopy(RESULTS)


def files(tmp_path, truth, results) -> list:
    paths = [tmp_path / "truth.json", tmp_path / "results.json"]
    for path, content in zip(paths, (truth, results), strict=True):
        path.write_text(json.dumps(content))
    return paths


@pytest.mark.parametrize(
    ("place", "change", "words"),
    [
        (("truth", 1), {"bbox": [10, 10, -5, 20]}, r"truth\.json, annotations\[1\]: its box has a negative width"),
        (("truth", 1), {"bbox": [1, 2, 3]}, r"truth\.json, annotations\[1\]: bbox has 3 numbers"),
        (("truth", 1), {"bbox": [1, 2, None, 4]}, r"truth\.json, annotations\[1\]: its box is not finite"),
        (("truth", 0), {"image_id": 7}, r"truth\.json, annotations\[0\]: image_id 7 is not one of the 2"),
        (("truth", 0), {"category_id": 9}, r"truth\.json, annotations\[0\]: category_id 9 is not one of the 2"),
        (("truth", 0), {"segmentation": [[1, 2]]}, None),
        (("results", 1), {"score": 1.5}, r"results\.json, \[1\]: score 1\.5 is outside 0\.\.1"),
        (("results", 1), {"score": 90}, r"look like percents: divide them by 100"),
        (("results", 1), {"score": -0.1}, r"results\.json, \[1\]: score -0\.1"),
        (("results", 1), {"score": None}, r"results\.json, \[1\]: has no score"),
        (("results", 1), {"image_id": 3}, r"results\.json, \[1\]: image_id 3 is not one of the 2 there are"),
        (("results", 0), {"category_id": 0}, r"results\.json, \[0\]: category_id 0"),
        (("results", 0), {"bbox": "x"}, r"results\.json, \[0\]: bbox is 'x', not four numbers"),
    ],
)
def test_bad_records_are_named(place, change, words, truth, results, tmp_path):
    side, row = place
    (truth["annotations"] if side == "truth" else results)[row].update(change)
    paths = files(tmp_path, truth, results)
    if words is None:
        assert evaluate(*paths).task == "object-detection"
        return
    with pytest.raises(DataError, match=words):
        evaluate(*paths)


def test_nan_in_json_is_named(tmp_path, truth, results):
    paths = files(tmp_path, truth, results)
    paths[1].write_text(paths[1].read_text().replace("0.9", "NaN"))
    with pytest.raises(DataError, match=r"results\.json, \[0\]: score nan is outside"):
        evaluate(*paths)


@pytest.mark.parametrize("values", [[np.nan, 0, 5, 5], [0, 0, np.inf, 5], [5, 0, 0, 5]])
def test_bad_arrays_are_named(values):
    box = {"boxes": np.array([[0, 0, 9, 9], values], float), "labels": np.array([0, 0])}
    with pytest.raises(DataError, match=r"truth, image 0 object 1: its box"):
        evaluate([box], [box | {"scores": np.ones(2)}], classes=["cat"])


def test_boxes_by_width_and_height_are_told_how_they_are_meant():
    box = {"boxes": np.array([[50, 50, 10, 10]]), "labels": np.array([0]), "scores": np.ones(1)}
    with pytest.raises(DataError, match=r"negative width or height: .*; boxes are left, top, right, bottom"):
        evaluate([box], [box], classes=["cat"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"boxes": np.zeros((2, 3))}, "boxes must be"),
        ({"labels": np.zeros(3, int)}, "3 class ids for 2 boxes"),
        ({"labels": np.array([0.5, 0])}, "whole numbers"),
        ({"scores": np.ones(1)}, "1 confidences for 2 boxes"),
        ({"scores": None}, "has no confidence"),
        ({"labels": None}, "has no class ids"),
        ({"labels": np.array([0, 1])}, "class 1 is not one of the 1"),
        ({"labels": np.array([-1, 0])}, "class -1 is not one of the 1"),
    ],
)
def test_columns_that_do_not_fit_are_named(change, words):
    box = {"boxes": np.array([[0, 0, 9, 9], [0, 0, 8, 8]]), "labels": np.array([0, 0]), "scores": np.ones(2)}
    with pytest.raises(DataError, match=words):
        evaluate([box], [box | change], classes=["cat"])


def test_some_images_with_names_and_some_without_are_refused():
    box = {"boxes": np.array([[0, 0, 9, 9]]), "scores": np.ones(1)}
    found = [box | {"labels": ["cat"]}, box | {"labels": np.array([0])}]
    with pytest.raises(DataError, match="some images carry class names and others do not"):
        evaluate(found, found)


def test_zero_size_and_outside_boxes_are_counted_and_kept(truth, results):
    truth["annotations"][0]["bbox"] = [10, 10, 0, 20]
    results[1]["bbox"] = [90, 10, 20, 20]
    ev = evaluate(truth, results)
    assert told(ev)[:2] == (
        "1 box of the ground truth has no area and can match nothing.",
        "1 box of the predictions reaches outside the image, matched as given.",
    )
    assert ev.confusion_matrix(confidence=0).matrix.tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


def test_crowd_regions_are_left_out_and_counted(truth, results):
    truth["annotations"][1]["iscrowd"] = 1
    ev = evaluate(truth, results)
    assert ev.confusion_matrix(confidence=0).matrix.tolist() == [[1, 0, 0], [0, 0, 0], [0, 1, 0]]
    assert "1 crowd region is" in told(ev)[0]


def test_an_annotation_listed_twice_counts_once(truth, results):
    truth["annotations"].append(dict(truth["annotations"][0]))
    ev = evaluate(truth, results)
    assert ev.confusion_matrix(confidence=0).matrix.sum() == 3
    assert "1 annotation is listed twice, counted once" in told(ev)[0]


def test_nothing_predicted_and_nothing_there(truth, results):
    assert evaluate(truth, []).confusion_matrix().matrix.tolist() == [[0, 0, 1], [0, 0, 1], [0, 0, 0]]
    truth["annotations"] = []
    assert evaluate(truth, results).confusion_matrix(confidence=0).matrix.tolist() == [[0, 0, 0], [0, 0, 0], [1, 1, 0]]
    assert evaluate(truth, []).splits == {"test": 2}


def test_no_predictions_are_said(tmp_path, truth):
    words = "There are no predictions: every ground truth counts as missed."
    assert words in told(evaluate(truth, []))
    assert words in told(evaluate(*files(tmp_path, truth, [])))
    assert words not in told(evaluate(truth, copy.deepcopy(RESULTS)))


def test_lists_of_paths_are_no_labels(tmp_path, truth, results):
    one, other = files(tmp_path, truth, results)
    for given in (["truth.json"], [str(one)], [one]):
        with pytest.raises(InputError, match=r"truth is a list of paths, such as '.*truth\.json': give one file"):
            evaluate(given, ["results.json"])
    with pytest.raises(InputError, match="predictions is a list of paths"):
        evaluate(one, [str(other)])
    with pytest.raises(InputError, match="predictions is a list of paths"):
        evaluate(["cat", "dog"], ["cat.csv", "dog.csv"])
    assert evaluate(["cat", "v1.5"], ["cat", "n/a"]).task == "classification"


def test_swapped_sides_are_said(tmp_path, truth, results):
    swapped = "are truth and predictions swapped?"
    one, other = files(tmp_path, truth, results)
    with pytest.raises(InputError, match=rf"results\.json: these are predictions; {swapped}"):
        evaluate(other, one)
    with pytest.raises(InputError, match=rf"truth: these are predictions; {swapped}"):
        evaluate(results, truth)
    scored = copy.deepcopy(truth)
    for record in scored["annotations"]:
        record["score"] = 0.5
    with pytest.raises(InputError, match=rf"annotations\[0\]: has no score, nor has any other; {swapped}"):
        evaluate(scored, one)
    del scored["annotations"][1]["score"]
    with pytest.raises(InputError, match=r"annotations\[1\]: has no score$"):
        evaluate(truth, scored)
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.txt").write_text("0 0.5 0.5 0.2 0.2")
    with pytest.raises(
        InputError, match=r"a\.txt line 1: has no confidence.*save_conf=True.*nor has any other; are truth"
    ):
        evaluate(truth, tmp_path / "labels")


def test_tables_do_not_fit_boxes(tmp_path, truth):
    (tmp_path / "run.csv").write_text("image,predicted\na.png,cat\n")
    for given in (tmp_path / "run.csv", pd.DataFrame({"image": ["a.png"], "predicted": ["cat"]})):
        with pytest.raises(InputError, match=r"a table of classifications, .* does not fit it"):
            evaluate(truth, given)


def test_unknown_images_of_a_mapping_are_counted_or_refused():
    box = {"boxes": np.array([[0, 0, 9, 9]]), "labels": np.array([0]), "scores": np.ones(1)}
    ev = evaluate({"a.png": box}, {"a.png": box, "z.png": box}, classes=["cat"])
    assert ev.splits == {"test": 2}
    assert "1 image has predictions but no ground truth" in told(ev)[0]
    with pytest.raises(DataError, match=r"No image of predictions is in truth: 'z.png' against 'a.png'"):
        evaluate({"a.png": box}, {"z.png": box}, classes=["cat"])


def test_number_of_classes(truth, results):
    truth["categories"].pop()
    truth["annotations"].pop()
    assert evaluate(truth, results[:1]).classes == ("cat", "background")
    with pytest.raises(InputError, match="there are no classes"):
        evaluate(truth | {"categories": [], "annotations": []}, [])
    many = [{"id": i, "name": f"class {i}"} for i in range(70_000)]
    with pytest.raises(InputError, match="70,000 classes; at most 23,169"):
        evaluate(truth | {"categories": many}, results[:1])


def test_a_class_called_background_is_told_apart(truth, results):
    truth["categories"][1]["name"] = "background"
    ev = evaluate(truth, results)
    assert ev.classes == ("cat", "background", "background (2)")
    assert ev.header.background == 2
    assert any("'background (2)'" in notice for notice in told(ev))


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"images": []}', "<html>"])
def test_files_that_are_something_else(content, tmp_path):
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(InputError, match=r"odd\.json"):
        evaluate(path, [])


def test_missing_and_empty_folders_are_named(tmp_path):
    with pytest.raises(InputError, match="gone: there is no such"):
        evaluate(tmp_path / "gone", [])
    with pytest.raises(InputError, match="holds no COCO JSON"):
        evaluate(tmp_path, [])
    with pytest.raises(InputError, match="cannot read"):
        evaluate(object(), [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0.5 0.5 0.1", "a.txt line 2: needs a class number"),
        ("0 0.5 x 0.1 0.1", "is not a row of numbers"),
        ("cat 0.5 0.5 0.1 0.1", "is not a row of numbers"),
        ("0.5 0.5 0.5 0.1 0.1", "a.txt line 2: needs a class number"),
        ("0 0.5 0.5 nan 0.1", "a.txt line 2: its box is not finite"),
        ("0 0.5 0.5 -0.1 0.1", "a.txt line 2: its box has a negative width"),
        ("9 0.5 0.5 0.1 0.1", "a.txt line 2: class 9 is not one of the 2"),
    ],
)
def test_bad_yolo_lines_are_named(line, words, tmp_path):
    (tmp_path / "a.txt").write_text(f"0 0.5 0.5 0.2 0.2\n{line}\n")
    (tmp_path / "classes.txt").write_text("cat\ndog\n")
    with pytest.raises(DataError, match=words):
        evaluate(tmp_path, {"a": {"boxes": np.zeros((0, 4)), "labels": [], "scores": []}})


def test_yolo_predictions_need_a_confidence(tmp_path, truth):
    (tmp_path / "a.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    with pytest.raises(DataError, match=r"a\.txt line 1: has no confidence"):
        evaluate(truth, tmp_path)


def test_shares_against_pixels_are_refused(tmp_path, truth):
    for image in truth["images"]:
        del image["width"], image["height"]
    (tmp_path / "a.txt").write_text("0 0.5 0.5 0.2 0.2 0.9\n")
    with pytest.raises(DataError, match="boxes in pixels on one side and in shares"):
        evaluate(truth, tmp_path)


def test_results_in_shares_against_truth_in_pixels_are_refused(tmp_path, truth, results):
    for record in results:
        x, y, width, height = record["bbox"]
        record["bbox"] = [x / 100, y / 80, width / 100, height / 80]
    with pytest.raises(DataError, match=r"results\.json: all boxes lie within 0\.\.1.*truth\.json are in pixels"):
        evaluate(*files(tmp_path, truth, results))


def test_arrays_in_shares_against_arrays_in_pixels_are_refused():
    pixels, shares = ({"boxes": np.array([b]), "labels": [0]} for b in ([10, 20, 300, 400], [0.1, 0.2, 0.3, 0.4]))
    scores = {"scores": np.array([0.9])}
    with pytest.raises(DataError, match="predictions: all boxes lie within"):
        evaluate([pixels], [shares | scores], classes=["cat"])
    with pytest.raises(DataError, match="truth: all boxes lie within"):
        evaluate([shares], [pixels | scores], classes=["cat"])
    assert evaluate([shares], [shares | scores], classes=["cat"]).confusion_matrix(confidence=50).matrix[0, 0] == 1
    beyond = {"boxes": np.array([[0.1, 0.2, 1.3, 0.4]]), "labels": [0]}
    assert evaluate([shares], [beyond | scores], classes=["cat"]).classes == ("cat", "background")
    corner = {"boxes": np.array([[0, 0, 1, 1]]), "labels": [0]}
    assert evaluate([pixels], [corner | scores], classes=["cat"]).classes == ("cat", "background")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<annotation", "is not valid XML"),
        ("<annotation><object><name>cat</name></object></annotation>", "object 0: bndbox"),
        ("<annotation><object><bndbox/></object></annotation>", "object 0: has no name"),
    ],
)
def test_bad_voc_files_are_named(xml, words, tmp_path):
    (tmp_path / "a.xml").write_text(xml)
    with pytest.raises(DataError, match=rf"a\.xml.*{words}"):
        evaluate(tmp_path, [])


@pytest.mark.parametrize(
    ("segmentation", "words"),
    [
        ({"size": [80, 100], "counts": [3, 4]}, r"run lengths sum to 7, not to the 8000"),
        ({"size": [8, 8], "counts": [60, 4]}, r"the mask is 8 x 8, its image 100 x 80"),
        ({"size": [80, 100], "counts": "~~~"}, "compressed run lengths are damaged"),
        ({"counts": [1]}, "segmentation: 'size'"),
        ([[1, 2, 3, 4]], "at least three points"),
    ],
)
def test_bad_masks_are_named(segmentation, words, truth, results):
    for record in (*truth["annotations"], *results):
        record["segmentation"] = {"size": [80, 100], "counts": [8000]}
    truth["annotations"][1]["segmentation"] = segmentation
    with pytest.raises(DataError, match=rf"truth, annotations\[1\]: .*{words}"):
        evaluate(truth, results)


def test_masks_on_one_side_only_compare_boxes_unless_masks_are_asked_for(truth, results):
    for record in truth["annotations"]:
        record["segmentation"] = {"size": [80, 100], "counts": [8000]}
    assert evaluate(truth, results).task == "object-detection"
    with pytest.raises(InputError, match="predictions: instance-segmentation needs a mask"):
        evaluate(truth, results, task="instance-segmentation")
    with pytest.raises(UnknownNameError, match="No task for detection input"):
        evaluate(truth, results, task="classification")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"label": ["a"]}, "no column of predicted labels"),
        ({"predicted": ["a"]}, "no column for the true label"),
        ({"label": ["a", "b"], "p_a": [0.5, 0.5]}, "no probability column for b"),
        ({"label": ["a", "a"], "predicted": ["a", "a"], "score": [0.5, 2.0]}, "row 1 is outside"),
        ({"label": ["a", "a"], "predicted": ["a", "a"], "score": [50, 90]}, "look like percents"),
        ({"label": ["a", "a"], "predicted": ["a", "a"], "score": [0.5, np.nan]}, "row 1 is outside"),
        ({"label": ["a"], "predicted": ["a"], "score": ["high"]}, "not a number"),
    ],
)
def test_bad_tables_are_named(columns, words):
    with pytest.raises(InputError, match=words):
        evaluate(pd.DataFrame(columns))


@pytest.mark.parametrize("content", [b"", b"label,predicted\na\n", b"\xff\xfe\x00"])
def test_bad_csv_files_are_named(content, tmp_path):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"t\.csv"):
        evaluate(tmp_path / "t.csv")


def test_notices_name_files_without_their_folder(tmp_path):
    for side, line in (("truth", "0 0.5 0.5 0.2 0.2"), ("run", "0 0.5 0.5 0.2 0.2 0.9")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.txt").write_text(line)
    (tmp_path / "truth" / "classes.txt").write_text("cat")
    notices = told(evaluate(tmp_path / "truth", tmp_path / "run", embeddings=False))
    assert "truth: 1 image has no picture; boxes are shares of the image." in notices
    assert str(tmp_path) not in "".join(notices)


def test_bad_mask_pictures_are_named(tmp_path):
    for folder in ("truth", "run"):
        (tmp_path / folder).mkdir()
        Image.new("L", (5, 4), 1).save(tmp_path / folder / "a.png")
    Image.new("L", (5, 5), 1).save(tmp_path / "run" / "a.png")
    with pytest.raises(DataError, match=r"a: the ground truth is \(4, 5\), the prediction \(5, 5\)"):
        evaluate(tmp_path / "truth", tmp_path / "run")
    Image.new("RGB", (5, 4), (1, 2, 3)).save(tmp_path / "run" / "a.png")
    with pytest.raises(DataError, match=r"a\.png: is a RGB picture"):
        evaluate(tmp_path / "truth", tmp_path / "run")
    (tmp_path / "run" / "a.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"a\.png: is not a picture"):
        evaluate(tmp_path / "truth", tmp_path / "run")
    (tmp_path / "run" / "a.png").unlink()
    with pytest.raises(DataError, match=r"1 only in the ground truth \['a'\]"):
        evaluate(tmp_path / "truth", {})


@pytest.mark.parametrize("value", [7, -1])
def test_pixel_values_beyond_the_classes_are_named(value):
    mask = np.zeros((4, 4), int)
    with pytest.raises(DataError, match="there are 2 classes"):
        evaluate([mask], [mask + value], classes=["a", "b"])


def test_settings_out_of_range(truth, results):
    with pytest.raises(InputError, match="above 0 and below 1"):
        evaluate(truth, results, iou=50)
    with pytest.raises(UnknownNameError, match="Did you mean 'score'"):
        evaluate(truth, results, matching="scores")
    with pytest.raises(InputError, match="splits has 1 name for 2 images"):
        evaluate(truth, results, splits=["train"])
    with pytest.raises(InputError, match=r"embeddings must be \(2, 2\)"):
        evaluate(truth, results, embeddings=np.zeros((3, 2)))
    with pytest.raises(InputError, match=r"embeddings must be an array, .* not 'foo'"):
        evaluate(truth, results, embeddings="foo")
    with pytest.raises(InputError, match="is not a folder"):
        evaluate(truth, results, images="nowhere")
    with pytest.raises(InputError, match=r"predictions are missing: give predictions= \(or --predictions\)"):
        evaluate(truth)


@pytest.mark.parametrize("embeddings", [None, False])
def test_pictures_that_cannot_be_read_are_left_out_and_counted(embeddings, tmp_path, truth, results):
    Image.new("RGB", (100, 80)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"no picture")
    ev = evaluate(truth, results, images=tmp_path, embeddings=embeddings)
    assert "1 picture cannot be read, such as 'b.png'." in told(ev)
    assert ev.pictures is not None
    first, second = ev.pictures.thumbnails([ev.image(0), ev.image(1)])
    assert first is not None
    assert second is None
    ev.save(tmp_path / "run.evallens")


def test_a_picture_that_is_cut_off_is_left_off_the_map(tmp_path, truth, results):
    pixels = np.random.default_rng(0).integers(0, 255, (80, 100, 3)).astype(np.uint8)
    for name in ("a.png", "b.png"):
        Image.fromarray(pixels).save(tmp_path / name)
    (tmp_path / "a.png").write_bytes((tmp_path / "a.png").read_bytes()[:5000])
    assert "1 picture cannot be read, such as 'a.png'." in told(evaluate(truth, results, images=tmp_path))
    ev = evaluate(truth, results, images=tmp_path, embeddings=False)
    assert ev.pictures is not None
    assert [p is None for p in ev.pictures.thumbnails([ev.image(0), ev.image(1)])] == [True, False]


def test_yolo_pictures_that_cannot_be_read_are_counted(tmp_path):
    for side, score in (("truth", ""), ("run", " 0.9")):
        (tmp_path / side / "labels").mkdir(parents=True)
        for name in "ab":
            (tmp_path / side / "labels" / f"{name}.txt").write_text(f"0 0.5 0.5 0.2 0.2{score}")
    (tmp_path / "truth" / "images").mkdir()
    Image.new("RGB", (100, 80)).save(tmp_path / "truth" / "images" / "a.png")
    (tmp_path / "truth" / "images" / "b.png").write_bytes(b"no picture")
    for embeddings in (None, False):
        ev = evaluate(tmp_path / "truth", tmp_path / "run", embeddings=embeddings)
        assert "1 picture cannot be read, such as 'b.png'." in told(ev)
        assert ev.confusion_matrix(confidence=50).matrix[0, 0] == 2


def test_runs_on_one_truth_have_titles_of_their_own(tmp_path, truth, results):
    for place, title in (
        ("run-7.json", "run-7"),
        ("run-8/predictions.json", "run-8"),
        ("run-9/test/results.json", "run-9"),
    ):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(results))
        assert evaluate(truth, path).title == title
        assert evaluate(truth, path, title="mine").title == "mine"
    assert evaluate(truth, results).title == "Local evaluation"


def test_a_path_from_inside_the_folder_of_a_run_gives_its_title_too(tmp_path, monkeypatch, truth, results):
    run = tmp_path / "run-8"
    run.mkdir()
    (run / "results.json").write_text(json.dumps(results))
    monkeypatch.chdir(run)
    assert evaluate(truth, "results.json").title == "run-8"


def test_scores_that_are_no_numbers_are_said_in_words():
    with pytest.raises(InputError, match="scores: scores are numbers"):
        evaluate(["a"], {"labels": ["a"], "scores": ["high"]})


@pytest.mark.parametrize(
    ("truth", "predictions"),
    [(["a", "b"], [[0.5, 0.5], [1.0]]), (["a", "b"], {"labels": [["a"], ["a", "b"]]})],
)
def test_predictions_of_different_lengths_are_said_in_words(truth, predictions):
    with pytest.raises(InputError, match="labels must be one row"):
        evaluate(truth, predictions)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("iou", "x", "iou must lie above 0 and below 1, such as 0.5, not 'x'"),
        ("iou", [0.5], "iou must lie"),
        ("images", lambda name: name, "images is a folder, a mapping by image name, or a list of pictures"),
        ("images", 5, "images is a folder"),
        ("splits", 5, "splits is one word for all images, a mapping by image name, or a list"),
        ("matching", ["iou"], "No matching rule named"),
        ("embeddings", object(), "embeddings must hold a row of as many numbers for each image"),
        ("embeddings", [[1, 2], [3]], "embeddings must hold a row of as many numbers"),
        ("classes", "cat", "classes is a list of names in the order of their indices"),
        ("classes", {1: "cat", 2: "dog"}, "classes is a list of names"),
        ("classes", [None, "dog"], "None is no name"),
        ("title", 5, "title is a text, not 5"),
    ],
)
def test_an_option_of_the_wrong_kind_is_said_in_words(option, value, words, truth, results):
    with pytest.raises(InputError) as caught:
        evaluate(truth, results, **{option: value})
    assert words in str(caught.value)
