"""Queries on random evaluations against brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation.metrics import by_class, counts, order
from evallens.evaluation.metrics.confused import most_confused
from evallens.evaluation.metrics.counts import mask_of
from evallens.evaluation.polygon import inside
from evallens.matching.percent import percent_of
from tests import oracle
from tests.built import by_kind, class_columns, evaluation_of, plain, where_of
from tests.generated import evaluations, queries


@given(st.data())
def test_every_answer_is_that_of_brute_force(data):
    made = data.draw(evaluations())
    asked = data.draw(queries(made))
    ev, wanted = evaluation_of(made), where_of(asked)
    expected = oracle.answer(made, asked) | oracle.of_facets(made, asked)
    counted = ev.recount(wanted)
    total = ev.queries.rates(wanted)
    table, levels = ev.select(wanted), ev.queries.levels("clusters", wanted)
    of_levels = (levels.values, levels.images, levels.tallies.tp, levels.tallies.fp, levels.tallies.fn)
    f1_without = ev.queries.error_types(wanted).f1_without
    # Nothing is an error of the other kinds.
    expected["f1_without"] = [
        f1 if kind in f1_without else None for kind, f1 in zip(oracle.KINDS, expected["f1_without"], strict=True)
    ]
    found = {
        "visible": sorted(ev.queries.instances(wanted).rows.tolist()),
        "instance_rows": {sort: ev.queries.instances(wanted, sort).rows.tolist() for sort in oracle.INSTANCE_SORTS},
        "clusters": np.stack(of_levels, axis=1).tolist(),
        "kinds": by_kind(ev.queries.kinds(wanted)),
        "suspects": [[number, count] for number, count in enumerate(ev.queries.suspects(wanted).tolist()) if count],
        "f1_without": [plain(np.array(f1_without.get(kind, np.nan))) for kind in oracle.KINDS],
        "rows": {sort: ev.select(wanted, sort).rows.tolist() for sort in oracle.SORTS},
        "tallies": np.stack([table.tp, table.fp, table.fn], axis=1).tolist(),
        "f1": plain(table.f1),
        "instances": ev.queries.count(wanted).instances,
        "matrix": counted.matrix.tolist(),
        "shares": {by: plain(counted.normalize(by)) for by in ("actual", "predicted", "all")},
        "totals": {name: plain(getattr(total, name)) for name in expected["totals"]},
        "by_class": class_columns(ev.queries.by_class(wanted)),
        "mean_iou": ev.queries.by_class(wanted).mean_iou,
        "worst": [list(cell) for cell in most_confused(counted.matrix, ev.header)],
    }
    assert found == expected


@given(st.data())
def test_f1_of_any_number_of_values_orders_alike(data):
    made = data.draw(evaluations())
    asked = data.draw(queries(made))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(order, "_RADIX", data.draw(st.integers(0, 2)))
        rows = evaluation_of(made).select(where_of(asked), "f1").rows.tolist()
    assert rows == oracle.gallery(made, asked, "f1")


VALUES = st.sampled_from([float("nan"), float("inf"), float("-inf"), -1.0, 0.0, 0.5, 1.0, 2.0])
POINTS = st.lists(st.tuples(VALUES, VALUES), max_size=6)


@given(POINTS, POINTS)
def test_lasso_asks_of_each_point_what_a_loop_asks(points, vertices):
    x, y = np.array(points, np.float32).reshape(-1, 2).T
    with np.errstate(all="ignore"):
        expected = [_is_inside(np.float64(px), np.float64(py), vertices) for px, py in points]
    assert inside(x, y, vertices).tolist() == expected


def _is_inside(px, py, vertices):
    """Each edge in turn, with what float64 makes of infinities."""
    odd = False
    for (xi, yi), (xj, yj) in zip(vertices, [*vertices[-1:], *vertices[:-1]], strict=True):
        if (yi > py) != (yj > py) and px < (xj - xi) * (py - yi) / (yj - yi) + xi:
            odd = not odd
    return odd


@given(st.data())
def test_curve_agrees_with_the_matrix_at_every_threshold(data):
    made = data.draw(evaluations())
    wanted = where_of(data.draw(queries(made)))
    ev = evaluation_of(made)
    curve = ev.queries.curve(wanted)
    for percent in range(101):
        total = ev.queries.rates(replace(wanted, confidence=percent))
        assert (curve.tp[percent], curve.fp[percent], curve.fn[percent]) == (total.tp, total.fp, total.fn)


@given(st.data())
def test_classes_add_up_to_the_totals_whatever_a_mixup_counts_as(data):
    made = data.draw(evaluations())
    ev = evaluation_of(made)
    counted = ev.recount(where_of(data.draw(queries(made)))).matrix
    total = counts.of_matrix(counted, ev.header)
    found = by_class.of_matrix(counted, ev.header)
    mine = found.tallies
    assert (mine.tp.sum(), mine.fp.sum(), mine.fn.sum()) == (total.tp, total.fp, total.fn)
    assert np.array_equal(found.support, mine.tp + found.mixed_up + found.missed)


@given(st.data())
def test_curve_of_each_class_agrees_with_the_matrix_at_every_threshold(data):
    made = data.draw(evaluations())
    wanted = where_of(data.draw(queries(made)))
    ev = evaluation_of(made)
    wanted = wanted.only("images")
    shown = mask_of(ev.select(wanted).rows, ev.image_count)
    curve = by_class.curve(ev.columns.outcomes, shown[ev.columns.outcomes.image], ev.header)
    for percent in range(101):
        at = by_class.of_matrix(ev.recount(replace(wanted, confidence=percent)).matrix, ev.header).tallies
        for ours, theirs in ((curve.tp, at.tp), (curve.fp, at.fp), (curve.fn, at.fn)):
            assert np.array_equal(ours[:, percent], theirs)


@given(st.lists(st.floats(width=32), max_size=20))
def test_percent_is_the_largest_the_score_reaches(scores):
    for dtype in ("float32", "float64"):
        column = np.array(scores, dtype)
        assert percent_of(column).tolist() == [oracle.percent_of(score, dtype) for score in column.tolist()]
