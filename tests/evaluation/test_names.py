"""Names searched and sorted as columns, against Python's own strings."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from evallens.evaluation.columns.names import by_name, containing, first_rows, folded, folded_column
from evallens.evaluation.columns.strings import Strings
from tests import oracle

LETTERS = "aAbZ\0_Ä\u0308\u212a\u1100\u1161\U0001f600"
NAMES = st.lists(st.text(LETTERS, max_size=20), max_size=8)


@given(NAMES)
@example(["e", "\u0301"])
@example(["\u1100", "\u1161"])
def test_folding_a_column_folds_each_name(texts):
    assert list(folded_column(Strings.of(texts))) == [oracle.folded(text) for text in texts]


def test_a_column_that_is_folded_already_is_not_copied():
    names = Strings.of(["a.png", "ä.png"])
    assert folded_column(names) is names


@given(NAMES, st.text(LETTERS, max_size=3))
@example(["ab", "", "ba", "a"], "ab")
@example(["aba"], "\ud83d")
@example([], "a")
@example(["", ""], "a")
def test_search_finds_what_python_finds(texts, query):
    found = containing(folded_column(Strings.of(texts)), folded(query))
    assert found.tolist() == [oracle.folded(query) in oracle.folded(text) for text in texts]


@given(NAMES, st.data())
@example(["12345678", "1234567", "12345678", "123456789", "12345678\0"], None)
def test_order_is_that_of_code_points_and_then_of_rows(texts, data):
    rows = list(range(len(texts)))
    if data is not None and texts:
        rows = sorted(data.draw(st.sets(st.sampled_from(rows))))
    places = by_name(Strings.of(texts), np.array(rows, np.intp))
    assert [rows[place] for place in places] == sorted(rows, key=lambda row: (texts[row], row))


@given(NAMES)
@example(["12345678", "1234567", "12345678", "12345678\0", "1234567\0", "1234567"])
def test_first_rows_are_where_python_finds_a_name_first(texts):
    assert first_rows(Strings.of(texts)).tolist() == [texts.index(text) for text in texts]


@given(st.lists(st.integers(0, 3), min_size=2, max_size=40))
def test_long_beginnings_in_common_are_compared_to_the_end(numbers):
    texts = [f"{'folder/' * 5}{number}" for number in numbers]
    places = by_name(Strings.of(texts), np.arange(len(texts)))
    assert places.tolist() == sorted(range(len(texts)), key=lambda row: (texts[row], row))
