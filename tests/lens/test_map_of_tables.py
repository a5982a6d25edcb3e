"""The map of tables: what filters hide, what the pointer is on; and files that a page without rows asks for."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

import evallens
from evallens import marks
from evallens.evaluation.columns.codec import arrays_of, values_of
from evallens.lens.answering import Answering
from evallens.lens.wire.settings import MAX_FILE_ROWS
from tests.lens.test_tables import browser_sets, engine_of, lens_over


@pytest.fixture
def engine():
    return engine_of(evallens.demo())


@pytest.fixture
def lens(engine):
    return lens_over(engine)


def test_what_filters_hide_is_what_was_there_without_them_and_is_not_asked_for_again(lens, engine):
    whole = lens.raster
    assert (whole["filtered"], lens.dust) == (False, {})
    browser_sets(lens, cells=[[9, 10]])
    assert engine.asked.count("raster") == 1
    dust = lens.dust
    assert dust["for"] == {"split": "test", "model": None, "map_box": None}
    assert (lens.raster["filtered"], dust["n"], dust["box"]) == (True, 0, whole["box"])
    for name in ("row", "x", "y"):
        np.testing.assert_array_equal(values_of(dust["columns"][name]), values_of(whole["columns"][name]))
    assert not {"tp", "fp", "fn"} & set(arrays_of(dust["columns"]))
    hidden = set(values_of(dust["columns"]["row"]).tolist()) - set(values_of(lens.raster["columns"]["row"]).tolist())
    assert len(hidden) == 240 - lens.counted["images"]
    # Whatever filters and threshold are, the same lies behind it.
    browser_sets(lens, query="1", confidence=40)
    assert lens.dust is dust
    browser_sets(lens, query="", cells=[])
    assert lens.dust is dust


def test_another_part_of_the_map_has_dust_of_its_own(lens, engine):
    browser_sets(lens, query="1")
    engine.asked.clear()
    browser_sets(lens, map_box=[3, 6, 4, 7])
    assert engine.asked == ["raster", "raster"]
    assert (lens.dust["for"]["map_box"], lens.dust["box"]) == ([3, 6, 4, 7], [3, 6, 4, 7])
    columns = lens.dust["columns"]
    x, y = values_of(columns["x"]), values_of(columns["y"])
    assert ((x >= 3) & (x <= 4) & (y >= 6) & (y <= 7)).all()
    assert len(x) == Answering.of(lens, lens._loader.gallery).dust()["columns"]["x"].get("size", len(x)) > 0


def test_dust_of_very_many_is_a_raster(lens, monkeypatch):
    monkeypatch.setattr("evallens.lens.answering.MOST_POINTS", 100)
    browser_sets(lens, split="valid", cells=[[9, 10]])
    assert (lens.raster["n"], lens.dust["n"], set(lens.dust["columns"])) == (0, 512, {"counts"})
    assert values_of(lens.dust["columns"]["counts"]).sum() == lens.counted["of_images"]


def test_a_lens_that_opens_with_a_filter_has_dust(engine, tmp_path):
    lens = evallens.Lens(replace(evallens.demo(), tables=engine))
    lens.clusters = [2]
    assert values_of(lens.dust["columns"]["x"]).size == 240
    state = lens._moment(lens.evaluation).snapshot().state
    assert state["dust"] is lens.dust
    assert state["hovered"] == {}


def test_the_image_under_the_pointer_is_named_with_its_picture_and_nothing_else_is_asked(lens, engine):
    row = int(lens.selected.rows[40])
    engine.asked.clear()
    said = []
    lens.observe(lambda change: said.append(change["new"]["state"]), "status")
    browser_sets(lens, map_row=row)
    assert (engine.asked, said) == ([], [])
    assert (lens.hovered["for"], lens.hovered["name"]) == ({"map_row": row}, evallens.demo().image(row).name)
    assert values_of(lens.hovered["row"]).tolist() == [row]
    store = evallens.demo().pictures
    assert store is not None
    [picture] = store.thumbnails([evallens.demo().image(row)])
    assert picture is not None
    assert bytes(values_of(lens.hovered["data"])) == picture.data
    with pytest.raises(evallens.errors.InputError, match=r"lens\.map_row is an image row, or None"):
        lens.map_row = "here"


def test_without_pictures_it_has_a_name(engine):
    lens = evallens.Lens(replace(evallens.demo(), tables=engine, pictures=None))
    browser_sets(lens, map_row=3)
    assert (lens.hovered["name"], values_of(lens.hovered["row"]).tolist()) == (evallens.demo().image(3).name, [])


@pytest.fixture
def files(lens):
    """What the browser was given since."""
    given = []

    def keep(change):
        if change["new"]["name"]:
            given.append(change["new"])

    lens.observe(keep, "report")
    return given


def asked(lens, files, word):
    browser_sets(lens, report_asked=f"{word} 0.1")
    [file] = files
    assert (file["asked"], lens.status["state"]) == (f"{word} 0.1", "idle")
    return file["name"], file["data"].decode()


def test_images_and_instances_are_written_for_a_page_that_has_no_rows(lens, files, monkeypatch):
    browser_sets(lens, cells=[[9, 10]])
    assert asked(lens, files, "images") == ("digit-scenes-images.csv", lens.selected.to_csv())
    files.clear()
    assert asked(lens, files, "instances") == ("digit-scenes-instances.csv", lens.selected_instances.to_csv())
    files.clear()
    monkeypatch.setattr("evallens.lens.offered.MAX_FILE_ROWS", 3)
    _, text = asked(lens, files, "images")
    assert [row["name"] for row in csv.DictReader(io.StringIO(text))] == list(lens.selected.name)[:3]
    assert MAX_FILE_ROWS > 3


def test_marks_are_written_for_a_page_that_has_no_rows(lens, files, tmp_path):
    lens.marks = {"images": [3, 7], "objects": []}
    name, text = asked(lens, files, "marks")
    assert name == "digit-scenes-marks.json"
    assert text.encode() == lens.save_marks(tmp_path / "marks.json").read_bytes()
    assert [one.name for one in marks.parsed(text.encode()).images] == [row.name for row in lens.marked]
    files.clear()
    assert asked(lens, files, "marked") == ("digit-scenes-marked.csv", lens.marked.to_csv())


def test_who_asks_for_no_known_file_gets_the_report(lens, files):
    name, text = asked(lens, files, "abc")
    assert name == "digit-scenes-report.html"
    assert "The rows of this evaluation are in tables." in text
