"""The questions behind the vector of histograms: what others choose, a value alone, none at all."""

from __future__ import annotations

from collections.abc import Iterator

from tests import oracle
from tests.oracle import Json
from tests.vectors.cases import ask
from tests.vectors.facet_cases import facet_cases

ASKED: tuple[Json, ...] = (
    ask(),
    ask(split="test", confidence=45),
    ask(split="valid", confidence=100),
    ask(cells=[[0, 1], [1, 1], [3, 2]], confidence=20),
    ask(where={"area": {"range": [50, 2000]}, "score": {"range": [0.3, None]}}),
    ask(where={"iou": {"range": [0.55, 0.75]}}, clusters=[0, -1]),
    ask(query="no such name"),
)


def histogram_cases() -> Iterator[Json]:
    """Each question to each evaluation of ``facets``, and the histogram of each value."""
    for case in facet_cases():
        for asked in ASKED:
            found = {name: oracle.histogram(case.evaluation, asked, name) for name in ("area", "score", "iou")}
            yield {"evaluation": case.name, "asked": asked, "histograms": found}


def edge_cases() -> Iterator[Json]:
    """Values, and the ends of the bins that hold them."""
    values = [[], [0.0], [7.5, 7.5], [0.0, 1600.0], [2.0, 3.0], [0.1, 0.7, 0.3], [160.42525, 167309.934, 3.5e5]]
    for own in values:
        yield {"values": own, "edges": {name: oracle.bin_edges(own, name) for name in ("area", "score")}}
