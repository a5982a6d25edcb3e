"""Random evaluations: whatever is asked, tables answer as columns do."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evallens.evaluation import Evaluation
from evallens.evaluation.metrics.order import InstanceSort
from tests import oracle
from tests.built import evaluation_of, where_of
from tests.generated import evaluations, queries
from tests.tables.framed import in_tables

FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("own", ["arrow", "polars"])
@FEW
@given(data=st.data())
def test_tables_answer_as_columns(own, data):
    vector = data.draw(evaluations())
    ev = evaluation_of(vector)
    tables = in_tables(ev, own)
    assert tables.extent == ev.extent
    assert (tables.facets, tables.splits, tables.default_split) == (ev.facets, ev.splits, ev.default_split)
    for _ in range(3):
        compare(ev, tables, where_of(data.draw(queries(vector))), data)


def compare(ev: Evaluation, tables: Evaluation, where, data) -> None:
    mine, theirs = ev.queries, tables.queries
    assert theirs.count(where) == mine.count(where)
    for name in ("matrix", "kinds", "suspects"):
        assert np.array_equal(getattr(theirs, name)(where), getattr(mine, name)(where)), name
    for name in ("rates", "curve", "class_curves"):
        assert same(getattr(theirs, name)(where), getattr(mine, name)(where)), name
    assert theirs.cube(where).outcomes.count.tolist() == mine.cube(where).outcomes.count.tolist()
    for sort in oracle.SORTS:
        page = mine.page(where, sort, start=1, size=3)
        found = theirs.page(where, sort, start=1, size=3)
        assert found.rows.tolist() == page.rows.tolist(), sort
        assert same(found.tallies, page.tallies)
    for by in get_args(InstanceSort):
        assert theirs.instances(where, by).rows.tolist() == mine.instances(where, by).rows.tolist(), by
    for most in (2, 100):
        assert theirs.sample(where, most).tolist() == mine.sample(where, most).tolist()
    check_places(ev, tables, where, data)
    levels, expected = theirs.levels("clusters", where), mine.levels("clusters", where)
    assert levels.values.tolist() == expected.values.tolist()
    assert levels.images.tolist() == expected.images.tolist()
    assert same(levels.tallies, expected.tallies)
    for name in ("area", "score", "iou"):
        if name in ev.facets:
            bins, counted = theirs.histogram(name, where), mine.histogram(name, where)
            assert (bins.is_spread, bins.unknown) == (counted.is_spread, counted.unknown), name
            assert np.array_equal(bins.edges, counted.edges), name
            assert bins.instances.tolist() == counted.instances.tolist(), name
    rows = np.array(data.draw(st.lists(st.integers(0, ev.image_count - 1), max_size=4)) if ev.image_count else [], int)
    check_rows(ev, tables, where, rows)


def check_places(ev: Evaluation, tables: Evaluation, where, data) -> None:
    box = data.draw(st.sampled_from([None, (0.0, 0.0, 1.0, 2.0), (-1.0, 0.25, 0.5, 0.75)]))
    by_cluster = data.draw(st.booleans())
    mine, theirs = (one.queries.raster(where, box, 4, by_cluster=by_cluster) for one in (ev, tables))
    assert (mine is None) == (theirs is None)
    if mine is not None and theirs is not None:
        assert (theirs.box, theirs.confidence) == (mine.box, mine.confidence)
        assert theirs.counts.tolist() == mine.counts.tolist()
        assert theirs.errors.tolist() == mine.errors.tolist()
        found, expected = theirs.clusters, mine.clusters
        assert (found is not None) == (expected is not None) == by_cluster
        assert found is None or expected is None or np.array_equal(found, expected)
    assert tables.queries.sample(where, 2, box).tolist() == ev.queries.sample(where, 2, box).tolist()


def check_rows(ev: Evaluation, tables: Evaluation, where, rows) -> None:
    mine, theirs = ev.queries, tables.queries
    ascending = np.unique(rows)
    assert same(theirs.tallies(where, ascending), mine.tallies(where, ascending))
    assert theirs.find(["id-0", "id-99", "id-0"]) == mine.find(["id-0", "id-99", "id-0"])
    for name in ["", *list(ev.columns.images.name)[:2]]:
        assert theirs.named(name).tolist() == mine.named(name).tolist()
    assert list(theirs.images(rows).name) == list(mine.images(rows).name)
    for asked in ((rows, None), (rows, where.confidence), (None, where.confidence)):
        outcomes, expected = theirs.outcomes(*asked), mine.outcomes(*asked)
        assert outcomes.rows.tolist() == expected.rows.tolist()
        for name, column in expected.outcomes.columns().items():
            assert np.array_equal(getattr(outcomes.outcomes, name), np.asarray(column), equal_nan=True), name
    objects, of_memory = theirs.objects(rows), mine.objects(rows)
    assert objects.rows.tolist() == of_memory.rows.tolist()
    assert objects.objects.pixel_area.tolist() == pytest.approx(of_memory.objects.pixel_area.tolist(), nan_ok=True)


def same(one, other) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("tp", "fp", "fn"))
