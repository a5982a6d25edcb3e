"""How far two models are apart, and between which bounds: by brute force, image by image, in plain Python."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

from tests.oracle import Json

COLUMNS = ("image", "actual", "predicted", "count", "first", "last")
WEIGHTS = {"precision": (1, 1, 1, 0), "recall": (1, 1, 0, 1), "f1": (2, 2, 1, 1)}
"""Of a true positive as a part; of it, a false positive and a false negative as the whole."""


def apart_cases() -> Iterator[Json]:
    """Two models over the same images, at a threshold each, and each rate in all and by class."""
    for seed, (images, background, mixups) in enumerate(
        [(40, 3, ("both", "both")), (7, None, ("both", "fp")), (1, 0, ("both", "both")), (0, 2, ("fn", "none"))]
    ):
        rng = random.Random(seed)  # noqa: S311 - the same every time
        models = [_outcomes(rng, images) for _ in range(2)]
        case = {
            "classes": 4,
            "images": images,
            "background": background,
            "mixups": list(mixups),
            "confidence": [40, 55],
            "models": [{name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)} for rows in models],
        }
        yield {**case, "apart": {rate: _apart(case, models, rate) for rate in WEIGHTS}}


def _outcomes(rng: random.Random, images: int) -> list[tuple[int, ...]]:
    """A class that is nowhere, one in a single image, and counts above one."""
    rows = []
    for image in range(images):
        for _ in range(rng.randrange(6)):
            actual = rng.choice([0, 0, 1, 3])
            predicted = actual if rng.random() < 0.6 else rng.choice([0, 1, 3])
            ends = sorted((rng.randrange(101), rng.randrange(101)))
            rows.append((image, actual, predicted, rng.choice([1, 1, 1, 3]), *ends))
    # The rows of one image need not stand together.
    rng.shuffle(rows)
    return rows


def _apart(case: Json, models: list[list[tuple[int, ...]]], rate: str) -> Json:
    every = list(range(case["classes"]))
    return {
        "all": _estimate(case, models, rate, every),
        "by_class": [_estimate(case, models, rate, [label]) for label in every],
    }


def _estimate(case: Json, models: list[list[tuple[int, ...]]], rate: str, labels: list[int]) -> Any:
    """[delta, low, high, images]; ``None`` for what is not known."""
    pairs = [
        [_pair(case, side, rows, rate, labels, image) for image in range(case["images"])]
        for side, rows in enumerate(models)
    ]
    holding = [image for image in range(case["images"]) if pairs[0][image][1] + pairs[1][image][1] > 0]
    totals = [[sum(pair[i] for pair in side) for i in range(2)] for side in pairs]
    if not totals[0][1] or not totals[1][1]:
        return [None, None, None, len(holding)]
    rates = [part / whole for part, whole in totals]
    delta = rates[1] - rates[0]
    if len(holding) < 2:
        return [delta, None, None, len(holding)]
    squares = 0.0
    for image in holding:
        moves = [(pairs[m][image][0] - rates[m] * pairs[m][image][1]) / totals[m][1] for m in range(2)]
        squares += (moves[1] - moves[0]) * (moves[1] - moves[0])
    n = len(holding)
    error = math.sqrt(squares * (n / (n - 1)))
    reach = 3 / n if error == 0 else _student(n - 1) * error
    return [delta, delta - reach, delta + reach, n]


def _pair(case: Json, side: int, rows: list[tuple[int, ...]], rate: str, labels: list[int], image: int) -> list[int]:
    """What one image adds to part and whole under one model."""
    none, mixups = case["background"], case["mixups"][side]
    part = whole = 0
    in_part, in_whole, of_positive, of_negative = WEIGHTS[rate]
    for where, actual, predicted, count, first, last in rows:
        if where != image or not first <= case["confidence"][side] <= last:
            continue
        is_mixup = none not in (actual, predicted) and actual != predicted
        if actual == predicted != none and actual in labels:
            part += in_part * count
            whole += in_whole * count
        if (actual == none != predicted or (is_mixup and mixups in ("both", "fp"))) and predicted in labels:
            whole += of_positive * count
        if (predicted == none != actual or (is_mixup and mixups in ("both", "fn"))) and actual in labels:
            whole += of_negative * count
    return [part, whole]


def _student(freedom: int) -> float:
    """The quantile of a two-sided 95 % interval, by Abramowitz and Stegun, 26.7.5."""
    z, one = 1.959963984540054, 1 / freedom
    z3 = z * z * z
    z5 = z3 * z * z
    z7 = z5 * z * z
    first = (z3 + z) / 4
    second = (5 * z5 + 16 * z3 + 3 * z) / 96
    third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
    return z + one * (first + one * (second + one * third))
