"""A matcher makes of batches what ``evaluate`` makes of the whole, to the last bit and in whatever order."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import evallens
from evallens.errors import DataError, InputError, UnknownNameError
from tests.local.batches.same import (
    CLASSES,
    of_batches,
    of_evaluation,
    one_row_a_box,
    one_row_an_image,
    tables,
)

SEEDS = st.integers(0, 2**31)
RULES = st.sampled_from(["iou", "score", "coco"])
SHARED = Path(__file__).parents[4] / "shared" / "data"


def evaluated(truth, predictions, **options):
    return of_evaluation(evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False, **options))


@given(SEEDS, RULES, st.sampled_from(["keep", "ignore"]), st.sampled_from(["float32", "float64"]), st.integers(1, 14))
def test_batches_of_images_give_what_evaluate_gives(seed, rule, difficult, dtype, size):
    truth, predictions = tables(seed, dtype=dtype)
    wanted = evaluated(truth, predictions, matching=rule, difficult=difficult)
    match = evallens.matcher(CLASSES, matching=rule, difficult=difficult)
    names = [name for name, _ in wanted]
    np.random.default_rng(seed).shuffle(names)
    batches = one_row_an_image(truth, predictions, names).to_batches(max_chunksize=size)
    assert of_batches(*map(match, batches)) == wanted


@given(SEEDS, RULES, st.sampled_from(["keep", "ignore"]), st.integers(1, 9))
def test_a_row_a_box_gives_the_same_wherever_batches_are_cut(seed, rule, difficult, size):
    truth, predictions = tables(seed)
    wanted = evaluated(truth, predictions, matching=rule, difficult=difficult)
    match = evallens.matcher(CLASSES, matching=rule, difficult=difficult)
    names = [name for name, _ in wanted]
    np.random.default_rng(seed).shuffle(names)
    whole = one_row_a_box(truth, predictions, names)
    assert of_batches(match(whole)) == wanted
    assert of_batches(*match(iter(whole.to_batches(max_chunksize=size)))) == wanted


def test_an_image_is_not_cut_where_batches_are_matched_one_by_one(monkeypatch):
    monkeypatch.setattr("evallens.local.batches.stream.BOXES_AT_ONCE", 5)
    truth, predictions = tables(7)
    batches = one_row_a_box(truth, predictions).to_batches(max_chunksize=2)
    answers = list(evallens.matcher(CLASSES)(iter(batches)))
    assert len(answers) > 3
    assert of_batches(*answers) == evaluated(truth, predictions)
    whole = one_row_a_box(truth, predictions)
    of_tables = evallens.matcher(CLASSES)(whole.slice(row, 2) for row in range(0, len(whole), 2))
    assert of_batches(*of_tables) == evaluated(truth, predictions)


def test_the_demo_matches_as_it_was_evaluated():
    columns = evallens.demo().columns
    held, classes = columns.objects, list(evallens.demo().classes)
    assert held is not None
    background = evallens.demo().header.background
    names = [name for row, name in enumerate(classes) if row != background]
    sides = []
    for which in (0, 1):
        one = held.take(held.side == which)
        box = {"xmin": one.x, "ymin": one.y, "xmax": one.x + one.w, "ymax": one.y + one.h}
        image = [columns.images.name[row] for row in one.image.tolist()]
        score = {"score": one.score} if which else {}
        sides.append(pa.table({"image": image, "label": [classes[i] for i in one.label], **box, **score}))
    truth, predictions = sides
    bare = truth.append_column("iscrowd", pa.array([0] * len(truth)))
    bare = bare.append_column("difficult", pa.array([False] * len(truth)))
    wanted = of_evaluation(evallens.evaluate(truth, predictions, classes=names, embeddings=False))
    assert of_batches(evallens.matcher(names)(one_row_an_image(bare, predictions))) == wanted


@pytest.mark.parametrize("name", ["tooth_test", "voc100_padilla"])
@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
def test_real_sets_match_as_they_are_evaluated(name, rule):
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    truth, predictions = (json.loads((folder / f"{side}_coco.json").read_text()) for side in ("gt", "pred"))
    wanted = of_evaluation(
        evallens.evaluate(truth, predictions, task="object-detection", matching=rule, embeddings=False)
    )
    called = {one["id"]: one["file_name"] for one in truth["images"]}
    ids = [one["id"] for one in truth["categories"]]
    rows = {key: {"image": name} for key, name in called.items()}
    for key, row in rows.items():
        mine = [one for one in truth["annotations"] if one["image_id"] == key]
        theirs = [one for one in predictions if one["image_id"] == key]
        row |= {
            "truth_boxes": [one["bbox"] for one in mine],
            "truth_labels": [ids.index(one["category_id"]) for one in mine],
            "truth_iscrowd": [one.get("iscrowd", 0) for one in mine],
            "truth_areas": [one.get("area") for one in mine],
            "prediction_boxes": [one["bbox"] for one in theirs],
            "prediction_labels": [ids.index(one["category_id"]) for one in theirs],
            "prediction_scores": [one["score"] for one in theirs],
        }
    match = evallens.matcher([one["name"] for one in truth["categories"]], matching=rule, box="xywh")
    assert of_batches(match(pa.Table.from_pylist(list(rows.values())))) == wanted


def test_travels_to_another_process_and_keeps_nothing():
    match = evallens.matcher(CLASSES, 0.4, "coco", scores="float32")
    assert pickle.loads(pickle.dumps(match)) == match  # noqa: S301 - our own
    script = "import pickle, sys; print(pickle.load(sys.stdin.buffer).spark_schema)"
    done = subprocess.run([sys.executable, "-c", script], input=pickle.dumps(match), capture_output=True, check=True)
    assert done.stdout.decode().strip() == match.spark_schema
    truth, predictions = tables(3, dtype="float32")
    batch = one_row_an_image(truth, predictions)
    assert match(batch).equals(match(batch))
    # Under "coco" regions forgive: there the rule must be known again.
    assert pickle.loads(pickle.dumps(match))(batch).equals(match(batch))  # noqa: S301 - our own


def test_the_answer_has_the_columns_and_types_of_an_evaluation():
    truth, predictions = tables(5, dtype="float32")
    match = evallens.matcher(CLASSES, scores="float32")
    answer = match(one_row_an_image(truth, predictions))
    assert answer.schema == match.schema
    objects = evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False).columns.objects
    assert objects is not None
    for field in answer.schema.field("objects").type.value_type:
        assert field.type == pa.from_numpy_dtype(getattr(objects, field.name).dtype), field.name


def test_a_split_is_part_of_what_an_image_is():
    truth, predictions = tables(2)
    batch = one_row_an_image(truth, predictions)
    twice = pa.concat_tables(
        [batch.append_column("split", pa.array([split] * len(batch))) for split in ("train", "test")]
    )
    found = of_batches(evallens.matcher(CLASSES)(twice))
    assert [found[name, "train"] == found[name, "test"] for name in batch["image"].to_pylist()] == [True] * len(batch)


def test_images_may_be_called_by_numbers_and_keep_them():
    truth, predictions = tables(4)
    batch = one_row_an_image(truth, predictions)
    numbered = batch.set_column(0, "image", pa.array(range(len(batch)), pa.int32()))
    answer = evallens.matcher(CLASSES)(numbered)
    assert answer["image"].to_pylist() == list(range(len(batch)))
    assert answer["image"].type == pa.int32()


def test_takes_a_frame_that_exports_arrow():
    polars = pytest.importorskip("polars")
    truth, predictions = tables(6)
    batch = one_row_an_image(truth, predictions)
    assert of_batches(evallens.matcher(CLASSES)(polars.from_arrow(batch))) == evaluated(truth, predictions)


def test_no_images_are_no_answers():
    truth, predictions = tables(1)
    match = evallens.matcher(CLASSES)
    for batch in (one_row_an_image(truth, predictions), one_row_a_box(truth, predictions)):
        assert len(match(batch.slice(0, 0))) == 0
    assert list(match(iter([]))) == []


def changed(column, values, kind=None):
    truth, predictions = tables(9)
    batch = one_row_an_image(truth, predictions).slice(0, 3)
    place = batch.column_names.index(column)
    return batch.set_column(place, column, pa.array(values, kind))


ONE = [[[0, 0, 5, 5]], [], []]


@pytest.mark.parametrize(
    ("batch", "error", "words"),
    [
        (lambda: changed("image", ["a", "b", "c"]).drop(["truth_boxes"]), InputError, "lacks truth_boxes"),
        (lambda: changed("image", ["a", None, "c"]), DataError, "null"),
        (lambda: changed("image", ["a", "b", "a"]), DataError, "'a' is there twice"),
        (lambda: changed("truth_boxes", ["x", "y", "z"]), InputError, "'truth_boxes' is string, not lists"),
        (lambda: changed("truth_boxes", [["x"], [], []]), InputError, "string, not lists"),
        (lambda: changed("truth_boxes", [[["x"] * 4], [], []]), InputError, "is string, not numbers"),
        (lambda: changed("truth_boxes", [[[1, 2, 3]], [], []]), InputError, "a box of 3 numbers"),
        (lambda: changed("truth_boxes", ONE), DataError, "truth_labels holds"),
        (lambda: changed("prediction_scores", ["x", "y", "z"]), InputError, "'prediction_scores' is string"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_batch_is_said(batch, error, words):
    with pytest.raises(error, match=words):
        evallens.matcher(CLASSES)(batch())


def single(**columns):
    row = {
        "image": "a", "truth_boxes": [[0, 0, 9, 9], [0, 0, 5, 5]], "truth_labels": [0, 1],
        "prediction_boxes": [[0, 0, 9, 9]], "prediction_labels": [0], "prediction_scores": [0.5],
    }  # fmt: skip
    return pa.Table.from_pylist([row | columns])


@pytest.mark.parametrize(
    ("columns", "error", "words"),
    [
        ({"truth_labels": [0, 3]}, DataError, r"image 'a', truth 1: class 3 is not one of 0\.\.2"),
        ({"truth_labels": ["cat", "bird"]}, UnknownNameError, r"class \(image 'a', truth 1\) named 'bird'"),
        ({"truth_labels": [0, None]}, DataError, "image 'a', truth 1: has no label"),
        ({"truth_boxes": [[0, 0, 9, 9], None]}, DataError, "image 'a', truth 1: has no box"),
        ({"truth_boxes": [[0, 0, 9, 9], [0, 0, 9, float("inf")]]}, DataError, "truth 1: its box is not finite"),
        ({"prediction_boxes": [[9, 0, 0, 9]]}, DataError, "prediction 0: its box has a negative width"),
        ({"prediction_scores": [87.0]}, DataError, r"prediction 0: score 87\.0 is outside 0\.\.1"),
        ({"prediction_scores": [None]}, DataError, "prediction 0: score nan"),
        ({"truth_iscrowd": [0, 2]}, InputError, "'truth_iscrowd' holds 2"),
    ],
)
def test_what_is_wrong_with_a_box_names_the_image_and_the_box(columns, error, words):
    with pytest.raises(error, match=words):
        evallens.matcher(CLASSES)(single(**columns))


def test_what_is_wrong_with_a_row_a_box_is_said():
    truth, predictions = tables(1)
    batch = one_row_a_box(truth, predictions)
    rows = batch.to_pylist()
    shuffled = pa.Table.from_pylist([*rows[3:], *rows[:3]], schema=batch.schema)
    match = evallens.matcher(CLASSES)
    with pytest.raises(DataError, match="is there twice: its rows must follow one another"):
        match(shuffled)
    with pytest.raises(DataError, match=r'row 0: side is 2, neither "truth" \(0\) nor "prediction" \(1\)'):
        match(batch.set_column(batch.column_names.index("side"), "side", pa.array([2] * len(batch))))
    with pytest.raises(InputError, match="lacks label"):
        match(batch.drop(["label"]))


def test_scores_of_another_precision_than_said_are_refused():
    truth, predictions = tables(1, dtype="float32")
    batch = one_row_an_image(truth, predictions)
    with pytest.raises(InputError, match=r'scores are float32, .* made for float64.* scores="float32"'):
        evallens.matcher(CLASSES, scores="float64")(batch)
    with pytest.raises(InputError, match="made for float64"):
        next(evallens.matcher(CLASSES)(iter(batch.to_batches())))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"classes": []}, "no classes"),
        ({"classes": "cat"}, "classes is a list"),
        ({"classes": ["cat", "cat"]}, "each of them once"),
        ({"classes": CLASSES, "iou": 1}, "iou must lie"),
        ({"classes": CLASSES, "matching": "tide"}, "No matching rule named 'tide'"),
        ({"classes": CLASSES, "box": "yxyx"}, "No form of boxes named 'yxyx'"),
        ({"classes": CLASSES, "difficult": "drop"}, "No difficult named 'drop'"),
        ({"classes": CLASSES, "scores": "float16"}, "No precision of scores named 'float16'"),
    ],
)
def test_arguments_are_checked_where_the_matcher_is_made(arguments, words):
    with pytest.raises(InputError, match=words):
        evallens.matcher(**arguments)


def test_takes_only_arrow():
    with pytest.raises(InputError, match="not a list"):
        evallens.matcher(CLASSES)([{"image": "a"}])


@pytest.mark.parametrize("empty", [[], None])
def test_a_batch_without_a_box_on_one_side_may_have_lists_without_a_type(empty):
    """As Arrow reads lists of Python that are all empty, or not there."""
    found = evallens.matcher(["cat", "dog"])(
        pa.table({
            "image": ["a.jpg", "b.jpg"],
            "truth_boxes": [empty, empty], "truth_labels": [empty, empty],
            "prediction_boxes": [[[0, 0, 9, 9]], []], "prediction_labels": [["dog"], []],
            "prediction_scores": [[0.9], []],
        })
    )  # fmt: skip
    assert [[one["predicted"] for one in row] for row in found["outcomes"].to_pylist()] == [[1], []]
