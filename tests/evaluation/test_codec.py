"""Tables as named arrays, as blocks and as frames: what goes in comes out, and what is no such thing is refused."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evallens.errors import DataError
from evallens.evaluation.columns import codec
from evallens.evaluation.columns.schema import ABSENT, numbers, optional, optional_text, text
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.table import Table


@dataclass(frozen=True, eq=False)
class Before(Table):
    id: Strings = field(metadata=text(same_as="name"))
    name: Strings = field(metadata=text())
    count: NDArray[np.int64] = field(metadata=numbers(np.int64))
    score: NDArray[np.floating] = field(metadata=numbers(np.floating, np.nan))


@dataclass(frozen=True, eq=False)
class After(Before):
    kind: NDArray[np.uint8] = field(default=ABSENT, metadata=optional(np.uint8, 9))
    note: Strings = field(default=ABSENT, metadata=optional_text())


def a_table(of=After, **more):
    names = Strings.of(["a", "Öl", ""])
    return of(id=names, name=names, count=np.array([1, 2, 1 << 40]), score=np.array([0.5, np.nan, -0.0]), **more)


def assert_same(one, other):
    assert type(one) is type(other)
    for name, values in one.columns().items():
        if isinstance(values, Strings):
            assert list(values) == list(getattr(other, name))
        else:
            assert values.dtype == getattr(other, name).dtype
            np.testing.assert_array_equal(values, getattr(other, name))


def column(values):
    return codec.block({"x": values})["x"]


@pytest.mark.parametrize("is_brief", [False, True])
@pytest.mark.parametrize("kind", [None, np.array([1, 9, 3], np.uint8)])
@pytest.mark.parametrize("note", [None, Strings.of(["", "β", ""])])
def test_a_table_comes_back_as_arrays_and_as_a_block_in_a_frame(kind, note, is_brief):
    table = a_table(kind=kind, note=note)
    arrays = codec.encode(table, is_brief=is_brief)
    assert_same(table, codec.decode(After, arrays))
    framed = codec.unframed(codec.framed({"rows": codec.block(arrays)}))
    assert_same(table, codec.decode(After, codec.arrays_of(framed["rows"])))


def test_a_column_that_a_reader_does_not_know_is_ignored():
    later = codec.encode(a_table(kind=np.array([1, 2, 3]), note=Strings.of("abc")))
    assert_same(a_table(Before), codec.decode(Before, later))


def test_an_optional_column_that_is_missing_holds_its_default():
    table = codec.decode(After, codec.encode(a_table(Before)))
    assert table.kind.tolist() == [9, 9, 9]
    assert table.kind.dtype == np.uint8
    assert list(table.note) == ["", "", ""]


def test_an_optional_column_is_not_written_where_it_says_nothing():
    added = {"kind", "note.data", "note.offsets"}
    assert not added & set(codec.encode(a_table()))
    assert added <= set(codec.encode(a_table(kind=np.array([9, 9, 8]), note=Strings.of(["", "", "x"]))))


def test_a_brief_form_leaves_out_what_a_reader_puts_there_itself():
    brief = codec.encode(a_table(), is_brief=True)
    assert set(brief) == {"name.data", "name.offsets", "count", "score"}
    assert list(codec.decode(After, brief).id) == ["a", "Öl", ""]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": None}, "rows/count is missing"),
        ({"name.data": None}, "rows/name is missing"),
        ({"name.offsets": None}, "rows/name.offsets is missing"),
        ({"count": np.zeros(3, np.uint64)}, "uint64 .*not a column of int64"),
        ({"count": np.array([0.5, 1, 2])}, "float64 .*not a column of int64"),
        ({"count": np.array([math.nan, 1, 2])}, "float64 .*not a column of int64"),
        ({"count": np.zeros((3, 1), np.int64)}, "not a column of int64"),
        ({"count": np.array(["a", "b", "c"])}, "not a column of int64"),
        ({"score": np.zeros(3, np.int8)}, "int8 .*not a column of floating"),
        ({"count": np.zeros(2, np.int64)}, "different lengths"),
        ({"name.offsets": np.array([0, 2, 1, 4])}, "offsets do not fit"),
        ({"name.offsets": np.array([0, 2, 4, 4])}, "begins inside a letter"),
        ({"name.data": np.array([255, 1, 1, 1], np.uint8)}, "not UTF-8"),
    ],
)
def test_what_does_not_fit_is_named(change, words):
    arrays = {n: a for n, a in {**codec.encode(a_table()), **change}.items() if a is not None}
    with pytest.raises(DataError, match=words):
        codec.decode(After, arrays, "rows/")


@given(st.lists(st.integers(-(1 << 31), 1 << 53), max_size=6))
def test_whole_numbers_come_back_as_they_were(values):
    sent = codec.arrays_of(codec.block({"x": np.array(values, np.int64)}))
    assert codec.numbers_of(sent, "x", np.int64).tolist() == values


@given(st.lists(st.sampled_from([math.nan, 0.0, -0.0, 1.5, math.inf]), max_size=4))
def test_floats_come_back_to_the_last_bit(values):
    found = codec.values_of(column(np.array(values, np.float32))).tolist()
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
def test_whole_numbers_are_held_in_the_smallest_type_that_holds_them(values, dtype):
    assert column(np.array(values, np.int64))["dtype"] == dtype


@pytest.mark.parametrize("value", [7, 70_000, -1, math.nan, 0.0, -0.0])
def test_a_column_of_one_value_is_held_as_that_one(value):
    values = np.full(1000, value)
    made = column(values)
    assert made["size"] == 1000
    assert len(made["data"]) == np.dtype(made["dtype"]).itemsize
    np.testing.assert_array_equal(codec.values_of(made), values)


@pytest.mark.parametrize("values", [[0.0, -0.0], [math.nan, 1.0], [1.0, math.nan], [1, 2, 1]])
def test_values_that_differ_are_not_taken_for_one(values):
    assert "size" not in column(np.array(values))


@pytest.mark.parametrize("layout", [lambda column: column.astype(">f4"), lambda column: np.repeat(column, 2)[::2]])
def test_a_column_in_another_layout_says_the_same(layout):
    values = np.array([1.5, 2.5], np.float32)
    assert codec.values_of(column(layout(values))).tolist() == values.tolist()


@pytest.mark.parametrize(
    "block",
    [
        {"x": None},
        {"x": {"dtype": "uint8"}},
        {"x": {"dtype": "object", "data": b""}},
        {"x": {"dtype": "uint16", "data": b"abc"}},
        {"x": {"dtype": "uint8", "data": b"ab", "size": 3}},
        {"x": {"dtype": "uint8", "data": b"a", "size": "many"}},
        {"x": {"dtype": "uint8", "data": b"a", "size": -1}},
        {"x": {"dtype": "uint8", "data": b"a", "size": 1 << 62}},
        {"x": {"dtype": ["uint8"], "data": b"a"}},
        {"x": {"dtype": "uint8", "data": "a"}},
    ],
)
def test_what_is_no_block_is_refused(block):
    with pytest.raises(DataError, match="damaged"):
        codec.arrays_of(block)


def test_lengths_are_compared_before_rows_are_made():
    huge = {"x": {"dtype": "uint8", "data": b"a", "size": 1 << 32}}
    arrays = {**codec.encode(a_table(Before)), "count": codec.arrays_of(huge)["x"]}
    with pytest.raises(DataError, match="different lengths"):
        codec.decode(Before, arrays)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner | st.binary(), max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), values | st.binary(), max_size=4))
def test_a_frame_gives_back_values_and_buffers_in_their_places(state):
    def has_bytes_in_a_list(value, *, inside=False):
        if isinstance(value, list):
            return any(has_bytes_in_a_list(one, inside=True) for one in value)
        if isinstance(value, dict):
            return any(has_bytes_in_a_list(one, inside=inside) for one in value.values())
        return inside and isinstance(value, bytes)

    def plain(value):
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        return bytes(value) if isinstance(value, memoryview) else value

    if not has_bytes_in_a_list(state):
        assert plain(codec.unframed(codec.framed(state))) == state


@given(st.data())
def test_a_frame_that_was_changed_is_refused_or_still_one(data):
    whole = codec.framed({"a": {"b": b"12345", "c": 1}, "d": b""})
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    odd = bytearray(cut)
    if odd:
        odd[data.draw(st.integers(0, len(odd) - 1))] ^= data.draw(st.integers(0, 255))
    try:
        codec.unframed(bytes(odd))
    except DataError:
        return
