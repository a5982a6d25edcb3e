"""How far two models are apart: made by brute force, answered by the package to the last digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from evallens.evaluation import Header, Outcomes
from evallens.evaluation.metrics.counts import active
from evallens.evaluation.metrics.two_rates import Counted, Rate, ratios
from evallens.statistics.clustered import clustered
from tests.built import plain
from tests.oracle import Json

CASES = json.loads((Path(__file__).parent / "comparisons" / "apart.json").read_text("utf-8"))["cases"]


def counted(case: Json, model: int, *, is_by_class: bool) -> Counted:
    columns = {name: np.array(values, np.int64) for name, values in case["models"][model].items()}
    rows = Outcomes.of(**columns)
    held = rows.take(active(rows, case["confidence"][model]))
    header = Header(
        title="",
        task="object-detection",
        classes=tuple(map(str, range(case["classes"]))),
        background=case["background"],
        mixups=case["mixups"][model],
    )
    return Counted(header, held, held.image, None if is_by_class else [np.ones(len(held), np.bool_)])


@pytest.mark.parametrize("case", CASES, ids=[f"{case['images']} images" for case in CASES])
@pytest.mark.parametrize("rate", ["precision", "recall", "f1"])
def test_two_models_are_apart_by_as_much(case, rate):
    for name, labels in (("all", 1), ("by_class", case["classes"])):
        both = (counted(case, 0, is_by_class=labels > 1), counted(case, 1, is_by_class=labels > 1))
        found = ratios(both, cast("Rate", rate), case["images"], labels)
        told = clustered(found)
        rows = [
            [*plain(np.array(ends)), holding]
            for *ends, holding in zip(told.delta, told.low, told.high, found.holding.tolist(), strict=True)
        ]
        wanted = case["apart"][rate][name]
        assert rows == ([wanted] if name == "all" else wanted)
