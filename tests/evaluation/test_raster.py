"""The map as a raster: every visible image in one cell, with its errors at the nearest stored threshold."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import evallens
from evallens.evaluation import Images
from evallens.evaluation.metrics.raster import box_of, cells_of, in_box, most_frequent


@pytest.fixture(scope="module")
def ev():
    return evallens.demo()


def plainly(ev, where, box, n, percent):
    """The same by a loop over the images."""
    found = ev.select(where)
    errors = {row: fp + fn for row, fp, fn in zip(found.rows, *counted(ev, found.rows, percent), strict=True)}
    counts, wrong = np.zeros((n, n), int), np.zeros((n, n), int)
    x0, y0, x1, y1 = box
    for row in found.rows:
        x, y = float(ev.columns.images.x[row]), float(ev.columns.images.y[row])
        if x0 <= x <= x1 and y0 <= y <= y1:
            place = min(int((y - y0) / (y1 - y0) * n), n - 1), min(int((x - x0) / (x1 - x0) * n), n - 1)
            counts[place] += 1
            wrong[place] += errors[row]
    return counts, wrong


def counted(ev, rows, percent):
    order = np.argsort(rows)
    tallies = ev.queries.tallies(ev.where("all", percent), rows[order])
    back = np.argsort(order)
    return tallies.fp[back], tallies.fn[back]


@pytest.mark.parametrize(
    "facets", [{}, {"cells": [("9", "background")]}, {"query": "1", "where": {"score": (0.3, None)}}]
)
@pytest.mark.parametrize("box", [None, (1.0, 4.0, 5.0, 9.0)])
def test_every_visible_image_counts_in_its_cell(ev, facets, box):
    where = ev.where("test", 22, **facets)
    images = ev.columns.images
    found = ev.queries.raster(where, box, 16)
    assert found.box == (box or box_of(images.x, images.y))
    assert found.confidence == 20
    counts, errors = plainly(ev, where, found.box, 16, 20)
    assert found.counts.tolist() == counts.tolist()
    assert found.errors.tolist() == errors.tolist()
    assert found.total == counts.sum() > 0


def test_a_sample_of_a_box_is_of_what_lies_in_it(ev):
    where, box = ev.where("all", 20), (0.0, 4.0, 2.5, 8.0)
    images = ev.columns.images
    inside = np.flatnonzero(in_box(images.x, images.y, box))
    assert 10 < len(inside) < 960
    assert ev.queries.sample(where, 1000, box).tolist() == inside.tolist()
    some = ev.queries.sample(where, 5, box)
    assert len(some) == 5
    assert set(some.tolist()) < set(inside.tolist())


def test_edges_belong_to_the_box_and_what_has_no_place_to_none():
    x, y = np.array([0, 1, 0.5, np.nan, 2], np.float32), np.array([0, 1, 0.999, 0, 0], np.float32)
    box = (0.0, 0.0, 1.0, 1.0)
    assert in_box(x, y, box).tolist() == [True, True, True, False, False]
    assert cells_of(x[:3], y[:3], box, 2).tolist() == [0, 3, 3]


@pytest.mark.parametrize(("embedding", "box"), [([[2, 3]], (1.5, 2.5, 2.5, 3.5)), ([[2, 3], [2, 5]], (1.5, 3, 2.5, 5))])
def test_a_box_around_one_place_has_a_width(embedding, box):
    names = [str(row) for row in range(len(embedding))]
    images = Images.of(names, ["test"] * len(names), embedding=np.array(embedding))
    assert box_of(images.x, images.y) == box
    assert box_of(np.array([np.nan]), np.array([1.0])) is None


def test_a_cell_is_of_the_cluster_of_most_images(ev):
    images = ev.columns.images
    found = ev.queries.raster(ev.where("all", 20), None, 8, by_cluster=True)
    cell = cells_of(images.x, images.y, found.box, 8)
    assert found.clusters.shape == (8, 8)
    for place, own in enumerate(found.clusters.reshape(-1).tolist()):
        inside = Counter(images.cluster[cell == place].tolist())
        assert inside[own] == max(inside.values(), default=0)
    assert ev.queries.raster(ev.where("all", 20), None, 8).clusters is None


def test_of_clusters_with_as_many_images_a_cell_is_of_the_least_that_is_one():
    cell, cluster = np.array([0, 0, 0, 1, 1, 2]), np.array([-1, 5, 3, -1, 2, -1])
    found = most_frequent(cell, cluster, np.array([4, 4, 4, 3, 2, 1]), 2)
    assert found.tolist() == [[3, -1], [-1, -1]]
