"""Reading confusion entries as one buffer gives what JSON says, for whatever is written there."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evallens.errors import ResponseError
from evallens.rest.reports.entries import read_entries

_wholes = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 30)
_entries = st.lists(st.lists(_wholes, min_size=3, max_size=3), max_size=5)
_anything = st.recursive(
    st.none() | st.booleans() | _wholes | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=12,
)


def raws(values: list, separators: tuple[str, str]) -> list[msgspec.Raw]:
    return [msgspec.Raw(json.dumps(value, separators=separators).encode()) for value in values]


@given(lists=st.lists(_entries, max_size=6), separators=st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", ":")]))
def test_lists_of_three_whole_numbers_are_read_as_they_are(lists, separators):
    lengths, entries = read_entries(raws(lists, separators))
    assert lengths.tolist() == [len(one) for one in lists]
    assert entries.tolist() == [entry for one in lists for entry in one]


@example(values=[[5]])
@example(values=[[1, 2, 3]])
@example(values=[[[1]], [[1, 2]]])
@example(values=[1])
@example(values=[[], 1, []])
@example(values=[5, []])
@example(values=[[[0, 1, 2]], [[]]])
@given(values=st.lists(_anything, min_size=1, max_size=4))
def test_anything_else_is_an_error_in_words(values):
    is_right = all(
        isinstance(one, list)
        and all(isinstance(e, list) and len(e) == 3 and all(type(v) is int for v in e) for e in one)
        for one in values
    )
    if is_right:
        assert read_entries(raws(values, (",", ":")))[1].tolist() == [entry for one in values for entry in one]
        return
    with pytest.raises(ResponseError, match="does not follow the contract"):
        read_entries(raws(values, (",", ":")))
