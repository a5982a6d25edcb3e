"""COCO as tools write it is read; what cannot be read is named with its record."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from evallens.errors import DataError, InputError
from tests.local.readers.made import BOX, coco, codes, matrix, results, run, written

RIGHT = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("one", [1, 1.0, "1", np.int64(1), np.float32(1)])
def test_an_id_is_one_in_every_type(one):
    assert matrix(run(coco((1, 1)), results((one, one)))) == RIGHT


@pytest.mark.parametrize("bbox", [tuple(BOX), np.array(BOX), [np.float32(v) for v in BOX], [str(v) for v in BOX]])
def test_a_box_is_read_from_any_row_of_numbers(bbox):
    assert matrix(run(coco((1, 1)), results((1, 1), bbox=bbox))) == RIGHT


@pytest.mark.parametrize("score", ["0.75", np.float32(0.75), 1.0009, -0.0009])
def test_a_score_is_read_from_text_and_rounding_is_forgiven(score):
    assert matrix(run(coco((1, 1)), results((1, 1), score=score))) == RIGHT


@pytest.mark.parametrize(("score", "words"), [("high", "not a number"), (float("nan"), "nan"), (1.01, "outside 0..1")])
def test_a_score_that_is_none_is_named(score, words):
    with pytest.raises(DataError, match=rf"predictions, \[0\].*{words}"):
        run(coco((1, 1)), results((1, 1), score=score))


def test_only_scores_that_look_like_percents_are_called_so():
    with pytest.raises(DataError, match="percents"):
        run(coco((1, 1)), results((1, 1), score=75))
    with pytest.raises(DataError) as caught:
        run(coco((1, 1)), results((1, 1), score=1.5))
    assert "percents" not in str(caught.value)


@pytest.mark.parametrize("crowd", [False, None, "0", 0.0, "false"])
def test_no_crowd_is_said_in_many_words(crowd):
    assert matrix(run(coco((1, 1), iscrowd=crowd), results((1, 1)))) == RIGHT


def test_a_crowd_flag_that_is_neither_is_named():
    with pytest.raises(DataError, match=r"annotations\[0\]: iscrowd is 'maybe'"):
        run(coco((1, 1), iscrowd="maybe"), results((1, 1)))


@pytest.mark.parametrize("width", [None, "100", 100.0, 100.5, "wide", -4])
def test_a_size_of_any_type_is_read_or_unknown(width):
    truth = coco((1, 1))
    truth["images"][0]["width"] = width
    assert matrix(run(truth, results((1, 1)))) == RIGHT


@pytest.mark.parametrize(("part", "field", "value"), [("categories", "name", 7), ("images", "file_name", 42)])
def test_names_may_be_numbers(part, field, value):
    truth = coco((1, 1))
    truth[part][0][field] = value
    ev = run(truth, results((1, 1)))
    assert str(value) in {*ev.classes, *ev.images().to_pandas()["name"]}


@pytest.mark.parametrize("outline", [[], [[]], None, [[5, 5, 25, 25]], [[3, 3]], {"size": [9, 9], "counts": [81]}])
def test_outlines_do_not_matter_where_boxes_are_compared(outline):
    assert matrix(run(coco((1, 1), segmentation=outline), results((1, 1)))) == RIGHT


def test_an_outline_without_the_size_of_its_image_does_not_matter_to_boxes():
    truth = coco((1, 1), segmentation=[[10, 8, 40, 8, 40, 48]])
    del truth["images"][0]["width"]
    assert matrix(run(truth, results((1, 1)))) == RIGHT
    with pytest.raises(DataError, match=r"annotations\[0\]: segmentation: a polygon needs the width and height"):
        run(truth, results((1, 1)), task="instance-segmentation")


def test_masks_on_both_sides_that_cannot_be_read_are_not_silently_boxes():
    outline = {"size": [9, 9], "counts": [81]}
    with pytest.raises(DataError, match=r"segmentation: the mask is 9 x 9"):
        run(coco((1, 1), segmentation=outline), results((1, 1), segmentation=outline))


def test_records_without_box_and_mask_are_left_out_and_named():
    truth = coco((1, 1), (1, 2))
    truth["annotations"][1] |= {"bbox": None}
    ev = run(truth, results((1, 1)))
    assert matrix(ev) == RIGHT
    (notice,) = (n for n in ev.notices if n.code == "no-shape")
    assert (notice.count, notice.examples) == (1, ("annotations[1]",))


def test_an_annotation_id_plays_no_part_but_is_told():
    truth = coco((1, 1), (2, 1))
    for record in truth["annotations"]:
        record["id"] = 0
    ev = run(truth, results((1, 1), (2, 1)))
    assert matrix(ev)[0][0] == 2
    assert "annotation-id" in codes(ev)


def test_the_same_annotation_twice_counts_once():
    truth = coco((1, 1))
    truth["annotations"] *= 2
    ev = run(truth, results((1, 1)))
    assert matrix(ev) == RIGHT
    assert "listed-twice" in codes(ev)


def test_two_categories_of_one_name_stay_apart():
    truth = coco((1, 1), (2, 1), names={0: "fish", 1: "fish"})
    found = coco((1, 1), (2, 1), names={0: "fish", 1: "fish"}, score=0.75)
    assert matrix(run(truth, found))[1][1] == 2


def test_a_name_of_two_categories_is_asked_about_where_only_the_name_is_known():
    truth = coco((1, 1), names={0: "fish", 1: "fish"})
    found = coco((1, 5), names={5: "fish"}, score=0.75)
    with pytest.raises(DataError, match="'fish' is the name of several classes"):
        run(truth, found)


@pytest.mark.parametrize(
    "data",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: gzip.compress(text.encode()),
        lambda text: "\n".join(json.dumps(r) for r in json.loads(text)).encode(),
    ],
    ids=["mark", "utf-16", "gzip", "lines"],
)
def test_json_as_tools_write_it(data, tmp_path):
    found = written(tmp_path / "found.json", data(json.dumps(results((1, 1), (1, 2)))))
    assert matrix(run(coco((1, 1)), found))[0][0] == 1


def test_infinity_in_json_is_named_with_its_record(tmp_path):
    found = written(tmp_path / "found.json", results((1, 1), bbox=[1, 2, float("inf"), 4]))
    with pytest.raises(DataError, match=r"found\.json, \[0\]: its box is not finite"):
        run(coco((1, 1)), found)


@pytest.mark.parametrize(("text", "words"), [("", "is empty"), ("[" * 9000 + "]" * 9000, "nested too deeply")])
def test_a_file_that_is_no_json_is_named(text, words, tmp_path):
    found = written(tmp_path / "found.json", text)
    with pytest.raises(InputError, match=rf"found\.json: .*{words}"):
        run(coco((1, 1)), found)


def test_results_name_their_image_by_file_stem_or_id(tmp_path):
    truth = coco((1, 1), (2, 2))
    want = [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    by_stem = results(("shot_1", 1), ("shot_2", 2))
    by_name = results(("shot_1.png", 1), ("shot_2.png", 2))
    by_file = [r | {"file_name": r["image_id"], "image_id": 70 + row} for row, r in enumerate(by_name)]
    for found in (by_stem, by_name, by_file):
        assert matrix(run(truth, written(tmp_path / "predictions.json", found))) == want


def test_a_list_of_results_is_never_a_truth(tmp_path):
    with pytest.raises(InputError, match="these are predictions; are truth and predictions swapped"):
        run(written(tmp_path / "found.json", results((1, 1))), coco((1, 1)))


def test_a_split_of_another_word_is_told_and_can_be_named():
    truth = coco((1, 1))
    truth["images"][0]["split"] = "restval"
    ev = run(truth, results((1, 1)))
    assert "other-split" in codes(ev)
    assert run(truth, results((1, 1)), splits={"restval": "train"}).splits == {"train": 1}


def test_results_may_name_their_image_by_file_alone():
    found = [{**r, "file_name": "shot_1.png"} for r in results((1, 1))]
    for record in found:
        del record["image_id"]
    assert matrix(run(coco((1, 1)), found)) == RIGHT


def test_an_image_id_that_is_none_is_named():
    with pytest.raises(DataError, match=r"\[0\]: image_id is None, not a number or a text"):
        run(coco((1, 1)), results((None, 1)))


def test_an_image_may_be_known_by_its_address_alone():
    truth = coco((1, 1))
    truth["images"][0] = {"id": 1, "coco_url": "http://images.example/train/shot_1.png"}
    assert matrix(run(truth, results(("shot_1", 1)))) == RIGHT


@pytest.mark.parametrize("field", ["difficult", "ignore"])
def test_difficult_objects_are_told_and_may_be_ignored(field):
    truth = coco((1, 1), (2, 2))
    truth["annotations"][0][field], truth["annotations"][1][field] = 1, 0
    found = results((1, 1), (2, 2))
    assert matrix(ev := run(truth, found)) == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert "difficult" in codes(ev)
    assert matrix(run(truth, found, difficult="ignore")) == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_an_outline_stands_for_a_missing_box_also_where_others_have_no_outline():
    truth = coco((1, 1), (2, 2))
    left, top, width, height = BOX
    ring = [left, top, left + width, top, left + width, top + height, left, top + height]
    truth["annotations"][0] |= {"bbox": [], "segmentation": [ring]}
    assert matrix(run(truth, results((1, 1), (2, 2)))) == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_a_folder_may_call_its_file_in_capitals(tmp_path):
    written(tmp_path / "TRUTH.JSON", coco((1, 1)))
    assert matrix(run(tmp_path, results((1, 1)))) == RIGHT
