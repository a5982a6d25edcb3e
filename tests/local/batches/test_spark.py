"""Matching in Spark gives what ``evaluate`` gives, wherever Spark cuts its batches."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

import evallens
from evallens import spark
from evallens.errors import InputError
from tests.local.batches.same import CLASSES, of_batches, of_evaluation, tables
from tests.spark import NEEDS_JAVA, started

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    NEEDS_JAVA,
]


@pytest.fixture(scope="module")
def session():
    yield from started({"spark.sql.shuffle.partitions": "3", "spark.sql.execution.arrow.maxRecordsPerBatch": "7"})


def frames(session, truth: pa.Table, predictions: pa.Table):
    """Both sides in Spark, each with the order of its rows, which reading a table of Arrow in parts would lose."""
    return [
        session.createDataFrame(side.append_column("place", pa.array(range(len(side)))))
        for side in (truth, predictions)
    ]


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
def test_boxes_cut_every_seven_rows_match_as_evaluate_matches_them(session, rule):
    truth, predictions = tables(3, images=20)
    wanted = evallens.evaluate(truth, predictions, classes=CLASSES, matching=rule, embeddings=False)
    match = evallens.matcher(CLASSES, matching=rule)
    paired = spark.pair(*frames(session, truth, predictions), order="place")
    found = paired.mapInArrow(match, match.spark_schema).toArrow()
    assert len(found) == 21
    assert of_batches(found) == of_evaluation(wanted)


def test_images_in_rows_match_in_spark_too(session):
    from tests.local.batches.same import one_row_an_image

    truth, predictions = tables(4, images=20, dtype="float32")
    wanted = evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False)
    match = evallens.matcher(CLASSES, scores="float32")
    frame = session.createDataFrame(one_row_an_image(truth, predictions)).repartition(3)
    assert of_batches(frame.mapInArrow(match, match.spark_schema).toArrow()) == of_evaluation(wanted)


@pytest.mark.parametrize("form", ["xyxy", "xywh", "cxcywh"])
def test_boxes_of_any_form_are_read_as_from_a_table(session, form):
    truth, predictions = tables(5, images=8)
    sides = []
    for side in (truth, predictions):
        four = np.array([side[name].to_numpy(zero_copy_only=False) for name in ("xmin", "ymin", "xmax", "ymax")]).T
        size = four[:, 2:] - four[:, :2]
        held = {
            "xyxy": four,
            "xywh": np.hstack([four[:, :2], size]),
            "cxcywh": np.hstack([four[:, :2] + size / 2, size]),
        }
        box = [None if np.isnan(one).any() else one.tolist() for one in held[form]]
        bare = side.drop(["xmin", "ymin", "xmax", "ymax"])
        sides.append(bare.append_column("bbox", pa.array(box, pa.list_(pa.float64()))))
    wanted = evallens.evaluate(*sides, classes=CLASSES, box=form, embeddings=False)
    match = evallens.matcher(CLASSES)
    paired = spark.pair(*frames(session, *sides), order="place", box=form, partitions=2)
    assert of_batches(paired.mapInArrow(match, match.spark_schema).toArrow()) == of_evaluation(wanted)


def test_the_split_of_an_image_is_that_of_its_truth(session):
    truth, predictions = tables(6, images=10)
    split = ["train" if int(name[-3:]) % 2 else "valid" for name in truth["image"].to_pylist()]
    said = truth.append_column("split", pa.array(split))
    wanted = evallens.evaluate(said, predictions, classes=CLASSES, embeddings=False)
    match = evallens.matcher(CLASSES)
    paired = spark.pair(*frames(session, said, predictions), order="place")
    assert of_batches(paired.mapInArrow(match, match.spark_schema).toArrow()) == of_evaluation(wanted)


def test_what_is_wrong_is_said_before_anything_runs(session):
    truth, predictions = frames(session, *tables(6, images=3))
    with pytest.raises(InputError, match="no column for the confidence"):
        spark.pair(truth, predictions.drop("score"))
    with pytest.raises(InputError, match="no column 'number', which order= names"):
        spark.pair(truth, predictions, order="number")
    with pytest.raises(InputError, match="truth: the column 'image' is double, and names an image: cast it"):
        spark.pair(truth.withColumn("image", truth["xmin"]), predictions)
    box = truth.selectExpr("image", "label", "struct(xmin, ymin, xmax, ymax) AS bbox")
    with pytest.raises(InputError, match="truth: the column 'bbox' is struct, not an array of four numbers"):
        spark.pair(box, predictions, box="xyxy")
    with pytest.raises(InputError, match="classes of the truth are string, those of the predictions long"):
        spark.pair(truth, predictions.withColumn("label", predictions["score"].cast("bigint")))


def test_a_box_of_five_numbers_is_not_read_as_one_of_four(session):
    truth, predictions = frames(session, *tables(6, images=3))
    truth = truth.selectExpr("image", "label", "array(xmin, ymin, xmax, ymax, 1D) AS bbox")
    paired = spark.pair(truth, predictions, box="xyxy")
    with pytest.raises(Exception, match="the column 'bbox' holds a box that has not four numbers"):
        paired.toArrow()


def test_what_matched_becomes_three_tables_whose_rows_name_one_another(session, tmp_path):
    truth, predictions = tables(7, images=10)
    match = evallens.matcher(CLASSES)
    paired = spark.pair(*frames(session, truth, predictions), order="place")
    paired.mapInArrow(match, match.spark_schema).write.parquet(str(tmp_path / "matched"))
    found = spark.tables(session.read.parquet(str(tmp_path / "matched")))
    images, outcomes, objects = (frame.toArrow() for frame in found)
    assert sorted(images["row"].to_pylist()) == list(range(11))
    held = {one["row"]: one for one in objects.to_pylist()}
    assert len(held) == len(objects)
    assert len(set(outcomes["row"].to_pylist())) == len(outcomes)
    for one in outcomes.to_pylist():
        for name, side in (("truth", 0), ("prediction", 1)):
            if one[name] is not None:
                assert (held[one[name]]["side"], held[one[name]]["image"]) == (side, one["image"])
    wanted = evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False).columns.outcomes
    cells = sorted(zip(*(outcomes[name].to_pylist() for name in ("actual", "predicted", "first", "last")), strict=True))
    columns = (wanted.actual, wanted.predicted, wanted.first, wanted.last)
    assert cells == sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_the_tables_open_as_an_evaluation_that_spark_answers_for(session, tmp_path):
    truth, predictions = tables(8, images=12)
    match = evallens.matcher(CLASSES)
    paired = spark.pair(*frames(session, truth, predictions), order="place")
    paired.mapInArrow(match, match.spark_schema).write.parquet(str(tmp_path / "matched"))
    found = spark.tables(session.read.parquet(str(tmp_path / "matched")))
    ev = evallens.open(**found._asdict(), classes=[*CLASSES, "background"], matching="iou", iou=0.5, tb=0.1)
    wanted = evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False)
    for confidence in (0, 50):
        pair = (ev, wanted)
        one, two = (held.confusion_matrix(confidence=confidence).matrix for held in pair)
        assert np.array_equal(one, two)
        missed = [len(held.instances(confidence=confidence, kinds=["missed"])) for held in pair]
        assert missed[0] == missed[1] > 0
