"""Why labels are suspect, in words: what is known of an object, and the sentence that both languages say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from tests.oracle import SUSPECTS, Json, in_dtype, isolated

CLASSES = ["cat", "שלום", "nothing"]
SCORES = [None, 0.0004, 0.055, 0.0995, 0.285, 0.985, 0.995, 0.9999, 1.0]
OVERLAPS = [0.004, 0.125, 0.375, 0.625, 0.745, 0.995, 1.0]
"""Some lie right between two hundredths, where halves go up."""
FOUND = [0.0, 0.005, 0.9, 0.995, 0.9999]
LEVELS = [0.1, 0.125, 0.3]


def reason_cases() -> Iterator[Json]:
    """Every kind with every number that it says."""
    asked = [
        *product([1], SCORES, [0.0], [0.5], LEVELS),
        *product([2, 3], SCORES, OVERLAPS, [0.5], [0.1]),
        *product([4], [None], [0.0], FOUND, LEVELS),
        *product([5], [None], OVERLAPS, [1.0], [0.1]),
    ]
    for (code, score, overlap, weight, tb), label in product(asked, (0, 1)):
        known = {"score": score, "overlap": overlap, "weight": weight}
        in_float32 = {name: None if one is None else in_dtype(one, "float32") for name, one in known.items()}
        one = {"suspect": code, "label": label, "other": 1 - label, "tb": tb, **in_float32}
        yield {**one, "reason": _reason(one)}


def _reason(one: Json) -> str:
    name, other = isolated(CLASSES[one["label"]]), isolated(CLASSES[one["other"]])
    near, iou = f"within IoU {_bare(str(one['tb']))}", f"IoU {_bare(_fixed(one['overlap'], 2))}"
    sure = name if one["score"] is None else f"{name} at {_percent(one['score'])}"
    kind = SUSPECTS[one["suspect"]]
    if kind == "unlabelled object":
        return f"{sure}, nothing labelled {near}"
    if kind == "wrong label":
        return f"{sure} on a label {other}, {iou}"
    if kind == "badly drawn label":
        return f"{sure} beside a label {other} that nothing else finds, {iou}"
    if kind == "label of nothing":
        # One that nothing finds is among them: 100 % cannot be.
        found = min(99, math.floor(100 * one["weight"] + 0.5))
        return f"label {name}, nothing predicted {near}; {found} % of its class are found"
    return f"label {name} on another label {other}, {iou}"


def _percent(share: float) -> str:
    hundredths = 100 * share
    if 0 < hundredths < 0.1:
        return "<0.1 %"
    return _fixed(hundredths, 1 if 0 < hundredths < 9.95 else 0).removesuffix(".0") + " %"


def _fixed(value: float, digits: int) -> str:
    return str(Decimal(value).quantize(Decimal(10) ** -digits, ROUND_HALF_UP))


def _bare(text: str) -> str:
    return text[1:] if text.startswith("0.") else text
