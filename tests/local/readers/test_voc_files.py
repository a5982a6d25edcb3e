"""Pascal VOC as tools write it: stale names, other encodings, sizes that are none, difficult objects."""

from __future__ import annotations

import re

import pytest

from evallens.errors import DataError
from tests.local.readers.made import codes, matrix, run, written


def xml(filename: str, *, left: int = 11, extra: str = "", name: str = "gear", width: str = "100") -> str:
    corners = f"<xmin>{left}</xmin><ymin>9</ymin><xmax>{left + 29}</xmax><ymax>48</ymax>"
    return (
        f"<annotation><filename>{filename}</filename><size><width>{width}</width><height>80</height></size>"
        f"<object><name>{name}</name>{extra}<bndbox>{corners}</bndbox></object></annotation>"
    )


SCORE = "<confidence>0.75</confidence>"


def test_files_that_state_one_name_are_two_images(tmp_path):
    for own, left in (("one", 11), ("two", 51)):
        written(tmp_path / "truth" / f"{own}.xml", xml("image.jpg", left=left))
        written(tmp_path / "run" / f"{own}.xml", xml("image.jpg", left=left, extra=SCORE))
    ev = run(tmp_path / "truth", tmp_path / "run")
    assert matrix(ev) == [[2, 0], [0, 0]]
    assert "same-filename" in codes(ev)


def test_the_name_of_the_xml_is_one_more_name(tmp_path):
    written(tmp_path / "truth" / "0007.xml", xml("renamed.jpg"))
    written(tmp_path / "classes.txt", "gear\n")
    written(tmp_path / "run" / "0007.txt", "0 .25 .35 .3 .5 .75")
    assert matrix(run(tmp_path / "truth", tmp_path / "run")) == [[1, 0], [0, 0]]


def test_an_encoding_that_the_file_declares_is_read(tmp_path):
    head = '<?xml version="1.0" encoding="gbk"?>'
    written(tmp_path / "truth" / "a.xml", head + xml("a.jpg", name="齿轮"), "gbk")
    written(tmp_path / "run" / "a.xml", xml("a.jpg", name="齿轮", extra=SCORE))
    assert run(tmp_path / "truth", tmp_path / "run").classes == ("齿轮", "background")


def test_an_encoding_that_is_not_declared_is_named(tmp_path):
    written(tmp_path / "truth" / "a.xml", xml("a.jpg", name="齿轮"), "gbk")
    with pytest.raises(DataError, match=r"a\.xml: is not valid XML"):
        run(tmp_path / "truth", [])


def test_a_size_that_is_no_number_is_unknown(tmp_path):
    written(tmp_path / "truth" / "a.xml", xml("a.jpg", width="wide"))
    written(tmp_path / "run" / "a.xml", xml("a.jpg", extra=SCORE))
    assert matrix(run(tmp_path / "truth", tmp_path / "run")) == [[1, 0], [0, 0]]


def test_difficult_objects_count_and_are_told(tmp_path):
    written(tmp_path / "truth" / "a.xml", xml("a.jpg", extra="<difficult>1</difficult>"))
    ev = run(tmp_path / "truth", [])
    assert matrix(ev) == [[0, 1], [0, 0]]
    assert "difficult" in codes(ev)


def test_one_file_may_be_given(tmp_path):
    one = written(tmp_path / "truth" / "a.xml", xml("a.jpg"))
    assert matrix(run(one, written(tmp_path / "run" / "a.xml", xml("a.jpg", extra=SCORE)))) == [[1, 0], [0, 0]]


def test_a_polygon_alone_has_a_box(tmp_path):
    points = "".join(f"<x{n}>{x}</x{n}><y{n}>{y}</y{n}>" for n, (x, y) in enumerate([(11, 9), (40, 9), (40, 48)], 1))
    text = re.sub("<bndbox>.*</bndbox>", f"<polygon>{points}</polygon>", xml("a.jpg"))
    written(tmp_path / "truth" / "a.xml", text)
    written(tmp_path / "run" / "a.xml", xml("a.jpg", extra=SCORE))
    assert matrix(run(tmp_path / "truth", tmp_path / "run")) == [[1, 0], [0, 0]]


def test_an_object_without_a_shape_is_named(tmp_path):
    written(tmp_path / "truth" / "a.xml", re.sub("<bndbox>.*</bndbox>", "<robndbox/>", xml("a.jpg")))
    with pytest.raises(DataError, match=r"a\.xml object 0: bndbox"):
        run(tmp_path / "truth", [])


def test_suffixes_in_capitals_are_read(tmp_path):
    written(tmp_path / "truth" / "0007.XML", xml("0007.jpg"))
    written(tmp_path / "run" / "0007.TXT", "0 .25 .35 .3 .5 .75")
    assert matrix(run(tmp_path / "truth", tmp_path / "run", classes=["gear"])) == [[1, 0], [0, 0]]
