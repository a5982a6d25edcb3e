"""A column of strings behaves as the list it was made from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation.strings import Strings

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
