"""A column of strings behaves as the list it was made from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation.columns import strings
from evallens.evaluation.columns.strings import Strings

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=8)


@given(TEXTS)
def test_gives_back_what_it_was_made_of(texts):
    column = Strings.of(texts)
    assert len(column) == len(texts)
    assert list(column) == texts
    assert [column[row] for row in range(len(texts))] == texts


@given(TEXTS, st.data())
def test_take_picks_rows_in_any_order(texts, data):
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=9)) if texts else []
    assert list(Strings.of(texts).take(np.array(rows, np.intp))) == [texts[row] for row in rows]


@given(TEXTS, TEXTS)
def test_extended_appends(texts, more):
    assert list(Strings.of(texts).extended(Strings.of(more))) == texts + more


@given(TEXTS)
def test_order_of_bytes_is_the_order_of_code_points(texts):
    column = Strings.of(texts)
    by_bytes = sorted(range(len(texts)), key=column.utf8)
    assert [texts[row] for row in by_bytes] == sorted(texts)


def test_counts_rows_from_the_end_as_lists_do():
    assert Strings.of(["a", "b"])[-1] == "b"


@pytest.mark.parametrize("row", [2, -3])
def test_row_beyond_the_column_is_an_index_error(row):
    with pytest.raises(IndexError):
        Strings.of(["a", "b"])[row]


def test_half_a_surrogate_pair_becomes_a_question_mark():
    assert list(Strings.of(["a\ud83d", "b"])) == ["a?", "b"]


@given(TEXTS, st.data())
def test_after_leaves_out_the_first(texts, data):
    row = data.draw(st.integers(0, len(texts)))
    left = Strings.of(texts).after(row)
    assert list(left) == texts[row:]
    assert int(left.offsets[0]) == 0


@given(TEXTS, TEXTS)
def test_same_is_equal_string_by_string(texts, others):
    assert Strings.of(texts).is_same(Strings.of(others)) == (texts == others)


def test_more_strings_than_are_copied_at_once_are_all_taken(monkeypatch):
    monkeypatch.setattr(strings, "_AT_ONCE", 2)
    assert list(Strings.of(["a", "bc", "", "d"]).take(np.array([3, 1, 2, 0, 1]))) == ["d", "bc", "", "a", "bc"]
