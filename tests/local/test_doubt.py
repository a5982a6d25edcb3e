"""Doubt is told where the numbers stay right, and is an error where they would not; what looks impossible is asked."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from evallens.errors import DataError, InputError
from evallens.local import evaluate
from evallens.local.doubt import LeftOut, check_left_out

SIZE = {"width": 100, "height": 80}


def coco(boxes, *, names=("cat", "dog", "owl"), images=None, **changes):
    """A dataset of an image for each box (class, x, y, w, h)."""
    files = [f"{row}.png" for row in range(len(boxes))] if images is None else images
    return {
        "images": [{"id": row, "file_name": name, **SIZE} for row, name in enumerate(files)],
        "annotations": [
            {"id": row, "image_id": row, "category_id": label, "bbox": box, **changes}
            for row, (label, *box) in enumerate(boxes)
        ],
        "categories": [{"id": row, "name": name} for row, name in enumerate(names)],
    }


def results(boxes, score=0.9):
    return [
        {"image_id": row, "category_id": label, "bbox": box, "score": score} for row, (label, *box) in enumerate(boxes)
    ]


def codes(*given, **options):
    return [notice.code for notice in evaluate(*given, embeddings=False, **options).notices]


GOOD = [(row % 3, 10, 10, 20, 20) for row in range(6)]


def test_a_plausible_result_has_no_notices():
    assert codes(coco(GOOD), results(GOOD)) == []


def test_nothing_on_the_diagonal_is_asked_about():
    elsewhere = [(label, 60, 50, 20, 20) for label, *_ in GOOD]
    assert "nothing-right" in codes(coco(GOOD), results(elsewhere))
    assert codes(["cat", "dog"], ["dog", "cat"]) == ["nothing-right"]


@pytest.mark.parametrize("step", [1, -1, 2])
def test_a_constant_shift_of_classes_is_asked_about(step):
    names = ("cat", "dog", "owl", "fox", "emu", "cow")
    truth = [(2 + row % 2, 10, 10, 20, 20) for row in range(6)]
    shifted = [(label + step, *box) for label, *box in truth]
    ev = evaluate(coco(truth, names=names), results(shifted), embeddings=False)
    notice = next(notice for notice in ev.notices if notice.code == "shifted-classes")
    assert notice.count == 6
    assert "shifted by one class" in str(notice) or step == 2
    assert f"owl as {names[2 + step]}" in notice.examples


def test_mix_ups_of_one_class_are_no_shift():
    mixed = [(1 if label == 0 else label, *box) for label, *box in GOOD]
    assert codes(coco(GOOD), results(mixed)) == []


def test_unconfident_predictions_are_no_shift():
    shifted = [((label + 1) % 3, *box) for label, *box in GOOD]
    assert "shifted-classes" not in codes(coco(GOOD), results(shifted, score=0.2))


def test_all_truth_left_out_is_said():
    truth = coco(GOOD, iscrowd=1)
    assert codes(truth, results(GOOD))[:2] == ["crowd", "no-truth-left"]


@pytest.mark.parametrize("names", [("cat", "Cat"), ("1", "1.0"), ("hot dog", "hotdog")])
def test_classes_that_are_written_in_two_ways_are_asked_about(names):
    truth = coco(GOOD[:2], names=(*names, "owl"))
    assert codes(truth, results(GOOD[:2])) == ["similar-classes"]


def test_images_without_predictions_are_counted_and_named():
    ev = evaluate(coco(GOOD), results(GOOD)[:4], embeddings=False)
    (notice,) = ev.notices
    assert (notice.code, notice.count, notice.examples) == ("images-without-predictions", 2, ("4.png", "5.png"))


def test_a_single_image_without_predictions_is_told_in_the_singular():
    (notice,) = evaluate(coco(GOOD), results(GOOD)[:5], embeddings=False).notices
    assert str(notice) == "One image with ground truth has no predictions, '5.png': all that is in it counts as missed."


def test_sizes_that_disagree_are_told_and_a_turned_one_is_an_error():
    truth, predictions = coco(GOOD), coco(GOOD, score=0.9)
    assert codes(truth, predictions) == []
    predictions["images"][0] |= {"width": 200, "height": 160}
    assert codes(truth, predictions) == ["sizes-differ"]
    predictions["images"][0] |= {"width": 80, "height": 100}
    with pytest.raises(DataError, match=r"'0.png' is 100 x 80 by truth and 80 x 100 by predictions.*EXIF"):
        evaluate(truth, predictions)


def test_boxes_mostly_outside_their_image_are_asked_about():
    far = [(label, 90, 10, 20, 20) for label, *_ in GOOD]
    assert "mostly-outside" in codes(coco(GOOD), results(far))


def test_boxes_in_other_units_are_asked_about():
    truth = [(0, 10, 10, 60, 60)] * 6
    small = [(0, 10 / 8, 10 / 8, 60 / 8, 60 / 8)] * 6
    assert "other-units" in codes(coco(truth), results(small))


def test_every_notice_is_an_error_where_that_is_asked_for():
    with pytest.raises(DataError, match=r'on_doubt="raise": 2 images with ground truth have no predictions'):
        evaluate(coco(GOOD), results(GOOD)[:4], on_doubt="raise", embeddings=False)
    evaluate(coco(GOOD), results(GOOD), on_doubt="raise", embeddings=False)


@pytest.mark.parametrize(
    ("count", "of", "is_much"), [(3, 3, False), (4, 100, True), (4, 400, False), (5, 400, True), (0, 0, False)]
)
def test_more_than_one_percent_and_more_than_three_is_much(count, of, is_much):
    assert LeftOut("truth", count, of).is_much is is_much


def test_much_left_out_is_an_error_unless_it_shall_be_told():
    truth = coco(GOOD)
    for record in truth["annotations"][:4]:
        del record["bbox"]
    with pytest.raises(DataError, match=r'4 of 6 records would be left out.*on_doubt="tell"'):
        evaluate(truth, results(GOOD), embeddings=False)
    assert "no-shape" in codes(truth, results(GOOD), on_doubt="tell")
    check_left_out([LeftOut("truth", 3, 6)], [], None)


@pytest.mark.parametrize("argument", ["on_doubt", "difficult"])
def test_words_that_are_not_known_are_refused(argument):
    with pytest.raises(InputError, match=argument):
        codes(coco(GOOD), results(GOOD), **{argument: "maybe"})


@pytest.fixture
def voc(tmp_path):
    """One image: a plain object at the left, a difficult one at the right."""
    folder = tmp_path / "voc"
    folder.mkdir()
    objects = "".join(
        f"<object><name>cat</name><difficult>{hard}</difficult><bndbox><xmin>{x + 1}</xmin><ymin>11</ymin>"
        f"<xmax>{x + 20}</xmax><ymax>30</ymax></bndbox></object>"
        for x, hard in ((10, 0), (60, 1))
    )
    (folder / "a.xml").write_text(f"<annotation><filename>a.jpg</filename>{objects}</annotation>")
    return folder


def found(*boxes):
    corners = np.array([[x, 10, x + 20, 30] for x in boxes], float)
    return {"a.jpg": {"boxes": corners, "labels": ["cat"] * len(boxes), "scores": np.full(len(boxes), 0.9)}}


def matrix(voc, *boxes, **options):
    ev = evaluate(voc, found(*boxes), embeddings=False, **options)
    return ev.confusion_matrix(confidence=50).matrix.tolist()


def test_difficult_objects_count_like_any_other_and_are_told(voc):
    assert matrix(voc, 10, 60) == [[2, 0], [0, 0]]
    assert codes(voc, found(10, 60)) == ["difficult"]


@pytest.mark.parametrize("rule", ["iou", "score"])
def test_ignored_objects_and_predictions_on_them_are_in_no_outcome(voc, rule):
    options = {"difficult": "ignore", "matching": rule}
    assert matrix(voc, 10, **options) == [[1, 0], [0, 0]]
    assert matrix(voc, 10, 60, **options) == [[1, 0], [0, 0]]
    assert codes(voc, found(10, 60), **options) == ["difficult-ignored"]


def test_a_prediction_is_ignored_by_what_it_shares_over_its_own_area(voc):
    assert matrix(voc, 10, 70, difficult="ignore") == [[1, 0], [0, 0]]
    assert matrix(voc, 10, 71, difficult="ignore") == [[1, 0], [1, 0]]
    assert matrix(voc, 10, 71, difficult="ignore", iou=0.4) == [[1, 0], [0, 0]]


def test_a_prediction_on_an_ignored_object_still_finds_another(voc):
    text = (voc / "a.xml").read_text().replace("<xmin>11<", "<xmin>56<").replace("<xmax>30</xmax>", "<xmax>75</xmax>")
    (voc / "a.xml").write_text(text)
    assert matrix(voc, 57, difficult="ignore") == [[1, 0], [0, 0]]


def test_notices_tell_nobody_where_files_are_kept():
    names = [f"/home/ann/run/{row}.png" for row in range(6)]
    ev = evaluate(coco(GOOD, images=names), results(GOOD)[:4], embeddings=False)
    (notice,) = ev.notices
    assert notice.examples == ("4.png", "5.png")
    assert "/home" not in str(notice)


def test_nothing_is_changed_in_what_was_given(voc):
    truth = coco(GOOD)
    before = copy.deepcopy(truth)
    evaluate(truth, results(GOOD), embeddings=False)
    assert truth == before
