"""Files of Parquet, matched part by part, give what ``evaluate`` gives of the same tables in memory."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import evallens
from evallens.errors import DataError, InputError
from evallens.evaluation.tabled import by_cell
from evallens.local.pool import files, plan
from tests.local.batches.same import CLASSES, of_evaluation, tables
from tests.local.pool.files import in_memory, of_folder, sides, written


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts of a few images, so that there are several."""
    monkeypatch.setattr(plan.planned, "__defaults__", (60,))


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_gives_what_evaluate_gives(seed, rule, shuffled, tmp_path):
    truth, predictions = sides(tmp_path, seed, shuffled=shuffled)
    wanted = in_memory(truth, predictions, matching=rule, classes=CLASSES, difficult="ignore")
    found = evallens.evaluate(
        truth, predictions, matching=rule, classes=CLASSES, difficult="ignore", out=tmp_path / "run", workers=1
    )
    assert of_folder(tmp_path / "run") == of_evaluation(wanted)
    for confidence in (0, 30, 70):
        pair = (found, wanted)
        one, two = (ev.confusion_matrix(confidence=confidence).matrix for ev in pair)
        assert np.array_equal(one, two)
    # Where the files are in no order, others of the images that something is said of come first.
    assert [(one.code, one.count) for one in found.notices] == [(one.code, one.count) for one in wanted.notices]


@pytest.mark.parametrize("shuffled", [False, True])
def test_plans_ranges_where_images_are_sorted_and_divides_where_not(shuffled, tmp_path):
    from evallens.local.pool.files import Files

    truth, predictions = sides(tmp_path, 5, shuffled=shuffled)
    found = plan.planned(Files.of(truth, "truth", None), Files.of(predictions, "predictions", None), 60)
    assert found.is_divided is shuffled
    assert len(found.parts) > 4


def test_reads_classes_from_the_files(tmp_path):
    truth, predictions = sides(tmp_path, 8)
    wanted = in_memory(truth, predictions)
    found = evallens.evaluate(truth, predictions, out=tmp_path / "run", workers=1)
    assert found.classes == wanted.classes
    assert of_folder(tmp_path / "run") == of_evaluation(wanted)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_give_the_same_however_they_are_started(method, tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 4, shuffled=True)
    monkeypatch.setattr(
        multiprocessing,
        "get_context",
        lambda: multiprocessing.context.BaseContext.get_context(
            multiprocessing.context._default_context,
            method,
        ),
    )
    said: dict[str, Any] = {"classes": CLASSES, "matching": "coco"}
    evallens.evaluate(truth, predictions, out=tmp_path / "run", workers=2, **said)
    assert of_folder(tmp_path / "run") == of_evaluation(in_memory(truth, predictions, **said))


def test_the_folder_is_the_same_whoever_writes_it(tmp_path, monkeypatch):
    """Also where every outcome is in a stretch of its own, which processes finish in any order."""
    monkeypatch.setattr(multiprocessing, "get_context", multiprocessing.context.ForkContext)
    monkeypatch.setattr(by_cell, "_AT_ONCE", 7)
    truth, predictions = sides(tmp_path, 12)
    for count in (1, 3):
        evallens.evaluate(
            truth, predictions, title="pets", classes=CLASSES, out=tmp_path / f"run{count}", workers=count
        )
    one, three = (
        {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("run1", "run3")
    )
    assert len([name for name in one if name.startswith("outcomes_by_cell")]) > 5
    assert one == three


def test_a_folder_that_is_there_is_told_of_before_anything_is_matched(tmp_path):
    truth, predictions = sides(tmp_path, 6)
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError, match="is there already and holds no evaluation in tables"):
        evallens.evaluate(truth, predictions, out=tmp_path / "mine", workers=1, overwrite=True)
    evallens.evaluate(truth, predictions, out=tmp_path / "run", workers=1)
    with pytest.raises(InputError, match="overwrite=True replaces it"):
        evallens.evaluate(truth, predictions, out=tmp_path / "run", workers=1)
    evallens.evaluate(truth, predictions, iou=0.6, out=tmp_path / "run", workers=1, overwrite=True)
    assert evallens.open(tmp_path / "run").header.iou == 0.6


def test_images_may_be_numbers_on_one_side_and_text_on_the_other(tmp_path):
    truth, predictions = tables(6, images=30)
    wanted = of_evaluation(evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False))

    def numbered(table, kind):
        number = pa.array([int(name[-3:]) for name in table["image"].to_pylist()], pa.int32()).cast(kind)
        return table.set_column(0, "image", number)

    for number, kinds in enumerate([(pa.int32(), pa.string()), (pa.int64(), pa.int32())]):
        folder = tmp_path / str(number)
        paths = [
            written(numbered(side, kind), folder / name, 2, 9)
            for side, kind, name in zip((truth, predictions), kinds, ("truth", "predictions"), strict=True)
        ]
        evallens.evaluate(*paths, classes=CLASSES, out=folder / "run", workers=1)
        found = of_folder(folder / "run")
        assert {(f"image {int(name):03}", split): held for (name, split), held in found.items()} == wanted


def test_a_column_of_splits_says_the_split_and_words_of_ones_own_are_explained(tmp_path):
    truth, predictions = tables(6, images=30)
    word = ["restval" if int(name[-3:]) % 3 == 0 else "val" for name in truth["image"].to_pylist()]
    said = truth.append_column("split", pa.array(word))
    paths = [written(said, tmp_path / "truth", 2, 9), written(predictions, tmp_path / "predictions", 2, 9)]
    for splits in (None, {"restval": "train"}, "test"):
        wanted = in_memory(*paths, classes=CLASSES, splits=splits)
        found = evallens.evaluate(
            *paths, classes=CLASSES, splits=splits, out=tmp_path / "run", workers=1, overwrite=True
        )
        assert of_folder(tmp_path / "run") == of_evaluation(wanted)
        assert [(one.code, one.count) for one in found.notices] == [(one.code, one.count) for one in wanted.notices]
    with pytest.raises(InputError, match="splits of Parquet files are one word"):
        evallens.evaluate(*paths, classes=CLASSES, splits=["test"], out=tmp_path / "other", workers=1)


def test_sides_without_one_image_in_common_are_refused(tmp_path):
    truth, predictions = tables(6, images=10)
    moved = predictions.set_column(0, "image", pa.array([f"{name}.jpg" for name in predictions["image"].to_pylist()]))
    paths = [written(truth, tmp_path / "truth", 1, 9), written(moved, tmp_path / "predictions", 1, 9)]
    with pytest.raises(DataError, match=r"No image of .* is in .*letter by letter"):
        evallens.evaluate(*paths, classes=CLASSES, out=tmp_path / "run", workers=1)


@pytest.mark.parametrize("order", [None, 7], ids=["sorted", "shuffled"])
def test_there_may_be_no_predictions(order, tmp_path):
    truth, predictions = tables(6, images=10 if order is None else 40)
    paths = [written(truth, tmp_path / "truth", 1, 9, order), str(tmp_path / "predictions.parquet")]
    # Some writers make no row group of no rows.
    parquet.ParquetWriter(paths[1], predictions.schema).close()
    evallens.evaluate(*paths, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert of_folder(tmp_path / "run") == of_evaluation(in_memory(*paths, classes=CLASSES))


def changed(folder: Path, side: str, change) -> None:
    path = max((folder / side).glob("*.parquet"))
    parquet.write_table(change(parquet.read_table(path)), path)


@pytest.mark.parametrize(
    ("side", "change", "words"),
    [
        ("truth", lambda table: table.drop(["xmax"]), r"part-002\.parquet: lacks the column 'xmax'"),
        (
            "predictions",
            lambda table: table.set_column(6, "score", pa.array(["x"] * len(table))),
            r"part-001\.parquet: the column 'score' is string, and double in .*part-000",
        ),
    ],
)
def test_a_file_that_is_not_like_the_others_is_named(side, change, words, tmp_path):
    paths = sides(tmp_path, 6)
    changed(tmp_path, side, change)
    with pytest.raises(DataError, match=words):
        evallens.evaluate(*paths, classes=CLASSES, out=tmp_path / "run", workers=1)


def test_a_file_without_rows_may_have_columns_without_a_type(tmp_path):
    """As pandas writes an empty frame."""
    files = sides(tmp_path, 6)
    wanted = in_memory(*files, classes=CLASSES).confusion_matrix("all").matrix.tolist()
    for side, name in (("truth", "a"), ("predictions", "z")):
        columns = parquet.read_table(next((tmp_path / side).glob("*.parquet"))).column_names
        parquet.write_table(pa.table({one: pa.nulls(0) for one in columns}), tmp_path / side / f"{name}.parquet")
    found = evallens.evaluate(*files, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert found.confusion_matrix("all").matrix.tolist() == wanted


def test_a_file_that_is_named_twice_is_told(tmp_path):
    truth, predictions = sides(tmp_path, 6)
    again = [truth, str(tmp_path / "truth" / "part-001.parquet")]
    with pytest.raises(InputError, match=r"part-001\.parquet: is named twice"):
        evallens.evaluate(again, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)


def test_a_file_that_is_cut_off_is_named(tmp_path):
    paths = sides(tmp_path, 6)
    path = tmp_path / "truth" / "part-001.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"part-001\.parquet: is no file of Parquet, or is cut off"):
        evallens.evaluate(*paths, classes=CLASSES, out=tmp_path / "run", workers=1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"workers": 0}, "workers is a number of processes"),
        ({"task": "classification"}, "task: an evaluation of Parquet files"),
        ({"embeddings": [[0, 0]]}, "embeddings: an evaluation"),
        ({"embeddings": np.zeros((40, 2))}, "embeddings: an evaluation"),
        ({"splits": {"a.jpg": "train"}}, "what the words of their column split mean, and they have none"),
        ({"classes": ["cat"]}, "classes= does not name"),
    ],
)
def test_what_files_cannot_give_is_said(options, words, tmp_path):
    paths = sides(tmp_path, 6)
    with pytest.raises(InputError, match=words):
        evallens.evaluate(*paths, out=tmp_path / "run", **{"workers": 1, **options})


def test_workers_are_about_a_folder(tmp_path):
    with pytest.raises(InputError, match="name it with out="):
        evallens.evaluate([], [], workers=2)


def test_what_is_in_memory_is_written_to_a_folder_too(tmp_path):
    truth, predictions = tables(6, images=10)
    found = evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False, out=tmp_path / "run")
    assert of_folder(tmp_path / "run") == of_evaluation(found)


def test_files_that_state_other_ends_than_their_rows_have_lose_none(tmp_path, monkeypatch):
    """As pyarrow before 11 stated them of columns with a dictionary: those of the first chunk."""
    truth, predictions = sides(tmp_path, 6)
    wanted = of_evaluation(in_memory(truth, predictions, classes=CLASSES))
    ends = files._ends

    def of_the_first_row(footer, group, image):
        least, _ = ends(footer, group, image)
        return least, least

    monkeypatch.setattr(files, "_ends", of_the_first_row)
    evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert of_folder(tmp_path / "run") == wanted
