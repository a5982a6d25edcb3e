"""Labels that are equal for scikit-learn are one class, whatever their type; what a column means is told or asked."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evallens.errors import DataError, InputError
from tests.local.readers.made import codes, matrix, run, written

WANT = [[2, 0], [1, 1]]
TRUE, FOUND = [0, 1, 1, 0], [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("truth", "found"),
    [
        (np.array(TRUE), np.array(FOUND, float)),
        (np.array(TRUE), np.array(FOUND, bool)),
        (np.array(TRUE, bool), np.array(FOUND, bool)),
        (TRUE, [str(v) for v in FOUND]),
        (TRUE, [f"{v}.0" for v in FOUND]),
        (pd.Series(TRUE), pl.Series(FOUND)),
        (pa.array(TRUE), pa.chunked_array([FOUND])),
        (np.eye(2, dtype=int)[TRUE], np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.7, 0.3]]) > 0.5),
        (np.array(TRUE, bool), [str(bool(v)) for v in FOUND]),
        (np.array(TRUE, bool), [str(bool(v)).upper() for v in FOUND]),
        ([b"a", b"b", b"b", b"a"], ["a", "b", "a", "a"]),
        (["a ", "b", "b", "a"], ["a", "b", "a", "a "]),
    ],
)
def test_equal_labels_are_one_class(truth, found):
    options = {"task": "classification"} if np.ndim(found) == 2 else {}
    assert np.array(matrix(run(truth, found, **options)))[:2, :2].tolist() == WANT


@pytest.mark.parametrize("dtype", ["Int64", "float64", "object", "boolean"])
def test_columns_of_a_data_frame_are_one_class(dtype):
    frame = pd.DataFrame({"label": TRUE, "predicted": pd.Series(FOUND).astype(dtype)})
    assert matrix(run(frame)) == WANT


@pytest.mark.parametrize("dtype", ["Int64", "float64"])
def test_a_missing_prediction_is_none(dtype):
    predicted = pd.Series([0, 1, None, 0], dtype=dtype)
    ev = run(pd.DataFrame({"label": TRUE, "predicted": predicted, "score": [0.9, 0.8, np.nan, 0.7]}))
    assert ev.classes == ("0", "1", "background")
    assert matrix(ev) == [[2, 0, 0], [0, 1, 1], [0, 0, 0]]


def test_an_image_without_a_true_label_is_left_out_and_told():
    ev = run(pd.DataFrame({"label": ["cat", np.nan, "cat"], "predicted": ["cat", "cat", "cat"]}))
    assert matrix(ev) == [[2]]
    (notice,) = (n for n in ev.notices if n.code == "no-label")
    assert notice.examples == ("row 1",)


def test_many_images_without_a_true_label_are_an_error_unless_told():
    frame = pd.DataFrame({"label": ["cat"] * 4 + [None] * 4, "predicted": ["cat"] * 8})
    with pytest.raises(DataError, match=r'4 of 8 records would be left out.*on_doubt="tell"'):
        run(frame)
    assert matrix(run(frame, on_doubt="tell")) == [[4]]


def test_a_word_for_nothing_is_a_class_where_the_truth_has_it():
    assert matrix(run(["none", "dent"], ["none", "none"])) == [[0, 1], [0, 1]]
    assert run(["scratch", "dent"], ["none", "dent"]).classes == ("dent", "scratch", "background")


def test_integer_labels_with_gaps_count_the_columns():
    likely = np.array([[0.1, 0.2, 0.7], [0.8, 0.1, 0.1]])
    assert run(np.array([2, 0]), likely).classes[:3] == ("0", "1", "2")
    with pytest.raises(InputError, match=r"3 probability columns for 2 classes.*classes="):
        run(np.array([7, 9]), likely)


@pytest.mark.parametrize("scores", [np.array([[0.9], [0.8]]), [0.9, 0.8], np.array([1.0004, -0.0004], np.float16)])
def test_scores_of_any_shape_are_read(scores):
    assert matrix(run(["a", "b"], {"labels": ["a", "b"], "scores": scores}))[0][0] == 1


def test_a_row_of_probabilities_outside_the_unit_is_named():
    with pytest.raises(DataError, match="row 1 are not within") as caught:
        run([0, 1], np.array([[0.9, 0.1], [2.5, -3.0]]))
    assert "percents" not in str(caught.value)
    with pytest.raises(DataError, match="percents"):
        run([0, 1], np.array([[90.0, 10.0], [20.0, 80.0]]))


TABLE = "image,label,predicted,score\na.jpg,cat,cat,0.9\nb.jpg,dog,cat,0.4\n"


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        TABLE.replace(",", ";"),
        TABLE.replace(",", ";").replace("0.", "0,"),
        TABLE.replace(",", "\t"),
        TABLE.replace(",", ", "),
        "sep=;\n" + TABLE.replace(",", ";"),
        "\n".join(f"{line}," for line in TABLE.splitlines()),
        "\n".join(f"{row},{line}" for row, line in enumerate(TABLE.splitlines())).replace("0,", ",", 1),
        TABLE.replace("image,label,predicted,score", "Image Name,True Label,Predicted Label,Confidence"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_any_form(text, encoding, tmp_path):
    assert matrix(run(written(tmp_path / "t.csv", text, encoding))) == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_a_short_row_and_a_name_used_twice_are_named(tmp_path):
    with pytest.raises(DataError, match=r"t\.csv, record 4: 2 fields for 4 columns"):
        run(written(tmp_path / "t.csv", f"{TABLE}c.jpg,dog\n"))
    with pytest.raises(DataError, match="the column 'label' is there twice"):
        run(written(tmp_path / "t.csv", TABLE.replace("predicted", "label")))


def test_two_columns_that_could_be_the_true_label_are_asked_about():
    frame = pd.DataFrame({"label": ["a", "b"], "target": ["a", "a"], "predicted": ["a", "b"]})
    with pytest.raises(DataError, match="'label' and 'target' could both be meant, and differ"):
        run(frame)
    assert matrix(run(frame.assign(target=frame["label"]))) == [[1, 0], [0, 1]]


def test_a_class_that_no_image_has_keeps_its_probabilities(tmp_path):
    text = "image,label,cat,dog,owl\na.jpg,cat,.9,.05,.05\nb.jpg,dog,.1,.1,.8\n"
    ev = run(written(tmp_path / "t.csv", text))
    assert ev.classes == ("cat", "dog", "owl", "background")
    assert matrix(ev)[1][2] == 1


def test_a_column_of_numbers_that_may_be_a_class_is_asked_about(tmp_path):
    text = "image,label,cat,dog,light\na.jpg,cat,.6,.05,.9\nb.jpg,dog,.1,.1,.8\n"
    with pytest.raises(DataError, match=r"light could be probabilities.*classes="):
        run(written(tmp_path / "t.csv", text))
    assert run(written(tmp_path / "t.csv", text), classes=["cat", "dog"]).classes[:2] == ("cat", "dog")


def test_a_true_label_kept_in_the_table_of_predictions_does_not_beat_the_probabilities(tmp_path):
    truth = written(tmp_path / "truth.csv", "image,label\na.jpg,cat\nb.jpg,dog\n")
    found = written(tmp_path / "found.csv", "image,label,cat,dog\na.jpg,cat,.1,.9\nb.jpg,dog,.9,.1\n")
    assert matrix(run(truth, found)) == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_column_a_class_is_a_true_label(tmp_path):
    truth = written(tmp_path / "_classes.csv", "filename, cat, dog\na.jpg, 1, 0\nb.jpg, 0, 1\n")
    found = written(tmp_path / "found.csv", "filename, cat, dog\na.jpg, .9, .1\nb.jpg, .6, .4\n")
    assert matrix(run(truth, found)) == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]
    several = written(tmp_path / "several.csv", "filename,cat,dog\na.jpg,1,1\nb.jpg,0,1\n")
    with pytest.raises(DataError, match=r"row 0: has several classes \(cat, dog\)"):
        run(several, found)


def test_images_of_two_tables_are_matched_by_the_one_rule(tmp_path):
    truth = written(tmp_path / "truth.csv", "image,label\nshots/a.jpg,cat\nshots/b.jpg,dog\n")
    found = written(tmp_path / "found.csv", "image,predicted\na,cat\n")
    ev = run(truth, found)
    assert matrix(ev) == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert "no-prediction" in codes(ev)


def test_an_image_listed_twice_is_named(tmp_path):
    truth = written(tmp_path / "truth.csv", "image,label\na.jpg,cat\na.jpg,dog\n")
    with pytest.raises(DataError, match=r"image 'a\.jpg' is listed twice \(rows 0 and 1\), as 'cat' and as 'dog'"):
        run(truth, written(tmp_path / "found.csv", "image,predicted\na.jpg,cat\n"))


def test_several_labels_an_image_are_no_label():
    with pytest.raises(InputError, match="must be one row"):
        run(["cat", "dog"], [["cat", "dog"], ["dog"]])


def test_rows_of_a_single_one_may_be_masks_and_are_asked_about():
    rows = np.eye(3, dtype=int)
    with pytest.raises(InputError, match='task="classification" or task="semantic-segmentation"'):
        run(rows, rows)
    assert run(rows, rows, task="classification").task == "classification"
    assert run(rows, rows, task="semantic-segmentation").task == "semantic-segmentation"


def test_labels_by_image_name():
    truth = {"a.jpg": "cat", "b.jpg": "dog"}
    assert matrix(run(truth, {"b": "cat", "a": "cat"})) == [[1, 0], [1, 0]]
    assert matrix(run(truth, pd.DataFrame({"image": ["b", "a"], "predicted": ["cat", "cat"]}))) == [[1, 0], [1, 0]]


def test_labels_beside_a_table_of_probabilities_go_by_their_place():
    likely = pd.DataFrame({"cat": [0.9, 0.6], "dog": [0.1, 0.4]})
    assert matrix(run(pd.Series(["cat", "dog"]), likely)) == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]
    with pytest.raises(InputError, match="2 predictions for 3 true labels"):
        run(["cat", "dog", "dog"], likely)


@pytest.mark.parametrize("found", [[0.9, 0.2], np.array([[0.9], [0.2]])])
def test_numbers_between_classes_are_no_labels(found):
    with pytest.raises(InputError, match=r"0\.9 is none; probabilities need a column for each class"):
        run([1, 0], found)


def test_what_is_computed_when_asked_and_what_is_masked_is_read():
    table = pl.DataFrame({"label": ["a", "b"], "predicted": ["a", "a"]})
    assert matrix(run(table.lazy())) == [[1, 0], [1, 0]]
    found = np.ma.MaskedArray(np.array(["a", "b"]), mask=[False, True])
    assert matrix(run(["a", "b"], found)) == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_what_a_pipeline_gives_is_its_best_label():
    one = [{"label": "cat", "score": 0.9}, {"label": "cat", "score": 0.6}]
    several = [[{"label": "dog", "score": 0.1}, {"label": "cat", "score": 0.9}], [{"label": "cat", "score": 0.6}]]
    for found in (one, several):
        assert matrix(run(["cat", "dog"], found)) == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_a_table_may_be_packed_and_a_workbook_is_said(tmp_path):
    packed = written(tmp_path / "t.csv.gz", gzip.compress(TABLE.encode()))
    assert matrix(run(packed)) == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]
    with pytest.raises(InputError, match="a workbook of Excel; save the sheet as CSV"):
        run(written(tmp_path / "t.xlsx", b"PK"), packed)
