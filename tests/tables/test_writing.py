"""An evaluation in a folder of Parquet: every row of it is there, once, and what it says of itself is so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

import evallens
from evallens.archive.parquet import arrow_schema, arrow_table
from evallens.errors import InputError
from evallens.evaluation.columns import codec
from evallens.evaluation.columns.attributes import Attributes, Category, Number
from evallens.evaluation.columns.header import Header
from evallens.evaluation.columns.tables import Outcomes
from evallens.evaluation.metrics.stored_errors import stored_errors, stored_f1
from evallens.evaluation.tabled import FolderWriter, batches, layout
from evallens.evaluation.tabled.order import in_order
from evallens.evaluation.tabled.section import Sizes
from evallens.tables.engines import Duck
from evallens.tables.folder import TableFolder


@pytest.fixture(scope="session")
def demo():
    return evallens.demo()


@pytest.fixture
def folder(demo, tmp_path):
    demo.to_parquet(tmp_path / "run")
    return tmp_path / "run"


def rows_of(folder: Path, table: str):
    """The rows of a table in order of their numbers."""
    return parquet.read_table(folder / table).sort_by("row")


def test_every_column_comes_back(demo, folder):
    for name in ("images", "outcomes", "objects"):
        found, held = rows_of(folder, name), getattr(demo.columns, name)
        assert found["row"].to_pylist() == list(range(len(held)))
        for column, values in held.columns().items():
            if column in found.column_names and isinstance(values, np.ndarray):
                np.testing.assert_array_equal(found[column].to_numpy(), values, err_msg=f"{name}.{column}")
                assert found[column].type.to_pandas_dtype() == values.dtype
    assert rows_of(folder, "images")["name"].to_pylist() == list(demo.columns.images.name)


def test_what_is_not_known_is_null(demo, folder):
    """DuckDB reads a column with NaN by its least and largest value, and so takes it that there is none."""
    for name, column in (("outcomes", "iou"), ("outcomes_by_cell", "iou"), ("objects", "score")):
        found = parquet.read_table(folder / name)[column]
        assert found.null_count == np.isnan(getattr(getattr(demo.columns, name.split("_")[0]), column)).sum()
        assert not np.isnan(found.drop_null().to_numpy()).any()


def test_outcomes_are_there_once_more_by_cell(folder):
    again, once = rows_of(folder, "outcomes_by_cell"), rows_of(folder, "outcomes")
    assert again.column_names == once.column_names
    for name in once.column_names:
        np.testing.assert_array_equal(again[name].to_numpy(), once[name].to_numpy())
    cells = parquet.read_table(folder / "outcomes_by_cell")
    order = [tuple(row.values()) for row in cells.select(["actual", "predicted", "split", "row"]).to_pylist()]
    assert order == sorted(order)


def test_images_store_their_errors(demo, folder):
    found = rows_of(folder, "images")
    for percent in (5, 40, 95):
        table = demo.images("all", percent)
        errors = np.zeros(demo.image_count, int)
        errors[table.rows] = table.fp + table.fn
        assert found[f"e{percent:02}"].to_pylist() == errors.tolist()


def test_images_store_their_f1(demo, folder):
    found = rows_of(folder, "images")
    for percent in (5, 40, 95):
        table = demo.images("all", percent)
        f1 = np.full(demo.image_count, np.nan)
        f1[table.rows] = table.f1
        stored = np.array([np.nan if one is None else one for one in found[f"f{percent:02}"].to_pylist()])
        np.testing.assert_allclose(stored / 65_534, f1, atol=1 / 65_534)
        np.testing.assert_array_equal(np.argsort(stored, kind="stable"), np.argsort(f1, kind="stable"))


def test_f1_of_more_than_can_be_stored_of_errors_is_right():
    """Thousands of boxes are right and thousands wrong: at most 255 errors are stored, and F1 is what it is."""
    outcomes = Outcomes.of([0, 0, 1, 2, 2], [0, 0, 1, 0, 0], [0, 2, 2, 0, 2], [4000, 1000, 3, 1 << 45, 1 << 44])
    header = Header(title="", task="object-detection", classes=("a", "b", "background"), background=2)
    found = stored_f1(outcomes, 4, header)
    assert (found.data[:3] / 65_534).round(4).tolist() == [[0.8889] * 19, [0.0] * 19, [0.8] * 19]
    assert found.mask.tolist() == [*[[False] * 19] * 3, [True] * 19]
    assert stored_errors(outcomes, 4, header)[:, 0].tolist() == [255, 3, 255, 0]


def test_images_stand_by_split_cluster_and_place(folder):
    found = parquet.read_table(folder / "images")
    keys = list(zip(found["split"].to_pylist(), found["cluster"].to_pylist(), strict=True))
    assert keys == sorted(keys)


def test_batches_are_numbered_as_they_come(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "IMAGES_AT_ONCE", 100)
    with FolderWriter(tmp_path / "run", demo.header) as writer:
        for start in range(0, demo.image_count, 7):
            writer.add(batches.taken(demo.columns, np.arange(start, min(start + 7, demo.image_count))))
    assert parquet.read_metadata(tmp_path / "run/images/part-0000.parquet").num_row_groups == 10
    found, outcomes, objects = (rows_of(tmp_path / "run", name) for name in ("images", "outcomes", "objects"))
    assert parquet.read_table(tmp_path / "run/images")["row"].to_pylist() == list(range(demo.image_count))
    assert not TableFolder.read(tmp_path / "run").about.spans, "batches that are not in order tear clusters apart"
    names = np.array(found["name"].to_pylist())
    boxes = {"image": names[objects["image"].to_numpy()], "label": objects["label"].to_numpy()}
    is_told = outcomes["prediction"].to_numpy() != 0xFFFFFFFF
    named = outcomes["prediction"].to_numpy()[is_told]
    assert (boxes["image"][named] == names[outcomes["image"].to_numpy()[is_told]]).all()
    assert (boxes["label"][named] == outcomes["predicted"].to_numpy()[is_told]).all()
    assert sorted(names) == sorted(demo.columns.images.name)
    assert outcomes["count"].to_numpy().sum() == demo.columns.outcomes.count.sum()


def test_a_folder_says_what_it_holds(demo, folder):
    read = TableFolder.read(folder)
    assert read.header == demo.header
    assert read.about.splits == demo.splits
    assert read.about.clusters == demo.columns.images.clusters
    np.testing.assert_array_equal(read.coverage.covered, demo.coverage.covered)
    assert read.extent == demo.columns.extent
    for name, values in codec.encode(demo.columns.cube).items():
        np.testing.assert_array_equal(codec.encode(read.cube)[name], values)


def test_the_box_of_the_map_is_told_and_not_asked_for(demo, folder, monkeypatch):
    asked = []
    answered = Duck.answered

    def counting(self, frame):
        asked.append(frame)
        return answered(self, frame)

    monkeypatch.setattr(Duck, "answered", counting)
    where = demo.where("test")
    found, wanted = evallens.open(folder).queries.raster(where), demo.queries.raster(where)
    assert found is not None
    assert wanted is not None
    assert (found.box, found.counts.tolist()) == (wanted.box, wanted.counts.tolist())
    assert len(asked) == 1


def test_what_is_there_is_not_replaced_unasked(demo, folder, tmp_path):
    with pytest.raises(InputError, match="overwrite=True"):
        demo.to_parquet(folder)
    demo.to_parquet(folder, overwrite=True)
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError, match="no evaluation in tables"):
        demo.to_parquet(tmp_path / "mine", overwrite=True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mine", "run"]


def test_two_models_are_two_folders(tmp_path):
    both = evallens.compare(evallens.demo(), evallens.open("demo-v2"))
    with pytest.raises(InputError, match="model"):
        both.to_parquet(tmp_path / "run")
    assert not list(tmp_path.iterdir())


def test_an_error_leaves_nothing(demo, tmp_path):
    def fail():
        with FolderWriter(tmp_path / "run", demo.header) as writer:
            writer.add(demo.columns)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert not list(tmp_path.iterdir())


def test_evallens_json_is_readable(folder):
    assert json.loads((folder / "evallens.json").read_text())["tables"] == 1


def test_where_images_stand_in_order_the_rows_of_each_cluster_are_told(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "IMAGES_AT_ONCE", 100)
    columns = batches.taken(demo.columns, in_order(demo.columns.images))
    with FolderWriter(tmp_path / "run", demo.header) as writer:
        for start in range(0, demo.image_count, 50):
            writer.add(batches.taken(columns, np.arange(start, min(start + 50, demo.image_count))))
    found = rows_of(tmp_path / "run", "images")
    spans = TableFolder.read(tmp_path / "run").about.spans
    assert sum(stop - start for _, _, start, stop in spans) == demo.image_count
    for split, cluster, start, stop in spans:
        assert set(found["split"].to_pylist()[start:stop]) == {split}
        assert set(found["cluster"].to_pylist()[start:stop]) == {cluster}


def test_the_schema_of_a_table_is_told_without_one(demo):
    held = Attributes(0, {"a": Number(np.zeros(0, np.float32)), "b": Category(np.zeros(0, np.uint16), ("x",))})
    for columns in layout.of_nothing(demo.header, held, has_objects=True, has_masks=True).values():
        assert arrow_schema(columns).equals(arrow_table(columns).schema)


def test_opening_a_folder_is_quick(folder):
    """pandas takes longer to be imported than everything else."""
    code = f"import sys, evallens; evallens.open({str(folder)!r}); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_more_boxes_than_can_be_named_are_refused(demo, tmp_path):
    """Rows are named by 32 bits; beyond them a number would begin anew at 0."""

    def write():
        with FolderWriter(tmp_path / "run", demo.header) as writer:
            writer._here._next = Sizes(objects=0xFFFF_FF00)
            writer.add(demo.columns)

    with pytest.raises(InputError, match="at most 4,294,967,295 images"):
        write()
    assert not list(tmp_path.iterdir())
