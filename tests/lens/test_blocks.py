"""Columns as they travel: what they decode to, how few bytes they are, and that they are not copied."""

from __future__ import annotations

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation import Images, Outcomes
from evallens.lens.wire.blocks import bytes_of, column, images_block, outcomes_block, values_of

NAMES = ["a.png", "b.png", "c.png"]


@given(st.lists(st.integers(-(1 << 31), 1 << 53), max_size=6))
def test_whole_numbers_come_back_as_they_were(values):
    assert values_of(column(np.array(values, np.int64))).tolist() == values


@given(st.lists(st.sampled_from([math.nan, 0.0, -0.0, 1.5, math.inf]), max_size=4))
def test_floats_come_back_to_the_last_bit(values):
    found = values_of(column(np.array(values, np.float32))).tolist()
    assert [struct.pack("<f", value) for value in found] == [struct.pack("<f", value) for value in values]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([0, 255], "uint8"),
        ([-1, 127], "int8"),
        ([0, 256], "uint16"),
        ([-1, 128], "int16"),
        ([0, 65_536], "uint32"),
        ([0, 0xFFFF_FFFF], "uint32"),
        ([-1, 32_768], "int32"),
        ([0, 1 << 53], "float64"),
        ([], "uint8"),
    ],
)
def test_whole_numbers_travel_in_the_smallest_type_that_holds_them(values, dtype):
    assert column(np.array(values, np.int64))["dtype"] == dtype


@pytest.mark.parametrize("value", [7, 70_000, -1, math.nan, 0.0, -0.0])
def test_a_column_of_one_value_travels_as_that_one(value):
    values = np.full(1000, value)
    made = column(values)
    assert made["size"] == 1000
    assert len(made["data"]) == np.dtype(made["dtype"]).itemsize
    np.testing.assert_array_equal(values_of(made), values)


@pytest.mark.parametrize("values", [[0.0, -0.0], [math.nan, 1.0], [1.0, math.nan], [1, 2, 1]])
def test_values_that_differ_are_not_taken_for_one(values):
    assert "size" not in column(np.array(values))


def test_a_column_that_fits_is_handed_over_without_a_copy():
    outcomes = Outcomes.of(np.arange(70_000), [0] * 70_000, [1] * 70_000, last=np.arange(70_000) % 101)
    block = outcomes_block(outcomes, 0, has_objects=False)
    for name in ("image", "last"):
        assert np.shares_memory(np.frombuffer(block[name]["data"], np.uint8), getattr(outcomes, name))
        assert block[name]["data"].readonly


def test_names_are_handed_over_without_a_copy():
    images = Images.of(NAMES, ["test"] * 3)
    assert np.shares_memory(np.frombuffer(images_block(images, 0)["name.data"]["data"], np.uint8), images.name.data)


@pytest.mark.parametrize("layout", [lambda column: column.astype(">f4"), lambda column: np.repeat(column, 2)[::2]])
def test_a_column_in_another_layout_says_the_same(layout):
    values = np.array([1.5, 2.5], np.float32)
    assert values_of(column(layout(values))).tolist() == values.tolist()


def test_ids_travel_only_where_they_are_not_the_names():
    named = images_block(Images.of(NAMES, ["test"] * 3), 0)
    assert not [name for name in named if name.startswith("id.")]
    other = images_block(Images.of(NAMES, ["test"] * 3, ids=["1", "2", "c.png"]), 0)
    assert bytes(other["id.data"]["data"]) == b"12c.png"
    # What counts are the rows of the block itself.
    assert "id.data" not in images_block(Images.of(NAMES, ["test"] * 3, ids=["1", "2", "c.png"]), 2)


def test_a_later_block_holds_the_later_rows():
    images = Images.of(NAMES, ["test", "test", "valid"], embedding=np.arange(6.0).reshape(3, 2))
    block = images_block(images, 1)
    assert bytes(block["name.data"]["data"]) == b"b.pngc.png"
    assert values_of(block["name.offsets"]).tolist() == [0, 5, 10]
    assert values_of(block["x"]).tolist() == [2, 4]
    outcomes = outcomes_block(Outcomes.of([0, 1, 2], [0, 1, 2], [1, 1, 1]), 2, has_objects=True)
    assert {name: values_of(c).tolist() for name, c in outcomes.items() if name != "iou"} == {
        "image": [2], "actual": [2], "predicted": [1], "count": [1], "first": [0], "last": [100],
        "truth": [0xFFFF_FFFF], "prediction": [0xFFFF_FFFF],
    }  # fmt: skip


def test_what_is_the_same_in_every_row_costs_nothing():
    n = 100_000
    outcomes = Outcomes.of(np.zeros(n), np.zeros(n), np.ones(n))
    assert bytes_of(outcomes_block(outcomes, 0, has_objects=True)) < 32
