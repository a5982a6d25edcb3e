"""What tables do not answer: said in words, and answered of the images that are brought into memory."""

from __future__ import annotations

import numpy as np
import pytest

import evallens
from evallens.errors import InputError
from tests.tables.framed import in_tables


@pytest.fixture(scope="module")
def both(engine):
    ev = evallens.demo()
    return ev, in_tables(ev, engine)


@pytest.mark.parametrize(
    "ask",
    [
        lambda ev: ev.map_results(),
        lambda ev: ev.calibration(),
        lambda ev: ev.suspects(),
        lambda ev: ev.label_quality(),
        lambda ev: ev.without({"label": [0]}),
        lambda ev: ev.test("f1"),
        lambda ev: ev.recommendations(),
        lambda ev: evallens.compare(ev, evallens.demo("v2")),
        lambda ev: ev.save("never.evallens"),
    ],
    ids=["map", "calibration", "suspects", "quality", "without", "test", "recommendations", "compare", "save"],
)
def test_what_needs_every_row_in_memory_says_so(both, ask):
    with pytest.raises(InputError):
        ask(both[1])


def test_images_of_a_filter_are_brought_with_all_that_is_theirs(both):
    ev, tables = both
    rows = ev.images("test", clusters=[0]).rows
    expected, found = ev.to_memory(rows), tables.to_memory(tables.images("test", clusters=[0]))
    for name in ("images", "outcomes", "objects"):
        for column, values in getattr(expected.columns, name).columns().items():
            own = getattr(getattr(found.columns, name), column)
            if isinstance(values, np.ndarray):
                assert np.array_equal(own, values, equal_nan=values.dtype.kind == "f"), (name, column)
            elif column != "attributes":
                assert list(own) == list(values), column
    assert found.map_results() == expected.map_results()
    assert found.picture(0) == ev.picture(int(np.sort(rows)[0]))


def test_all_of_memory_is_what_it_was():
    ev = evallens.demo()
    again = ev.to_memory()
    assert again.confusion_matrix("all", 30).matrix.tolist() == ev.confusion_matrix("all", 30).matrix.tolist()
    assert again.map_results() == ev.map_results()


def test_two_models_are_brought_one_by_one():
    both = evallens.compare(evallens.demo("v1"), evallens.demo("v2"))
    with pytest.raises(InputError, match="one model"):
        both.to_memory()
