"""Images of a split and a cluster that stand together are a span of rows, and a filter that files prune by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import narwhals as nw

from .cells import any_of


class Span(NamedTuple):
    """The images of a split and a cluster, in the rows ``start`` up to ``stop``, which is not included."""

    split: int
    """Index into ``SPLITS``, or ``UNSPLIT``."""
    cluster: int
    start: int
    stop: int


def spans_of(groups: Iterable[Span]) -> tuple[Span, ...] | None:
    """The spans in order of their rows, (groups,); ``None`` where they overlap, so that none is one."""
    found = sorted(groups, key=lambda one: one.start)
    return None if any(one.stop > other.start for one, other in pairwise(found)) else tuple(found)


def ranges_of(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The rows of ``spans``, ascending: neighbours are one range of first and last row, both included."""
    ranges: list[tuple[int, int]] = []
    for one in spans:
        if ranges and ranges[-1][1] + 1 == one.start:
            ranges[-1] = (ranges[-1][0], one.stop - 1)
        else:
            ranges.append((one.start, one.stop - 1))
    return ranges


def within(column: str, ranges: Sequence[tuple[int, int]]) -> nw.Expr:
    """Where a column of image rows lies in any of ``ranges``."""
    return any_of((nw.col(column).is_between(low, high) for low, high in ranges), column)
