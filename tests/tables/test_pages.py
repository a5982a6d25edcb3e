"""Pages by key: each behind the last row of the one before."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from pyarrow import parquet

import evallens
from evallens.tables import paging
from tests.tables.framed import in_tables

SORTS = ("errors", "f1", "name")


@pytest.fixture(scope="module")
def demo():
    return evallens.demo()


@pytest.fixture(scope="module")
def tables(demo, engine):
    return in_tables(demo, engine)


def pages(ask, size: int):
    after = None
    while len(rows := ask(size=size, after=after).rows):
        yield rows
        after = int(rows[-1])


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_images_follow_one_another(demo, tables, sort):
    where = demo.where("test", 20, where={"score": (0.1, None)})
    expected = demo.queries.page(where, sort).rows
    for queries, size in ((demo.queries, 7), (tables.queries, 37)):
        found = np.concatenate(list(pages(lambda queries=queries, **key: queries.page(where, sort, **key), size)))
        assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("sort", ["score", "iou", "size", "weight"])
def test_pages_of_instances_follow_one_another(demo, tables, sort):
    where = demo.where("test", 20, cells=[("8", "background"), ("8", "8")])
    expected = demo.queries.instances(where, sort).rows
    for queries, size in ((demo.queries, 7), (tables.queries, 23)):
        found = np.concatenate(list(pages(lambda queries=queries, **key: queries.instances(where, sort, **key), size)))
        assert found.tolist() == expected.tolist()


def test_places_count_from_behind_a_row(demo, tables):
    where = demo.where("test", 20)
    rows = demo.queries.page(where).rows
    for queries in (demo.queries, tables.queries):
        assert queries.page(where, start=3, size=4, after=int(rows[5])).rows.tolist() == rows[9:13].tolist()
        hidden = np.setdiff1d(np.arange(demo.image_count), rows)[0]
        assert len(queries.page(where, after=int(hidden))) == 0


def test_tables_of_results_are_those_of_columns(demo, tables):
    asked = {"split": "test", "confidence": 30, "cells": [("8", "background")]}
    own, theirs = demo.images(**asked), tables.images(**asked)
    assert theirs.to_pandas().equals(own.to_pandas())
    assert theirs.to_coco() == own.to_coco()
    own_ones, their_ones = demo.instances(**asked), tables.instances(**asked)
    assert their_ones.to_pandas().equals(own_ones.to_pandas())
    assert their_ones.to_coco() == own_ones.to_coco()
    assert tables.confusion_matrix("test", 30, images=theirs).matrix.tolist() == (
        demo.confusion_matrix("test", 30, images=own).matrix.tolist()
    )


@pytest.fixture
def folder(demo, tmp_path, monkeypatch):
    """In tables so large that pages are sorted by what is stored."""
    monkeypatch.setattr(paging, "COUNTED", 0)
    demo.to_parquet(tmp_path / "run")
    return tmp_path / "run"


@pytest.mark.parametrize("sort", ["errors", "f1"])
def test_large_tables_are_sorted_by_the_nearest_percent_that_is_stored(demo, folder, sort):
    tables = evallens.open(folder)
    for confidence, stored in ((40, 40), (42, 40), (43, 45), (0, 5), (100, 95)):
        where = tables.where("test", confidence, clusters=[1, 2, 3])
        assert tables.queries.sorted_at(where, sort) == stored
        expected = demo.queries.page(demo.where("test", stored, clusters=[1, 2, 3]), sort).rows
        page = tables.queries.page(where, sort)
        assert page.rows.tolist() == expected.tolist()
        # What the cards say is counted at the threshold.
        own = demo.queries.tallies(demo.where("test", confidence), np.sort(page.rows))
        assert page.tallies.tp.sum() == own.tp.sum()
    assert tables.queries.sorted_at(tables.where("test", 40), "name") is None
    assert tables.queries.sorted_at(tables.where("test", 40, where={"area": (10, None)}), sort) is None


def test_a_folder_of_before_f1_was_stored_counts_it(demo, folder):
    (file,) = (folder / "images").iterdir()
    images = parquet.read_table(file)
    parquet.write_table(
        images.drop_columns([name for name in images.column_names if re.fullmatch(r"f\d\d", name)]), file
    )
    about = json.loads((folder / "evallens.json").read_text())
    assert about.pop("has_f1")
    (folder / "evallens.json").write_text(json.dumps(about))
    tables = evallens.open(folder)
    where = tables.where("test", 42)
    assert tables.queries.sorted_at(where, "f1") is None
    assert tables.queries.sorted_at(where, "errors") == 40
    assert (
        tables.queries.page(where, "f1").rows.tolist() == demo.queries.page(demo.where("test", 42), "f1").rows.tolist()
    )
