"""A facet is defined once: its definition checks, filters, and is all there is to add."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import evallens
from evallens.errors import InputError
from evallens.evaluation import Evaluation, facets
from evallens.evaluation.arguments import whole
from evallens.evaluation.facets import FACETS, ImageFacet, OutcomeFacet, Range
from evallens.evaluation.where import Where


@pytest.fixture(scope="module")
def ev() -> Evaluation:
    return evallens.demo()


def every(number: Any, _header: Any, _columns: Any) -> int:
    return whole(number, "every is a whole number")


EVERY = ImageFacet[int](
    name="every", empty=1, check=every, keep=lambda number, images: np.arange(len(images)) % number == 0
)
"""A toy: keeps one image in so many."""

FIRST = OutcomeFacet[int](
    name="first",
    group="outcomes",
    empty=0,
    check=every,
    keep=lambda least, behind, rows: behind.columns.outcomes.first[rows] >= least,
)
"""A toy: keeps the outcomes that begin at a threshold or later."""


@pytest.fixture
def toys(monkeypatch) -> None:
    monkeypatch.setattr(facets, "FACETS", (*FACETS, EVERY, FIRST))


@pytest.mark.usefixtures("toys")
def test_a_new_facet_of_images_filters_every_sum(ev):
    table = ev.images("all", every=7)
    assert (table.rows % 7 == 0).all()
    assert len(table) == -(-ev.image_count // 7)
    shown = ev.where("all", every=7, cells=[("3", "8")])
    assert ev.queries.matrix(shown).tolist() == ev.confusion_matrix("all", images=table).matrix.tolist()
    assert ev.queries.rates(shown).tp == np.trace(ev.queries.matrix(shown))


@pytest.mark.usefixtures("toys")
def test_a_new_facet_of_outcomes_filters_instances_but_no_rates(ev):
    shown = ev.where("test", 60, first=40)
    assert (ev.queries.instances(shown).outcomes.first >= 40).all()
    assert 0 < ev.queries.count(shown).instances < ev.queries.count(shown.without("first")).instances
    assert ev.queries.matrix(shown).sum() == ev.queries.count(shown).instances
    assert ev.queries.rates(shown).tp == ev.queries.rates(shown.without("first")).tp


@pytest.mark.usefixtures("toys")
def test_a_new_facet_checks_its_argument_and_is_named_where_another_is_misspelt(ev):
    with pytest.raises(InputError, match="every is a whole number, not 'x'"):
        ev.images(every="x")
    with pytest.raises(InputError, match=r"No filter named 'evry'. Did you mean 'every'\?"):
        ev.images(evry=2)


@pytest.mark.usefixtures("toys")
def test_an_empty_value_is_no_facet(ev):
    assert ev.where(every=1, first=0) == ev.where()
    assert dict(ev.where(cells=[], clusters=None, lasso=(), query="", where={"area": None}).facets) == {}


def test_ranges_are_pairs_or_what_a_trait_holds(ev):
    held = ev.where(where={"score": (0.25, None)})
    assert held["score"] == Range(0.25, None)
    assert facets.as_traits(held.facets)["where"] == {"score": {"range": [0.25, None]}}
    assert ev.where(**facets.as_traits(held.facets)) == held


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (5, "where is a dict such as"),
        ({"aera": (0, 1)}, "No entry of where named 'aera'. Did you mean 'area'?"),
        ({"area": 5}, 'where["area"] is a range (low, high); None is an open end, not 5'),
        ({"area": (1, 0)}, "finite numbers with low <= high, not (1, 0)"),
        ({"iou": (0, float("nan"))}, "finite numbers"),
        ({"iou": ("a", 1)}, "is a range (low, high)"),
        ({"score": {"in": [1]}}, "is a range (low, high); None is an open end, not {'in': [1]}"),
        ({"score": (50, 90)}, "every score is between 0 and 1, so none is in (50, 90)"),
        ({"area": (None, -1)}, "every area is 0 or more, so none is in (None, -1)"),
    ],
)
def test_what_is_no_range_is_said_in_words(ev, where, message):
    with pytest.raises(InputError) as caught:
        ev.images(where=where)
    assert message in str(caught.value)


def test_without_boxes_there_are_no_ranges_to_choose():
    plain = evallens.evaluate(["a", "b"], ["a", "a"])
    assert plain.facets == ("lasso", "query", "picked", "marked_images", "cells", "kinds")
    with pytest.raises(InputError, match="has no boxes, so its outcomes have no area"):
        plain.images(where={"area": (0, 1)})


def test_an_image_needs_one_outcome_that_passes_everything_at_once(ev):
    wanted = ev.where("all", 20, cells=[("3", "8")], where={"score": (0.7, None)})
    apart = [set(ev.select(wanted.without(name)).rows.tolist()) for name in ("cells", "score")]
    both = set(ev.select(wanted).rows.tolist())
    assert both < apart[0] & apart[1]
    assert both == set(ev.queries.instances(wanted).outcomes.image.tolist())


def test_levels_of_a_facet_count_over_the_others(ev):
    wanted = Where(split="test", confidence=20, facets={"clusters": (0,), "query": "1"})
    levels = ev.queries.levels("clusters", wanted)
    assert len(levels.values) > 1
    for cluster, images in zip(levels.values.tolist(), levels.images.tolist(), strict=True):
        assert images == len(ev.select(wanted.having(clusters=(cluster,))))
    with pytest.raises(InputError, match="'query' chooses among no levels"):
        ev.queries.levels("query", wanted)


def test_a_histogram_counts_over_every_facet_but_its_own(ev):
    wanted = ev.where("test", 20, [("3", "background"), ("3", "3")], where={"score": (0.5, 0.6), "area": (0, 1e4)})
    found = ev.queries.histogram("score", wanted)
    shown = ev.queries.instances(wanted.without("score")).outcomes
    assert found.instances.sum() + found.unknown == shown.count.sum()
    assert found.unknown == ev.queries.matrix(wanted.without("score"))[3, 10]
    assert len(found.edges) == len(found.instances) + 1 == 41
    for low, high, instances in zip(found.edges, found.edges[1:], found.instances[:-1], strict=False):
        between = wanted.having(score=Range(float(low), float(np.nextafter(np.float32(high), np.float32(0)))))
        assert instances == pytest.approx(ev.queries.count(between).instances, abs=1)
    with pytest.raises(InputError, match="'cells' chooses no range"):
        ev.queries.histogram("cells", wanted)


def test_a_sample_of_points_is_spread_over_the_visible_images(ev):
    wanted = ev.where("all", query="1")
    every_row = np.sort(ev.select(wanted).rows)
    assert ev.queries.sample(wanted, 10**6).tolist() == every_row.tolist()
    some = ev.queries.sample(wanted, 10)
    assert len(some) == 10
    assert set(some.tolist()) < set(every_row.tolist())


def test_rows_and_ids_find_one_another(ev):
    rows = np.array([5, 3])
    images = ev.queries.images(rows)
    assert ev.queries.find([*images.id, "nowhere"]) == [5, 3, None]
    held = ev.queries.outcomes(rows, 20)
    assert set(held.outcomes.image.tolist()) == {5, 3}
    assert (held.outcomes.first <= 20).all()
    assert held.outcomes.actual.tolist() == ev.columns.outcomes.actual[held.rows].tolist()
    found = ev.queries.objects(rows)
    assert set(found.objects.image.tolist()) <= {5, 3}
    assert len(found.rows) == len(found.objects)
