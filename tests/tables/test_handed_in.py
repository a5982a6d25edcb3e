"""Tables that a user hands in: what is missing is made, what is wrong is told in words."""

from __future__ import annotations

import math
import threading
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import evallens
from evallens.errors import DataError, EngineError, InputError, SupersededError, UnknownNameError
from evallens.evaluation.columns.tables import NONE
from evallens.stopping import Stop
from tests.tables.framed import arrow_tables, in_tables

CLASSES = ["cat", "dog", "background"]
IMAGES = {"row": [0, 1, 2], "name": ["a.jpg", "b.jpg", "c.jpg"], "split": ["test", "test", "train"]}
OUTCOMES = {"image": [0, 1, 2, 0], "actual": [0, 1, 1, 2], "predicted": [0, 0, 2, 1]}
OBJECTS = {
    "row": [0, 1], "image": [0, 1], "side": [0, 1], "label": [0, 0],
    "x": [0.0, 1.0], "y": [0.0, 1.0], "w": [2.0, 3.0], "h": [2.0, 3.0], "score": [None, 0.5],
}  # fmt: skip


def opened(outcomes=None, images=None, objects=None, **options):
    """The tables above with some columns in place of theirs; ``None``: without that column."""

    def table(columns, changes):
        held = {**columns, **(changes or {})}
        return pa.table({name: values for name, values in held.items() if values is not None})

    more = {} if objects is None else {"objects": table(OBJECTS, objects)}
    options = {"classes": CLASSES, **options}
    return evallens.open(outcomes=table(OUTCOMES, outcomes), images=table(IMAGES, images), **more, **options)


def test_little_is_enough():
    ev = opened()
    assert (ev.task, ev.splits, ev.default_split, ev.thresholds) == (
        "classification", {"train": 1, "test": 2}, "test", tuple(range(101)),
    )  # fmt: skip
    assert ev.confusion_matrix("all").matrix.tolist() == [[1, 0, 0], [1, 0, 1], [0, 1, 0]]
    assert [row.name for row in ev.images("test", cells=[("dog", "cat")])] == ["b.jpg"]


def test_classes_may_be_names_which_are_read_in_order_of_the_alphabet():
    names = {"actual": ["cat", "dog", "dog", "background"], "predicted": ["cat", "cat", "background", "dog"]}
    ev = opened(names, classes=None)
    assert (ev.classes, ev.header.background) == (("cat", "dog", "background"), 2)
    assert ev.confusion_matrix("all").matrix.tolist() == opened().confusion_matrix("all").matrix.tolist()
    assert opened(names, classes=["dog", "cat", "background"]).confusion_matrix("all").matrix[1, 1] == 1


def test_images_without_rows_are_numbered_with_a_notice():
    images = {"row": None, "name": ["b.jpg", "a.jpg", "c.jpg"], "split": ["test", "test", "train"]}
    ev = opened({"image": ["a.jpg", "b.jpg", "c.jpg", "a.jpg"]}, images)
    assert [str(notice) for notice in ev.notices] == [
        "The images carry no row numbers: they are numbered by split and name."
    ]
    found = ev.images("all", cells=[("cat", "cat"), ("background", "dog")])
    assert [row.name for row in found] == ["a.jpg"]


def test_frames_of_pandas_stand_beside_those_of_an_engine():
    polars = pytest.importorskip("polars")
    ev = evallens.open(outcomes=polars.DataFrame(OUTCOMES).lazy(), images=pd.DataFrame(IMAGES), classes=CLASSES)
    assert ev.confusion_matrix("all").matrix.sum() == 4


def test_missing_rows_of_objects_may_be_null_or_nan():
    outcomes = {
        "truth": [0.0, None, np.nan, None],
        "prediction": [None, 1, None, None],
        "iou": [np.nan, None, 0.5, None],
    }
    ev = opened(outcomes, objects={})
    assert ev.instances("all").outcomes.truth.tolist().count(NONE) == 3
    assert ev.instances("all", where={"iou": (0.4, None)}).predicted == ["background"]
    assert ev.instances("all", where={"score": (0.4, None)}).actual == ["dog"]


def test_nan_in_a_file_is_no_value(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    from pyarrow import parquet

    outcomes = {
        **OUTCOMES,
        "row": [0, 1, 2, 3],
        "truth": [0.0, np.nan, np.nan, 1.0],
        "iou": np.array([0.5, np.nan, 0.25, np.nan], np.float32),
    }
    tables = {"outcomes": pa.table(outcomes), "images": pa.table(IMAGES), "objects": pa.table(OBJECTS)}
    for name, table in tables.items():
        parquet.write_table(table, tmp_path / name)
    connection = duckdb.connect()
    frames = {name: connection.read_parquet(str(tmp_path / name)) for name in tables}
    ev = evallens.open(**frames, classes=CLASSES)
    found = ev.instances("all", sort="iou")
    assert found.rows.tolist() == [0, 2, 1, 3]
    assert found.outcomes.truth.tolist() == [0, NONE, NONE, 1]
    assert len(ev.instances("all", where={"iou": (0.0, None)})) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcomes": {"first": ["0"] * 4}}, "outcomes: the column first is text; it takes whole numbers"),
        ({"outcomes": {"count": [True] * 4}}, "outcomes: the column count is true and false; it takes whole numbers"),
        ({"outcomes": {"iou": ["x"] * 4}}, "outcomes: the column iou is text; it takes numbers"),
        ({"images": {"name": [0.5, 1.5, 2.5]}}, "images: the column name is Float64; it takes text"),
        ({"outcomes": {"image": None}}, "outcomes has no column 'image'"),
        ({"outcomes": {"image": [0, 1, 2, 3]}}, "the column image holds 3, and there are 3 images"),
        ({"outcomes": {"actual": [0, 1, 1, 9]}}, "the column actual holds 9, and there are 3 classes"),
        ({"outcomes": {"actual": [0, 1, None, 1]}}, "the column actual is empty in 1 rows"),
        ({"outcomes": {"count": [1, 1, 1, -1]}}, "a count is negative or above 2"),
        ({"outcomes": {"count": [1, 1, 1, (1 << 53) + 1]}}, "a count is negative or above 2"),
        ({"outcomes": {"first": [50] * 4, "last": [40] * 4}}, "first is above last in 4 rows"),
        ({"outcomes": {"last": [101] * 4}}, "the column last holds 101, and there are 101 percents"),
        ({"images": {"row": [1, 2, 3]}}, "is not every number from 0 to 2, each once"),
        ({"images": {"row": [0, 0, 2]}}, "is not every number from 0 to 2, each once"),
        ({"images": {"split": ["test", "val", "train"]}}, "No split named 'val'"),
        ({"images": {"split": [0, 1, 7]}}, "a split is 7"),
        ({"images": {"row": None}}, "outcomes name their image by a number"),
        ({"outcomes": {"truth": [5, None, None, None]}, "objects": {}}, "truth holds 5, and there are 2 objects"),
        ({"objects": {"row": None}}, "objects"),
        ({"objects": {"side": [0, 3]}}, "the column side holds 3"),
        ({"outcomes": {"iou": [0.5, 1.2, None, 0.5]}}, "outcomes: an iou is 1.2; it is an overlap, from 0 to 1"),
        ({"outcomes": {"iou": [0.5, -0.2, None, 0.5]}}, "outcomes: an iou is -0.2"),
        ({"outcomes": {"iou": [0.5, math.inf, None, 0.5]}}, "outcomes: the column iou is infinite here and there"),
        ({"outcomes": {"score": [0.5, -math.inf, None, 0.5]}}, "outcomes: the column score is infinite"),
        ({"images": {"x": [0.5, math.inf, 0.0]}}, "images: the column x is infinite"),
        ({"objects": {"w": [4.0, math.inf]}}, "objects: the column w is infinite"),
        ({"objects": {"h": [4.0, -1.0]}}, "objects: the column h holds -1; a box has no side or area below 0"),
        ({"outcomes": {"image": [b"a", b"b", b"c", b"a"]}}, "image is of bytes; it takes the row of the image"),
        ({"outcomes": {"image": [date(2024, 1, 1)] * 4}}, "outcomes: the column image is Date; it takes the row"),
        ({"images": {"name": [Decimal(1), Decimal(2), Decimal(3)]}}, "the column name is Decimal.* it takes text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes, words):
    with pytest.raises(InputError, match=words):
        opened(**changes)


def test_a_class_that_is_none_is_told_with_the_closest():
    with pytest.raises(UnknownNameError, match="No class named 'catt'"):
        opened({"actual": ["cat", "catt", "dog", "dog"]})
    with pytest.raises(InputError, match="their names must be given"):
        opened(classes=None)


def test_what_is_no_table_is_told():
    with pytest.raises(InputError, match="images is list, which is no table"):
        evallens.open(outcomes=pa.table(OUTCOMES), images=[1, 2], classes=CLASSES)
    with pytest.raises(InputError, match="Here images is missing"):
        evallens.open(outcomes=pa.table(OUTCOMES))
    with pytest.raises(InputError, match="has no option 'colour'"):
        opened(colour="red")


def test_frames_of_two_engines_are_told():
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    images = duckdb.connect().from_arrow(pa.table(IMAGES))
    with pytest.raises(InputError, match="belong to two engines"):
        evallens.open(outcomes=polars.DataFrame(OUTCOMES).lazy(), images=images, classes=CLASSES)


def test_empty_tables_answer():
    outcomes = {name: pa.array([], pa.int64()) for name in OUTCOMES}
    images = {"row": pa.array([], pa.int64()), "name": pa.array([], pa.string()), "split": pa.array([], pa.string())}
    ev = opened(outcomes, images)
    assert (ev.image_count, len(ev.images("all"))) == (0, 0)
    assert ev.confusion_matrix("all").matrix.sum() == 0
    assert len(opened({name: pa.array([], pa.int64()) for name in OUTCOMES}).images("test")) == 2


def test_an_empty_split_answers(engine):
    demo = evallens.demo()
    ev = in_tables(demo.to_memory(demo.images("train")), engine)
    assert ev.splits == {"train": demo.splits["train"]}
    assert ev.default_split == "train"
    with pytest.raises(UnknownNameError):
        ev.images("test")


def test_an_engine_that_dies_is_told_in_words():
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    tables = {name: connection.from_arrow(table) for name, table in arrow_tables(evallens.demo()).items()}
    ev = evallens.open(**tables, classes=evallens.demo().classes)
    connection.close()
    with pytest.raises(EngineError, match=r"DuckDB failed while it answered: .* still stands"):
        ev.queries.images(np.array([3]))


def test_a_query_ends_when_something_else_is_wanted():
    size = 3_000_000
    rows = np.arange(size)
    images = pa.table({"row": rows, "name": rows.astype(str)})
    outcomes = pa.table({"image": rows, "actual": rows % 2, "predicted": rows % 3 % 2})
    ev = evallens.open(outcomes=outcomes, images=images, classes=["cat", "dog"], background=None)
    stop, done = Stop(), threading.Event()

    def ask():
        try:
            with stop.covering():
                for text in map(str, range(10_000)):
                    ev.queries.count(ev.where("all", query=text))
        except SupersededError:
            done.set()

    asking = threading.Thread(target=ask)
    asking.start()
    stop.now()
    asking.join()
    assert done.is_set()
    assert ev.queries.count(ev.where("all")).images == size


def test_threads_ask_at_once(engine):
    demo = evallens.demo()
    ev = in_tables(demo, engine)
    expected = demo.images("test", 30, cells=[("8", "background")]).rows.tolist()
    found: list[list[int]] = []

    def ask():
        found.append(ev.images("test", 30, cells=[("8", "background")]).rows.tolist())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [expected] * 6


def test_sums_beyond_two_to_the_53_are_exact(engine):
    big = 1 << 52
    ev = opened({"count": [big + 1, big + 1, 3, 5]}, task="semantic-segmentation")
    names = {"actual": [0, 0, 1, 2], "predicted": [0, 0, 2, 1]}
    assert ev.confusion_matrix("all").matrix[0, 0] == big + 1
    held = opened({**names, "count": [big + 1, big + 2, 3, 5]}, task="semantic-segmentation")
    assert held.confusion_matrix("all").matrix[0, 0] == 2 * big + 3
    assert held.images("all").tp.sum() == 2 * big + 3


def test_data_errors_are_input_errors():
    assert issubclass(DataError, InputError)
