"""Groups of rows against a plain loop, and how often they are built."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.groups import Groups, spans
from evallens.evaluation.metrics import counts
from tests.built import evaluation_of
from tests.generated import evaluations

KEYS = st.lists(st.sampled_from([0, 1, 2, 0xFFFF, 0x1_0000, 0x1_0001, 0xFFFF_FFFF]), max_size=12)


@given(KEYS, st.booleans())
def test_rows_of_a_key_are_found_in_their_order(keys, is_sorted):
    keys = sorted(keys) if is_sorted else keys
    groups = Groups.of(np.array(keys, np.uint32))
    assert groups.keys.tolist() == sorted(set(keys))
    for key in {*keys, 3}:
        rows, sizes = groups.find(np.array([key], np.uint32))
        assert rows.tolist() == [row for row, other in enumerate(keys) if other == key]
        assert sizes.tolist() == [keys.count(key)]


@given(KEYS, st.data())
def test_several_keys_are_found_one_after_another(keys, data):
    wanted = data.draw(KEYS)
    rows, sizes = Groups.of(np.array(keys, np.uint32)).find(np.array(wanted, np.uint32))
    assert rows.tolist() == [row for key in wanted for row, other in enumerate(keys) if other == key]
    assert sizes.tolist() == [keys.count(key) for key in wanted]


@given(KEYS, st.data())
def test_sums_are_those_of_a_loop(keys, data):
    counted = data.draw(st.lists(st.integers(0, 1 << 53), min_size=len(keys), max_size=len(keys)))
    groups = Groups.of(np.array(keys, np.uint32))
    for values in (counted, [count % 2 == 1 for count in counted]):
        expected = [sum(v for k, v in zip(keys, values, strict=True) if k == key) for key in sorted(set(keys))]
        dtype = np.bool_ if isinstance(next(iter(values), 0), bool) else np.int64
        assert groups.sums(np.array(values, dtype)).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=6))
def test_spans_count_on_from_each_start(pairs):
    starts, sizes = np.array(pairs, np.intp).reshape(-1, 2).T
    assert spans(starts, sizes).tolist() == [start + i for start, size in pairs for i in range(size)]


@given(st.data())
def test_tallies_of_some_images_are_those_of_all(data):
    ev = evaluation_of(data.draw(evaluations()))
    size = len(ev.columns.images)
    rows = np.array(data.draw(st.lists(st.integers(0, size - 1), max_size=6)) if size else [], np.intp)
    confidence = data.draw(st.integers(0, 100))
    outcomes = ev.columns.outcomes
    every = counts.per_image(outcomes, counts.active(outcomes, confidence), size, ev.header).take(rows)
    some = counts.of_images(outcomes, partial(counts.active, outcomes, confidence), rows, ev.header)
    for name in ("tp", "fp", "fn"):
        assert np.array_equal(getattr(some, name), getattr(every, name))


@pytest.fixture
def built(monkeypatch):
    """The sizes of the columns that groups were built of."""
    sizes = []
    build = Groups.of

    def counted(key):
        sizes.append(len(key))
        return build(key)

    monkeypatch.setattr(Groups, "of", counted)
    return sizes


def test_an_index_is_built_once_whatever_is_asked(built):
    ev = Evaluation(
        header=Header(title="", task="object-detection", classes=("cat", "dog"), background=None),
        columns=Columns(
            Images.of([f"{row}.png" for row in range(9)], ["test"] * 9),
            Outcomes.of([2, 1, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1], first=[0, 30, 0, 0]),
        ),
    )
    for confidence in range(101):
        for cells in ([], [("cat", "dog")], [("dog", "cat"), ("dog", "dog")]):
            ev.images(confidence=confidence, cells=cells)
        ev.confusion_matrix(confidence=confidence)
        ev.confusion_matrix(confidence=confidence, images=[0, 2])
    assert built == [4, 4, 4]  # By cell and by image, and the four cells of the cube.
