"""Results of tables are looked up as far as they are looked at."""

from __future__ import annotations

import pytest

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.tables import paged
from tests.tables.framed import in_tables


@pytest.fixture(scope="module")
def tables():
    found = in_tables(evallens.demo(), "duckdb")
    # The cube of everything is asked for once.
    found.confusion_matrix()
    return found


@pytest.fixture
def asked(tables, monkeypatch):
    """The answers of the engine, by their number of rows."""
    engine = type(tables.tables.engine)
    answered = engine.answered
    sizes: list[int] = []

    def noted(self, frame):
        found = answered(self, frame)
        sizes.append(found.num_rows)
        return found

    monkeypatch.setattr(engine, "answered", noted)
    return sizes


def test_a_result_has_a_length_and_parts_before_its_rows(tables, asked):
    found, expected = tables.images("all"), evallens.demo().images("all")
    assert len(found) == 960
    assert found[24:48].rows.tolist() == expected.rows[24:48].tolist()
    assert found[24:48].tp.tolist() == expected.tp[24:48].tolist()
    assert max(asked) <= 48
    assert repr(found) == "ImageTable(960 images)"
    assert list(found[955:].name) == list(expected[955:].name)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found[found.fp > 1].rows.tolist() == expected[expected.fp > 1].rows.tolist()


def test_going_through_brings_one_page_after_another(tables, asked, monkeypatch):
    monkeypatch.setattr(paged, "_AT_ONCE", 100)
    cells = [("9", "background")]
    assert list(tables.images("all", cells=cells)) == list(evallens.demo().images("all", cells=cells))
    instances = tables.instances("all")
    each = iter(instances)
    first = [next(each) for _ in range(3)]
    # A row is a tuple with NaN in it, which equals itself as the same object alone.
    assert list(map(repr, first)) == list(map(repr, evallens.demo().instances("all")[:3]))
    assert max(asked) <= 250


def test_more_than_fits_is_said_in_numbers(tables, monkeypatch):
    monkeypatch.setattr(paged, "MOST", 200)
    found = tables.images("test")
    for bring in (found.to_arrow, found.to_pandas, lambda: found.rows, lambda: found[found.fp > 1]):
        with pytest.raises(InputError, match=r"These are 240 images in tables: .*as in \[:1000\]"):
            bring()
    assert len(found[:150].to_arrow()) == 150
    with pytest.raises(InputError, match="These are 1,459 instances in tables"):
        tables.instances("test").to_arrow()
    with pytest.raises(UnknownNameError, match="errors"):
        tables.images("test", sort="erors")
