"""What Python answers in place of a browser without rows: the same as the tables of the evaluation say."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest

import evallens
from evallens.evaluation.columns.codec import arrays_of, values_of
from evallens.lens.answering import Answering


@pytest.fixture
def lens():
    return evallens.Lens(evallens.demo(), page_size=12)


def moment(lens):
    return Answering.of(lens, lens._loader.gallery)


def column(block, name):
    return values_of(block[name]).tolist()


def names(block):
    data, ends = bytes(block["name.data"]["data"]), column(block, "name.offsets")
    return [data[start:stop].decode() for start, stop in itertools.pairwise(ends)]


def test_counts_say_what_they_were_counted_for(lens):
    lens.cells = [("9", "background")]
    counted = moment(lens).counted()
    assert json.loads(json.dumps(counted)) == counted
    assert counted["for"]["cells"] == [[9, 10]]
    assert (counted["images"], counted["of_images"]) == (len(lens.selected), 240)
    assert counted["instances"] == len(lens.selected_instances)
    assert counted["cards"] == counted["images"]
    lens.view = {"face": "instances"}
    assert moment(lens).counted()["cards"] == counted["instances"]


def test_the_page_comes_with_names_tallies_outcomes_and_boxes(lens):
    lens.cells, lens.page, lens.open = [("9", "background")], 2, 7
    found, expected = moment(lens).page_rows(), lens.selected[12:24]
    assert found["rows"] == expected.rows.tolist()
    images = found["images"]
    rows = column(images, "row")
    assert rows == sorted({*expected.rows.tolist(), 7})
    by_row = dict(zip(rows, names(images), strict=True))
    assert [by_row[row] for row in found["rows"]] == list(expected.name)
    places = np.searchsorted(rows, found["rows"])
    for sum_ in ("tp", "fp", "fn"):
        assert values_of(images[sum_])[places].tolist() == getattr(expected, sum_).tolist()
    columns = lens.evaluation.columns
    outcomes, objects = arrays_of(found["outcomes"]), arrays_of(found["objects"])
    assert sorted(outcomes["row"]) == np.flatnonzero(np.isin(columns.outcomes.image, rows)).tolist()
    for name in ("image", "actual", "predicted", "first", "last", "truth", "prediction"):
        assert outcomes[name].tolist() == getattr(columns.outcomes, name)[outcomes["row"]].tolist()
    assert sorted(objects["row"]) == np.flatnonzero(np.isin(columns.objects.image, rows)).tolist()
    assert objects["x"].tolist() == columns.objects.x[objects["row"]].tolist()


def test_a_page_of_instances_names_outcomes_in_their_order(lens):
    lens.view = {"face": "instances", "instance_sort": "size"}
    lens.page = 3
    found, expected = moment(lens).page_rows(), lens.selected_instances[24:36]
    assert (found["rows"], found["instances"]) == ([], expected.rows.tolist())
    assert set(column(found["images"], "row")) == set(expected.image_rows.tolist())
    assert set(found["instances"]) <= set(column(found["outcomes"], "row"))


def test_tallies_of_every_image_take_three_bytes_each(lens):
    lens.confidence = 43
    columns = moment(lens).tallies()["columns"]
    assert {held["dtype"] for held in columns.values()} == {"uint8"}
    expected = evallens.demo().images("all", 43)
    for sum_ in ("tp", "fp", "fn"):
        assert values_of(columns[sum_])[expected.rows].tolist() == getattr(expected, sum_).tolist()


def test_an_answer_holds_until_what_it_was_counted_for_changes(lens):
    answers = {name: getattr(moment(lens), name)() for name in ("counted", "page_rows", "tallies")}

    def kept():
        return {name for name, held in answers.items() if moment(lens).is_answered(name, held)}

    assert kept() == {"counted", "page_rows", "tallies"}
    lens.page = 2
    assert kept() == {"counted", "tallies"}
    lens.page, lens.open = 1, 5
    assert kept() == {"counted", "tallies"}
    lens.open, lens.view = None, {"sort": "name"}
    assert kept() == {"counted", "tallies"}
    lens.view, lens.query = {"sort": "errors"}, "1"
    assert kept() == {"tallies"}
    lens.query, lens.confidence = "", 21
    assert kept() == set()
    lens.confidence = 20
    assert kept() == {"counted", "page_rows", "tallies"}
    assert not moment(lens).is_answered("counted", {})
