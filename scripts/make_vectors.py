"""Write tests/vectors/*.json: the answers that Python and the front end must both give, by brute force.

Run it after a change of the definitions: ``python scripts/make_vectors.py``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import oracle, oracle_two  # noqa: E402 - found through the line above
from tests.vectors import (  # noqa: E402 - after the path is set
    collection_cases,
    column_cases,
    masks,
    reason_cases,
)
from tests.vectors.apart_cases import apart_cases  # noqa: E402 - after the path is set
from tests.vectors.cases import Case, boundary_scores, cases, proportions  # noqa: E402 - after the path is set
from tests.vectors.cube_cases import cube_cases  # noqa: E402 - after the path is set
from tests.vectors.facet_cases import facet_cases  # noqa: E402 - after the path is set
from tests.vectors.histogram_cases import edge_cases, histogram_cases  # noqa: E402 - after the path is set
from tests.vectors.order_cases import order_cases  # noqa: E402 - after the path is set
from tests.vectors.page_cases import PAGE_SIZE, TASKS, page_steps  # noqa: E402 - after the path is set
from tests.vectors.region_cases import region_cases  # noqa: E402 - after the path is set
from tests.vectors.segmentation_cases import segmentation_cases  # noqa: E402 - after the path is set
from tests.vectors.two_cases import TwoCase, two_cases  # noqa: E402 - after the path is set

FOLDER = ROOT / "tests" / "vectors"


def texts() -> dict[str, str]:
    """The text of every file by its name."""
    written = {f"{case.name}.json": _text(_vector(case)) for case in [*cases(), *facet_cases()]}
    apart = {
        "scores": _scores(),
        "intervals": _intervals(),
        "comparisons/apart": {
            "about": "How far the second of two models is from the first: [delta, low, high, images], null: unknown.",
            "cases": list(apart_cases()),
        },
        "masks": masks.vector(),
        "columns/blocks": column_cases.vector(),
        "columns/cubes": {
            "about": "Outcomes, the blocks of the cube that they fold to, bytes in base64, and what those hold.",
            "cases": list(cube_cases()),
        },
        "orders/classes": _orders(),
        "pages": _pages(),
        "collections/boxes": collection_cases.collected(),
        "histograms/ranges": _histograms(),
        "reasons/suspects": {
            "about": "Why the label of an object is suspect, in words; other is the class of the label in question.",
            "classes": reason_cases.CLASSES,
            "cases": list(reason_cases.reason_cases()),
        },
        "pictures/segmentations": {
            "about": "Pixels of segmentations, and the bytes they travel in.",
            "cases": list(segmentation_cases()),
        },
        "pictures/regions": {
            "about": "What a card shows of a picture of [width, height], 0: unknown, around boxes [x, y, w, h].",
            "cases": list(region_cases()),
        },
    }
    written |= {f"{case.name}.json": _text(_vector_of_two(case)) for case in two_cases()}
    return {**written, **{f"{name}.json": _text(vector) for name, vector in apart.items()}}


def _vector(case: Case) -> dict[str, Any]:
    ev = case.evaluation
    sides = range(len(ev["header"]["classes"]))
    return {
        "about": case.about,
        **ev,
        "order": oracle.display_order(ev),
        "words": [oracle.cell_words(ev, a, p) for a, p in product(sides, repeat=2)],
        "queries": list(_answered(case)),
    }


def _vector_of_two(case: TwoCase) -> dict[str, Any]:
    answered = ({"asked": query, "answer": oracle_two.answer(case.two, query)} for query in case.queries)
    order = oracle.display_order(oracle_two.evaluation_of(case.two, 1))
    return {"about": case.about, **case.two, "order": order, "queries": list(answered)}


def _answered(case: Case) -> Iterator[dict[str, Any]]:
    """Each query with its answer; the curve and its peaks, equal at all thresholds, only the first time."""
    seen = []
    for query in case.queries:
        answer = oracle.answer(case.evaluation, query)
        base = {**oracle.for_rates(query), "confidence": 0}
        if base not in seen:
            seen.append(base)
            answer |= oracle.of_curve(case.evaluation, query)
        if "objects" in case.evaluation:
            answer |= oracle.of_facets(case.evaluation, query)
        yield {"asked": query, "answer": answer}


def _scores() -> dict[str, Any]:
    return {
        "about": "The last percent that each score reaches, compared in its own dtype; -1: none.",
        **{
            dtype: {"score": scores, "last": [oracle.percent_of(score, dtype) for score in scores]}
            for dtype, scores in ((d, boundary_scores(d)) for d in ("float32", "float64"))
        },
    }


def _intervals() -> dict[str, Any]:
    ends = [oracle.wilson(*pair) for pair in proportions()]
    return {
        "about": "Wilson's 95 % interval of part / whole; null for 0/0.",
        "part": [part for part, _ in proportions()],
        "whole": [whole for _, whole in proportions()],
        "low": [low for low, _ in ends],
        "high": [high for _, high in ends],
    }


def _orders() -> dict[str, Any]:
    return {
        "about": "Class indices in each order, counted over a matrix; background last, ties as given.",
        "cases": list(order_cases()),
    }


def _histograms() -> dict[str, Any]:
    return {
        "about": "Visible instances by area, score and IoU, each over every facet but its own, and the ends of bins.",
        "cases": list(histogram_cases()),
        "bins": list(edge_cases()),
    }


def _pages() -> dict[str, Any]:
    ev = next(case.evaluation for case in cases() if case.name == "filters")
    return {
        "about": "The page on show after each of these steps, one after the other, over the images of filters.json, "
        "read as each of the tasks: counts without boxes are not one each, a label is.",
        "page_size": PAGE_SIZE,
        "tasks": list(TASKS),
        "steps": list(page_steps(ev)),
    }


def _text(vector: dict[str, Any]) -> str:
    """JSON with one line for each column and each query, so that a change reads well in a diff."""
    return "{\n" + ",\n".join(f" {_line(key)}: {_block(value)}" for key, value in vector.items()) + "\n}\n"


def _block(value: Any) -> str:
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"  {_line(key)}: {_line(inner)}" for key, inner in value.items()) + "\n }"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {_line(inner)}" for inner in value) + "\n ]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def main() -> None:
    """Write every file and remove the ones no case makes any more."""
    written = texts()
    for path in FOLDER.rglob("*.json"):
        if path.relative_to(FOLDER).as_posix() not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"{len(text):8d}  {name}")


if __name__ == "__main__":
    main()
