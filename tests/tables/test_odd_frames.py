"""Frames as people hold them: columns without a type, categories, half floats, ids for rows; and what is told."""

from __future__ import annotations

from uuid import UUID

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import evallens
from evallens.errors import InputError
from tests.tables.test_handed_in import CLASSES, IMAGES, OBJECTS, OUTCOMES, opened

NAMES = {column: [CLASSES[code] for code in OUTCOMES[column]] for column in ("actual", "predicted")}
MATRIX = [[1, 0, 0], [1, 0, 1], [0, 1, 0]]


def in_polars(outcomes: pl.DataFrame):
    return evallens.open(outcomes=outcomes.lazy(), images=pl.DataFrame(IMAGES).lazy(), classes=CLASSES)


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(CLASSES), pl.Enum(CLASSES[::-1]), pl.String])
def test_classes_of_polars_may_be_categories(dtype):
    ev = in_polars(pl.DataFrame({**OUTCOMES, **NAMES}, schema_overrides=dict.fromkeys(NAMES, dtype)))
    assert ev.confusion_matrix("all").matrix.tolist() == MATRIX


@pytest.mark.parametrize("engine", ["arrow", "polars", "pandas"])
def test_columns_of_nothing_are_as_if_they_were_not_there(engine):
    """pandas, Polars and Arrow all give a column of nulls alone no type."""
    nothing = {"kind": [None] * 4, "first": [None] * 4, "iou": [None] * 4}
    outcomes, images = {**OUTCOMES, **nothing}, {**IMAGES, "cluster": [None] * 3, "x": [None] * 3, "e50": [None] * 3}
    make = {"arrow": pa.table, "polars": pl.DataFrame, "pandas": pd.DataFrame}[engine]
    ev = evallens.open(outcomes=make(outcomes), images=make(images), classes=CLASSES)
    assert ev.confusion_matrix("all").matrix.tolist() == MATRIX
    assert [one.name for one in ev.images("all", 50)] == [one.name for one in opened().images("all", 50)]


def test_frames_without_rows_may_have_no_types():
    empty = [pd.DataFrame(columns=list(one)) for one in (OUTCOMES, IMAGES, OBJECTS)]
    ev = evallens.open(outcomes=empty[0], images=empty[1], objects=empty[2], classes=CLASSES)
    assert (ev.image_count, int(ev.confusion_matrix("all").matrix.sum())) == (0, 0)


def test_half_floats_are_read():
    objects = pa.table({**OBJECTS, "score": pa.array([None, 0.5], pa.float16())})
    ev = evallens.open(outcomes=pa.table(OUTCOMES), images=pa.table(IMAGES), objects=objects, classes=CLASSES)
    assert ev.confusion_matrix("all").matrix.tolist() == MATRIX


def test_objects_name_images_by_id_as_outcomes_do():
    outcomes = {"image": ["a.jpg", "b.jpg", "c.jpg", "a.jpg"], "prediction": [1, None, None, None]}
    by_name, by_row = {"image": ["a.jpg", "b.jpg"]}, {"image": [0, 1]}
    found, wanted = opened(outcomes, objects=by_name), opened({"prediction": outcomes["prediction"]}, objects=by_row)
    for ev in (found, wanted):
        assert ev.instances("all", where={"score": (0.4, None)}).actual == ["cat"]
        assert [one.name for one in ev.images("all", where={"score": (0.4, None)})] == ["a.jpg"]
    with pytest.raises(InputError, match="objects name their image by a number"):
        opened(outcomes, {"row": None}, objects=by_row)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcomes": {"last": [0.85] * 4}}, "the column last holds 0.85; it takes percents"),
        ({"outcomes": {"last": [float("inf")] * 4}}, "the column last holds inf; it takes percents"),
        ({"outcomes": {"image": [0.5, 1, 2, 0]}}, "the column image holds 0.5; it takes whole numbers"),
        ({"outcomes": {"row": [0, 1, 1, 2]}}, "'row' names 3 rows and there are 4; each needs its own"),
        ({"outcomes": {"row": [0, 0, 3, 3]}}, "'row' names 2 rows and there are 4; each needs its own"),
        ({"objects": {"row": [1, 1]}}, "'row' names 1 rows and there are 2; each needs its own"),
        ({"objects": {"row": None}}, "objects has no column 'row', by which truth and prediction"),
        ({"objects": {"score": [None, 97.0]}}, "a score is 97; scores are from 0 to 1. Divide percents by 100"),
        ({"outcomes": {"kind": [99] * 4}}, "the column kind holds 99, and there are"),
        ({"outcomes": {"image": ["a.jpg", "z.jpg", "b.jpg", "c.jpg"]}}, "the image 'z.jpg' is not in images"),
        ({"outcomes": {"image": ["a"] * 4}, "images": {"name": ["a", "a", "b"]}}, "'a' stands there 2 times. Keep one"),
    ],
)  # fmt: skip
def test_what_would_count_wrongly_is_told(changes, words):
    with pytest.raises(InputError, match=words):
        opened(**changes)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"classes": "cat"}, "classes is a list of names"),
        ({"background": "nothing"}, "No class named 'nothing'"),
        ({"confidence": 0.5}, "confidence must be an integer percent"),
    ],
)
def test_options_are_held_to_what_they_are(options, words):
    with pytest.raises(InputError, match=words):
        opened(**options)


def test_frames_that_no_engine_takes_are_told():
    twice = pd.DataFrame(OUTCOMES)
    twice = pd.concat([twice, twice[["actual"]]], axis=1)
    mixed = pd.DataFrame(OUTCOMES).assign(told=[1, "a", object(), None])
    for outcomes, words in ((twice, "columns of one name"), (mixed, "Arrow: .*told"), (pl.DataFrame(), "no columns")):
        with pytest.raises(InputError, match=words):
            evallens.open(outcomes=outcomes, images=pd.DataFrame(IMAGES), classes=CLASSES)
    relations = [duckdb.connect().from_arrow(pa.table(one)) for one in (OUTCOMES, IMAGES)]
    with pytest.raises(InputError, match="two connections of DuckDB"):
        evallens.open(outcomes=relations[0], images=relations[1], classes=CLASSES)


IDS = [UUID(int=number) for number in (7, 3, 5)]
IN_ROWS = [IDS[row] for row in OUTCOMES["image"]]


def uuids_of_duckdb():
    connection = duckdb.connect()
    connection.from_arrow(pa.table({**IMAGES, "id": list(map(str, IDS))})).create("images")
    connection.from_arrow(pa.table({**OUTCOMES, "image": list(map(str, IN_ROWS))})).create("outcomes")
    return (
        connection.sql("select * exclude (row) replace (id::uuid as id) from images"),
        connection.sql("select * replace (image::uuid as image) from outcomes"),
    )


def uuids_of_arrow(kind):
    ids, rows = ([one.bytes for one in these] for these in (IDS, IN_ROWS))
    images = {name: values for name, values in IMAGES.items() if name != "row"}
    return pa.table({**images, "id": pa.array(ids, kind)}), pa.table({**OUTCOMES, "image": pa.array(rows, kind)})


@pytest.mark.parametrize("engine", ["duckdb", "arrow", "bytes", "pandas"])
def test_uuids_are_their_texts(engine):
    images, outcomes = {
        "duckdb": uuids_of_duckdb,
        "arrow": lambda: uuids_of_arrow(pa.uuid()),
        "bytes": lambda: uuids_of_arrow(pa.binary(16)),
        "pandas": lambda: (pd.DataFrame({"id": IDS}), pd.DataFrame({**OUTCOMES, "image": IN_ROWS})),
    }[engine]()
    ev = evallens.open(outcomes=outcomes, images=images, classes=CLASSES)
    assert sorted(ev.queries.images().id) == sorted(map(str, IDS))
    assert ev.confusion_matrix("all").matrix.tolist() == MATRIX
    expected = {str(IDS[row]) for row in opened().images("all", cells=[("dog", "cat")]).rows}
    assert {one.id for one in ev.images("all", cells=[("dog", "cat")])} == expected
