"""Pages by key: each behind the last row of the one before."""

from __future__ import annotations

import numpy as np
import pytest

import evallens
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
