"""Folders of Parquet that are not what they should be, and writers that do not come to an end."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import evallens
from evallens.errors import DataError, InputError
from evallens.tables.folder import TableFolder


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables") / "run"
    evallens.demo().to_parquet(folder)
    return folder


@pytest.fixture
def folder(written, tmp_path):
    return Path(shutil.copytree(written, tmp_path / "run"))


def told(folder: Path) -> str:
    """What is said of a folder, which must name it."""
    with pytest.raises(InputError) as caught:
        TableFolder.read(folder)
    assert str(folder) in str(caught.value)
    return str(caught.value)


def changed(folder: Path, **values) -> None:
    path = folder / "evallens.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def rewritten(folder: Path, table: str, change) -> None:
    """The file of a table with other columns."""
    (file,) = (folder / table).iterdir()
    parquet.write_table(change(parquet.read_table(file)), file)


def test_it_reads_what_is_right(folder):
    assert TableFolder.read(folder).about.splits == {"train": 540, "valid": 180, "test": 240}


def test_a_folder_of_a_relative_name_stays_open_when_the_working_directory_changes(folder, monkeypatch, tmp_path):
    monkeypatch.chdir(folder.parent)
    ev = evallens.open(folder.name)
    monkeypatch.chdir(tmp_path.parent)
    assert len(ev.instances("test", 50)[:3]) == 3


@pytest.mark.parametrize("name", ["run[1]", "run*", "run?"])
def test_a_folder_whose_name_is_a_pattern_is_read_alone(written, name, tmp_path):
    evallens.demo("v2").to_parquet(tmp_path / "run1")
    shutil.copytree(written, tmp_path / name)
    names = [one.name for one in evallens.demo().images("test", 50)]
    assert [one.name for one in evallens.open(tmp_path / name).images("test", 50)] == names


def test_no_folder(tmp_path):
    assert "no such folder" in told(tmp_path / "nowhere")


def test_a_folder_of_something_else(tmp_path):
    assert "no evaluation in tables" in told(tmp_path)


def test_a_folder_copied_in_part(folder):
    (folder / "evallens.json").unlink()
    assert "not finished, or was copied in part" in told(folder)


@pytest.mark.parametrize(("version", "words"), [(2, "update evallens"), ("x", "'x'"), (None, "None")])
def test_another_version(folder, version, words):
    changed(folder, tables=version)
    assert words in told(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"tables": 1}', "\x00\xff", '{"tables": 1, "header": 3}'])
def test_no_json(folder, text):
    (folder / "evallens.json").write_text(text)
    assert "evallens.json" in told(folder)


@pytest.mark.parametrize("table", ["images", "outcomes", "outcomes_by_cell", "objects"])
def test_a_file_is_missing(folder, table):
    (first,) = (folder / table).iterdir()
    first.unlink()
    assert f"{table}/{first.name} is missing" in told(folder)


def test_a_file_is_cut_off(folder):
    file = folder / "outcomes/part-0000.parquet"
    file.write_bytes(file.read_bytes()[:-5000])
    assert "outcomes/part-0000.parquet: is no file of Parquet, or is cut off" in told(folder)


def test_a_file_has_other_rows(folder):
    rewritten(folder, "outcomes", lambda rows: rows.slice(1))
    assert "outcomes/part-0000.parquet: holds 11,496 rows" in told(folder)


@pytest.mark.parametrize("column", ["row", "e40", "name", "cluster"])
def test_a_column_is_missing(folder, column):
    rewritten(folder, "images", lambda rows: rows.drop_columns(column))
    assert f"has no column '{column}'" in told(folder)


@pytest.mark.parametrize("column", ["actual", "prediction_score", "name"])
def test_a_column_is_of_another_type(folder, column):
    table = "images" if column == "name" else "outcomes"

    def other(rows):
        values = [b"?"] * len(rows)
        return rows.set_column(rows.column_names.index(column), column, pa.array(values))

    rewritten(folder, table, other)
    assert f"the column '{column}' is binary" in told(folder)


def test_signed_and_longer_numbers_are_taken(folder):
    """As other writers make them: Spark has no unsigned types."""

    def signed(rows):
        types = [pa.int64() if pa.types.is_integer(one.type) else one.type for one in rows.schema]
        return rows.cast(pa.schema(list(zip(rows.column_names, types, strict=True))))

    for table in ("images", "outcomes", "outcomes_by_cell", "objects"):
        rewritten(folder, table, signed)
    assert TableFolder.read(folder).extent.images == 960


def test_images_and_header_disagree(folder):
    changed(folder, splits={"train": 541, "valid": 180, "test": 240})
    assert "tells of 961 images, and images holds 960" in told(folder)


def test_both_copies_of_outcomes_disagree(folder):
    about = json.loads((folder / "evallens.json").read_text())
    rewritten(folder, "outcomes_by_cell", lambda rows: rows.slice(7))
    about["parts"]["outcomes_by_cell"][0][1] -= 7
    changed(folder, parts=about["parts"])
    assert "which must be the same" in told(folder)


@pytest.mark.parametrize("name", ["../run/images/part-0000.parquet", "/etc/passwd", "images", "images/../x"])
def test_files_elsewhere_are_not_read(folder, name):
    parts = json.loads((folder / "evallens.json").read_text())["parts"]
    changed(folder, parts={**parts, "images": [[name, 960]]})
    assert "evallens.json names" in told(folder)


def test_the_cube_is_missing(folder):
    (folder / "cube.npz").unlink()
    assert "cube.npz is missing" in told(folder)


def test_the_cube_is_damaged(folder):
    (folder / "cube.npz").write_bytes((folder / "cube.npz").read_bytes()[:-100])
    assert "cube.npz" in told(folder)


def test_the_cube_is_of_more_classes(folder):
    about = json.loads((folder / "evallens.json").read_text())
    changed(folder, header={**about["header"], "classes": ["0", "1"], "background": None})
    assert "cube.npz: names class 10 of 2" in told(folder)


FULL = """
import resource, signal, sys
import evallens
from evallens.archive import parquet
from evallens.evaluation.tabled import batches
batches.IMAGES_AT_ONCE, parquet.GROUPS = 60, 1
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
ev = evallens.demo()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
ev.to_parquet(sys.argv[1])
"""


@pytest.mark.parametrize("size", [5_000, 60_000], ids=["while rows are written", "while they are sorted"])
def test_a_full_disk_leaves_nothing(tmp_path, size):
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path / "run", str(size)], capture_output=True, text=True, check=False
    )
    assert re.search(r"InputError: .*run: cannot be written \(File too large\). Nothing half written", done.stderr)
    assert not list(tmp_path.iterdir())


KILLED = """
import sys
import evallens
from evallens.evaluation.tabled import FolderWriter
ev = evallens.demo()
writer = FolderWriter(sys.argv[1], ev.header)
writer.add(ev.columns)
print("writing", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")
def test_a_killed_writer_leaves_no_folder_of_that_name(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, tmp_path / "run"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "run").exists()
    assert "is what a writer left that was killed: write it again" in told(tmp_path / "run")
    evallens.demo().to_parquet(tmp_path / "run")
    assert [one.name for one in tmp_path.iterdir()] == ["run"]


KILLED_AT_THE_END = """
import shutil, sys
import evallens
remove = shutil.rmtree

def removing(path, **options):
    if path.suffix != ".old":
        return remove(path, **options)
    print("replaced", flush=True)
    sys.stdin.read()

shutil.rmtree = removing
evallens.demo().to_parquet(sys.argv[1], overwrite=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")
def test_what_a_killed_writer_had_replaced_is_removed_by_the_next(folder):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_AT_THE_END, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert [one.suffix for one in sorted(folder.parent.iterdir())] == [".old", ""]
    evallens.demo().to_parquet(folder, overwrite=True)
    assert [one.name for one in folder.parent.iterdir()] == ["run"]


def test_what_is_no_name_of_a_folder(tmp_path):
    (tmp_path / "file").write_text("")
    for path, words in ((tmp_path / "file", "is a file"), (tmp_path / "no/where", "cannot be written")):
        with pytest.raises(InputError, match=words):
            evallens.demo().to_parquet(path)
    with pytest.raises(InputError, match="named by a path"):
        evallens.demo().to_parquet(3)  # type: ignore[arg-type]


def test_it_is_a_data_error_that_files_contradict_themselves(folder):
    (folder / "cube.npz").unlink()
    with pytest.raises(DataError):
        TableFolder.read(folder)


@pytest.mark.parametrize("part", ["evallens.json", "cube.npz", "images", "outcomes/*.parquet"])
def test_of_a_part_the_folder_to_open_is_said(folder, part):
    (path, *_) = folder.glob(part)
    with pytest.raises(InputError, match=r"is a part of an evaluation in tables: open its folder, '.*run'\."):
        evallens.open(path)


def test_of_a_file_of_parquet_it_is_said_what_takes_it(folder, tmp_path):
    path = next((folder / "outcomes").iterdir()).rename(tmp_path / "boxes.parquet")
    with pytest.raises(InputError, match=r"is a file of Parquet.*evallens\.open\(outcomes=.*evallens\.evaluate"):
        evallens.open(path)


def test_a_comparison_says_how_to_bring_rows_into_memory(folder):
    one = evallens.open(folder)
    with pytest.raises(InputError, match=r"'v1' \(Digit scenes\) is in tables.*one\.to_memory\(one\.images"):
        evallens.compare(one, evallens.demo())
    first, second = (ev.to_memory(ev.images("test")) for ev in (one, evallens.open(folder)))
    assert evallens.compare(first, second).models == ("v1", "v2")
