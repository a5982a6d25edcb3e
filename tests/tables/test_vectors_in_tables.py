"""The golden vectors over table engines: the same answers as from columns, to the last digit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests import oracle
from tests.built import by_kind, class_columns, evaluation_of, plain, where_of
from tests.oracle import Json
from tests.tables.framed import in_tables

MOST = 8
"""Queries of each vector that are asked of each engine."""
FOLDER = Path(__file__).parents[1] / "vectors"
FACETS = sorted(f"facets/{path.stem}" for path in (FOLDER / "facets").glob("*.json"))
FILES = sorted(
    path.stem for path in FOLDER.glob("*.json") if path.stem not in {"scores", "intervals", "masks", "pages"}
)


def _read(name: str) -> Json:
    vector: Json = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return vector


@pytest.mark.parametrize("name", [*FILES, *FACETS])
def test_every_answer_is_that_of_the_vector(name, engine):
    vector = _read(name)
    check(vector, in_tables(evaluation_of(vector), engine), has_objects=name in FACETS)


def some(queries: list[Json]) -> list[Json]:
    """Evenly a few of them: an engine takes a tenth of a second for what columns answer in a thousandth."""
    return queries[:: max(1, len(queries) // MOST)]


def check(vector: Json, ev, *, has_objects: bool) -> None:
    for query in some(vector["queries"]):
        asked, answer = query["asked"], query["answer"]
        where = where_of(asked)
        for sort in oracle.SORTS:
            assert ev.select(where, sort).rows.tolist() == answer["rows"][sort], (asked, sort)
        table = ev.select(where)
        assert np.stack([table.tp, table.fp, table.fn], axis=1).tolist() == answer["tallies"], asked
        assert ev.recount(where).matrix.tolist() == answer["matrix"], asked
        total = ev.queries.rates(where)
        assert {name: plain(getattr(total, name)) for name in answer["totals"]} == answer["totals"], asked
        assert class_columns(ev.queries.by_class(where)) == answer["by_class"], asked
        counted = ev.queries.count(where)
        assert (counted.instances, counted.images) == (answer["instances"], len(table)), asked
        if "curve" in answer:
            found = ev.queries.curve(where)
            points = zip(*(c.tolist() for c in (found.tp, found.fp, found.fn)), strict=True)
            assert oracle.steps([oracle.Tally(*point) for point in points]) == answer["curve"], asked
        if has_objects:
            _check_facets(ev, where, asked, answer)


def _check_facets(ev, where, asked: Json, answer: Json) -> None:
    for sort in oracle.INSTANCE_SORTS:
        found = ev.queries.instances(where, sort).rows
        assert found.tolist() == answer["instance_rows"][sort], (asked, sort)
    levels = ev.queries.levels("clusters", where)
    columns = (levels.values, levels.images, levels.tallies.tp, levels.tallies.fp, levels.tallies.fn)
    assert np.stack(columns, axis=1).tolist() == answer["clusters"], asked
    assert by_kind(ev.queries.kinds(where)) == answer["kinds"], asked
    suspects = ev.queries.suspects(where).tolist()
    assert [[number, count] for number, count in enumerate(suspects) if count] == answer["suspects"], asked
    without = ev.queries.error_types(where).f1_without
    f1s = {name: plain(np.array(f1)) for name, f1 in without.items()}
    assert f1s.items() <= dict(zip(oracle.KINDS, answer["f1_without"], strict=True)).items(), asked


def test_histograms_count_over_every_other_facet(engine):
    vector = _read("histograms/ranges")
    opened = {case["evaluation"]: None for case in vector["cases"]}
    held = {name: in_tables(evaluation_of(_read(name)), engine) for name in opened}
    for case in vector["cases"]:
        for name, answer in case["histograms"].items():
            found = held[case["evaluation"]].queries.histogram(name, where_of(case["asked"]))
            told = {"edges": plain(found.edges), "instances": plain(found.instances), "unknown": found.unknown}
            assert told == answer, (case["evaluation"], case["asked"], name)
