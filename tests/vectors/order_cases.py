"""The matrices behind the vectors of class orders: ties, blocks of confused classes, names and backgrounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests import oracle
from tests.oracle import Json, Table
from tests.vectors.cases import pick, seeded


def order_cases() -> Iterator[Json]:
    """Every case with its answers."""
    yield _answered("no class", [], None, [])
    yield _answered("one class", ["face"], None, [[3]])
    yield _answered("only background", ["background"], 0, [[2]])
    yield _answered("misses tie nobody", ["a", "b", "nothing"], 2, [[0, 0, 7], [0, 0, 7], [7, 7, 0]])
    names = ["zebra", "background", "Ant", "\U0001f600", "\ufb01sh", "ant"]
    for mixups in ("both", "fp", "fn", "none"):
        yield _answered(f"names, mix-ups as {mixups}", names, 1, _random(5, 6, 4), mixups=mixups)
    for seed, most in ((1, 2), (2, 3), (3, 1000), (4, 2**45)):
        yield _answered(f"counts up to {most}", _numbered(17), 16, _random(seed, 17, most))
    yield _answered("blocks of confused classes", _numbered(24), None, _blocks(24, 4))
    yield _answered("all alike", _numbered(7), 3, [[1] * 7 for _ in range(7)])


def _answered(about: str, classes: list[str], background: int | None, matrix: Table, **header: Any) -> Json:
    described = {"task": "object-detection", "classes": classes, "background": background, "mixups": "both", **header}
    orders = {by: oracle.class_order({"header": described}, matrix, by) for by in oracle.CLASS_ORDERS}
    return {"about": about, "header": described, "matrix": matrix, "orders": orders}


def _numbered(size: int) -> list[str]:
    return [f"class {index}" for index in range(size)]


def _random(seed: int, size: int, most: int) -> Table:
    """Half the cells empty, the others small beside ``most`` as often as not."""
    rng = seeded(seed)
    return [[pick(rng, 2) * pick(rng, 1 + pick(rng, most + 1)) for _ in range(size)] for _ in range(size)]


def _blocks(size: int, block: int) -> Table:
    """Classes i and j are confused where i and j leave the same remainder; a few mix-ups lie anywhere."""
    rng = seeded(9)
    blocks = size // block
    return [
        [20 if i == j else 5 + pick(rng, 4) if i % blocks == j % blocks else pick(rng, 9) // 8 for j in range(size)]
        for i in range(size)
    ]
