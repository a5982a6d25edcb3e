"""Two models against the golden vectors: every number of a comparison, counted from columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from evallens import Evaluation
from evallens.evaluation.metrics.two import NO_CHANGE
from evallens.evaluation.where import Where
from tests.built import both_of, where_of
from tests.oracle import Json

FOLDER = Path(__file__).parent
FILES = sorted(path.stem for path in (FOLDER / "two").glob("*.json"))


@pytest.fixture(scope="module", params=FILES)
def vector(request) -> Json:
    found: Json = json.loads((FOLDER / "two" / f"{request.param}.json").read_text("utf-8"))
    return found


def asked_of(vector: Json) -> Iterator[tuple[Evaluation, Where, Json, Json]]:
    ev = both_of(vector)
    for query in vector["queries"]:
        yield ev, where_of(query["asked"]), query["asked"], query["answer"]


def test_both_matrices_and_their_difference(vector):
    for ev, where, asked, answer in asked_of(vector):
        before, after = ev.in_memory.compared(where).matrices(where)
        assert before.tolist() == answer["baseline"], asked
        assert after.tolist() == answer["shown"] == ev.queries.matrix(where).tolist(), asked
        assert (after - before).tolist() == answer["difference"], asked


def test_every_outcome_and_image_has_its_word(vector):
    for ev, where, asked, answer in asked_of(vector):
        compared = ev.in_memory.compared(where)
        assert compared.change.tolist() == answer["change"], asked
        for codes, expected in zip(compared.two.codes, answer["codes"], strict=True):
            rows = np.flatnonzero(codes != NO_CHANGE)
            assert np.stack([rows, codes[rows]], axis=1).tolist() == expected, asked


def test_transitions_are_counted_by_class(vector):
    for ev, where, asked, answer in asked_of(vector):
        counted = ev.in_memory.compared(where).transitions(where).counted
        found = [[*place, int(counted[tuple(place)])] for place in np.argwhere(counted).tolist()]
        assert found == answer["transitions"], asked


def test_images_and_instances_are_those_of_both_models(vector):
    for ev, where, asked, answer in asked_of(vector):
        for sort, rows in answer["rows"].items():
            assert ev.select(where, sort).rows.tolist() == rows, (asked, sort)
        table = ev.queries.instances(where)
        assert table.rows.tolist() == answer["instance_rows"], asked
        found = ev.queries.count(where)
        assert found.images == len(answer["rows"]["errors"]), asked
        assert found.instances == int(table.behind.columns.outcomes.count[table.rows].sum()), asked
