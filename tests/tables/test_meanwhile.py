"""What others do to a folder while it is open or being written, and tables of Arrow in any of its forms."""

from __future__ import annotations

import shutil
import threading

import pyarrow as pa
import pytest
from pyarrow import dataset, parquet

import evallens
from evallens import archive
from evallens.errors import EngineError, InputError
from evallens.evaluation.tabled.writer import is_ours
from evallens.local.pool import restarting
from tests.tables.test_handed_in import CLASSES, IMAGES, OUTCOMES, opened


def written(images: int, folder, **options):
    """A folder of a few images, each with one outcome."""
    box = {"boxes": [[0, 0, 9, 9]], "labels": [0]}
    truth = {f"{number}.jpg": box for number in range(images)}
    found = {name: {**box, "scores": [0.5]} for name in truth}
    evallens.evaluate(truth, found, classes=["cat"], embeddings=False).to_parquet(folder, **options)
    return folder


@pytest.mark.parametrize("what", ["anew", "moved"])
def test_a_folder_that_is_written_anew_while_it_is_open_mixes_with_nothing(what, tmp_path):
    folder = written(3, tmp_path / "run")
    ev = evallens.open(folder)
    assert [one.name for one in ev.images("all", 10)] == ["0.jpg", "1.jpg", "2.jpg"]
    if what == "anew":
        written(5, folder, overwrite=True)
    else:
        shutil.move(folder, tmp_path / "other")
    assert ev.confusion_matrix("all", 10).matrix.tolist() == [[3, 0], [0, 0]]
    with pytest.raises(EngineError, match="run: was written anew, moved or removed since it was opened"):
        list(ev.images("all", 10))


def test_of_two_writers_of_a_folder_the_second_does_not_replace_the_first(tmp_path):
    late = archive.replacing_folder(tmp_path / "run", is_ours=is_ours)
    late.__enter__()
    other = threading.Thread(target=written, args=(2, tmp_path / "run"))
    other.start()
    other.join()
    with pytest.raises(InputError, match="is there already"):
        late.__exit__(None, None, None)
    assert evallens.open(tmp_path / "run").image_count == 2
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_of_two_threads_that_match_into_a_folder_the_second_is_told(tmp_path):
    told: list[bool] = []

    def second():
        with pytest.raises(InputError, match="another thread is at work on it"), restarting.parts_folder(target, {}):
            pass
        told.append(True)

    target = tmp_path / "run"
    with restarting.parts_folder(target, {}) as folder:
        other = threading.Thread(target=second)
        other.start()
        other.join()
        assert folder.exists()
    with restarting.parts_folder(target, {}):
        assert told == [True]


@pytest.mark.parametrize("form", ["batch", "reader", "dataset"])
def test_tables_are_batches_readers_and_data_sets_of_arrow(form, tmp_path):
    def made(name, columns):
        table = pa.table(columns)
        if form == "batch":
            return table.to_batches()[0]
        if form == "reader":
            return table.to_reader()
        parquet.write_to_dataset(table, tmp_path / name)
        return dataset.dataset(tmp_path / name)

    ev = evallens.open(outcomes=made("outcomes", OUTCOMES), images=made("images", IMAGES), classes=CLASSES)
    assert ev.confusion_matrix("all").matrix.tolist() == opened().confusion_matrix("all").matrix.tolist()
    assert [one.name for one in ev.images("all")] == [one.name for one in opened().images("all")]


def test_a_path_is_no_table_and_is_told_how_to_become_one():
    with pytest.raises(InputError, match=r"outcomes is str.*duckdb\.read_parquet"):
        evallens.open(outcomes="outcomes/*.parquet", images="images/*.parquet", classes=CLASSES)
