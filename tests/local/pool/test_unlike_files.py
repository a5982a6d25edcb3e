"""Files as several tools and runs leave them: types that differ, columns that some lack, folders that say a split."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import compute, parquet

import evallens
from evallens.errors import DataError, InputError
from evallens.local.pool import plan
from evallens.local.pool.files import found
from tests.local.batches.same import CLASSES, of_evaluation, tables
from tests.local.pool.files import of_folder

BOTH, PREDICTIONS = tables(6, images=16, regions=False)
TRUTH = BOTH.drop(["iscrowd", "difficult"])
HALF = len(TRUTH) // 2


@pytest.fixture(autouse=True, params=[30, 10_000], ids=["divided", "whole"])
def size(request, monkeypatch):
    """Boxes of a part."""
    monkeypatch.setattr(plan.planned, "__defaults__", (request.param,))


def same(truths: list[pa.Table], predictions: list[pa.Table], folder: Path, wanted: list[pa.Table] | None = None):
    """Asserts that files of these tables give what the rows together give in memory, or the tables ``wanted``."""
    for name, parts in (("truth", truths), ("predictions", predictions)):
        (folder / name).mkdir()
        for number, part in enumerate(parts):
            parquet.write_table(part, folder / name / f"{number}.parquet", row_group_size=8)
    both = wanted or [pa.concat_tables(side, promote_options="permissive") for side in (truths, predictions)]
    held = evallens.evaluate(*both, classes=CLASSES, embeddings=False)
    files = evallens.evaluate(folder / "truth", folder / "predictions", classes=CLASSES, out=folder / "run", workers=1)
    assert of_folder(folder / "run") == of_evaluation(held)
    assert [(one.code, one.count) for one in files.notices] == [(one.code, one.count) for one in held.notices]


def put(table: pa.Table, **columns: object) -> pa.Table:
    for name, values in columns.items():
        table = table.drop([name]) if name in table.column_names else table
        table = table.append_column(name, values)
    return table


def cast(table: pa.Table, kind: pa.DataType, *names: str) -> pa.Table:
    return put(table, **{name: table[name].cast(kind) for name in names})


@pytest.mark.parametrize("swapped", [False, True])
def test_numbers_are_of_several_types(swapped, tmp_path):
    """One shard had a gap or fractions, the other had not: pandas writes int64 beside double, float32 beside double."""
    truth = put(TRUTH, **{name: compute.round(TRUTH[name]) for name in ("xmin", "ymin")})
    parts = [truth.slice(0, HALF), cast(truth.slice(HALF), pa.int64(), "xmin", "ymin")]
    scores = cast(PREDICTIONS.slice(0, 40), pa.float32(), "score")
    step = -1 if swapped else 1
    same(parts[::step], [scores, PREDICTIONS.slice(40)][::step], tmp_path)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("column", ["split", "iscrowd", "difficult"])
def test_a_column_that_only_some_files_have(column, swapped, tmp_path):
    values = pa.array(["valid"] * HALF) if column == "split" else pa.array([1] * HALF)
    parts = [put(TRUTH.slice(0, HALF), **{column: values}), TRUTH.slice(HALF)]
    same(parts[:: -1 if swapped else 1], [PREDICTIONS], tmp_path)


def test_a_file_whose_images_have_no_boxes_has_columns_without_a_type(tmp_path):
    nothing = {name: pa.nulls(2) for name in TRUTH.column_names if name != "image"}
    empty = pa.table({"image": ["image 900", "image 901"], **nothing})
    split = put(TRUTH, split=pa.array(["train"] * len(TRUTH)))
    same([empty, split], [PREDICTIONS], tmp_path)


@pytest.mark.parametrize("kind", [pa.float64(), pa.decimal128(38, 0), pa.uint64(), pa.binary(), pa.uuid()], ids=str)
def test_images_are_called_in_types_of_other_tools(kind, tmp_path):
    """pandas' numbers beside a gap, warehouses' decimals, hashes above 2^63, bytes of text, UUIDs."""
    makes: dict[str, Callable[[int], Any]] = {
        "double": float,
        "decimal128(38, 0)": Decimal,
        "uint64": lambda number: number + (1 << 63),
        "binary": lambda number: f"image {number}".encode(),
        "extension<arrow.uuid>": lambda number: uuid.UUID(int=number).bytes,
    }

    def called(table: pa.Table, make) -> pa.Array:
        return [make(int(name[-3:])) for name in table["image"].to_pylist()]

    def text(number: int) -> str:
        made = makes[str(kind)](number)
        if kind == pa.uuid():
            return str(uuid.UUID(bytes=made))
        return made.decode() if isinstance(made, bytes) else str(int(made))

    sides = TRUTH, PREDICTIONS
    files = [put(side, image=pa.array(called(side, makes[str(kind)]), kind)) for side in sides]
    same([files[0]], [files[1]], tmp_path, [put(side, image=pa.array(called(side, text))) for side in sides])


def test_an_image_that_is_no_whole_number_is_told(tmp_path):
    halves = [put(side, image=pa.array([0.5] * len(side))) for side in (TRUTH, PREDICTIONS)]
    with pytest.raises(DataError, match=r"0\.parquet: has a value that is no number or name"):
        same([halves[0]], [halves[1]], tmp_path, [TRUTH, PREDICTIONS])


@pytest.mark.parametrize(("kind", "bits"), [(pa.float64(), 53), (pa.float32(), 24), (pa.float16(), 11)], ids=str)
def test_a_number_that_a_fraction_rounded_is_told(kind, bits, tmp_path):
    """An id above 2^53 beside a missing one, which pandas holds as a fraction: neighbours would be one image."""
    sides = [put(side, image=pa.array([2.0**bits + 2] * len(side), kind)) for side in (TRUTH, PREDICTIONS)]
    with pytest.raises(DataError, match=f"{2**bits + 2} is written as {kind}, which holds every whole number up to"):
        same([sides[0]], [sides[1]], tmp_path, [TRUTH, PREDICTIONS])


def test_folders_say_the_split_or_the_class_of_their_rows(tmp_path):
    """Folders called ``split=valid``, as Spark, DuckDB, Polars and pandas write them, with what they hide."""
    split = pa.array(["valid" if int(name[-1]) % 2 else "train" for name in TRUTH["image"].to_pylist()])
    sides = {"truth": (put(TRUTH, split=split), "split"), "predictions": (PREDICTIONS, "label")}
    wanted = []
    for name, (side, column) in sides.items():
        parquet.write_to_dataset(side, tmp_path / name, partition_cols=[column])
        parts = [(parquet.ParquetFile(path).read(), Path(path).parent.name) for path in found(tmp_path / name)]
        words = [pa.array([word.partition("=")[2]] * len(part)) for part, word in parts]
        wanted.append(
            pa.concat_tables([put(part, **{column: said}) for (part, _), said in zip(parts, words, strict=True)])
        )
    for name in ("_temporary/split=test/0.parquet", "._mac.parquet", "_SUCCESS"):
        path = tmp_path / "truth" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"no rows")
    held = evallens.evaluate(*wanted, classes=CLASSES, embeddings=False)
    assert set(held.splits) == {"train", "valid"}
    for number, pattern in enumerate(("", "/split=*/*.parquet", "/s*/**/*.parquet")):
        out = tmp_path / f"run {number}"
        evallens.evaluate(f"{tmp_path}/truth{pattern}", tmp_path / "predictions", classes=CLASSES, out=out, workers=1)
        assert of_folder(out) == of_evaluation(held)


def test_the_folder_that_is_written_may_lie_in_that_of_the_truth(tmp_path):
    paths = tmp_path / "truth" / "a.parquet", tmp_path / "predictions.parquet"
    paths[0].parent.mkdir()
    for side, path in zip((TRUTH, PREDICTIONS), paths, strict=True):
        parquet.write_table(side, path)
    for _ in range(2):
        out = tmp_path / "truth" / "run"
        evallens.evaluate(paths[0].parent, paths[1], classes=CLASSES, out=out, workers=1, overwrite=True)
    assert of_folder(out) == of_evaluation(evallens.evaluate(TRUTH, PREDICTIONS, classes=CLASSES, embeddings=False))


def test_folders_are_called_with_brackets(tmp_path):
    folder = tmp_path / "tr [v1] ünï {x} *"
    folder.mkdir()
    parquet.write_table(TRUTH, folder / "a.parquet")
    assert found(f"{folder}/*.parquet") == found(folder) == [str(folder / "a.parquet")]


def test_places_of_other_machines_are_told(tmp_path):
    parquet.write_table(TRUTH, tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"s3://bucket/a\.parquet: files are read from this machine's folders"):
        evallens.evaluate("s3://bucket/a.parquet", tmp_path / "a.parquet", out=tmp_path / "run")
    with pytest.raises(InputError, match="s3://bucket/run: files are written to this machine's folders"):
        evallens.evaluate(tmp_path / "a.parquet", tmp_path / "a.parquet", out="s3://bucket/run")
