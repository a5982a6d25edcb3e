"""Putting on a line what belongs together: classes that are confused with one another become neighbours.

The twin of ``js/src/engine/seriation.ts``, step by step, so that both give the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Ties = Sequence[dict[int, float]]
"""How strongly each is tied to the others, by number; symmetric, in ascending order of the numbers."""


@dataclass(eq=False)
class _Cluster:
    line: list[int]
    """Its members from one end to the other."""
    sums: dict[_Cluster, float] = field(default_factory=dict)
    """The ties to other clusters, summed over the members."""


def seriated(ties: Ties) -> list[int]:
    """The numbers 0..n-1 so that strong ties are short.

    Average-linkage clustering by chains of nearest neighbours (Murtagh 1983), so every cluster lies
    together; two that join are turned so that the ties between them are as short as turning can make
    them. Deterministic: equals go by number. What is tied to nothing comes last.

    >>> seriated([{2: 5.0}, {}, {0: 5.0}])
    [0, 2, 1]
    """
    clusters = [_Cluster([number]) for number in range(len(ties))]
    for cluster, own in zip(clusters, ties, strict=True):
        cluster.sums = {clusters[other]: tie for other, tie in own.items()}
    left = dict.fromkeys(clusters)
    chain: list[_Cluster] = []
    done: list[list[int]] = []
    while left:
        last = chain.pop() if chain else next(iter(left))
        before = chain[-1] if chain else None
        following = _nearest(last, before)
        if following is not None and following not in chain:
            chain += [last, following]
            continue
        del left[last]
        # Next is the one before; another of the chain would be a tie that rounding broke.
        if following is not None and before is not None:
            _join(before, last, ties)
        else:
            done.append(last.line)
        if following is not None:
            chain.pop()
    return [number for line in sorted(done, key=len, reverse=True) for number in line]


def _nearest(cluster: _Cluster, before: _Cluster | None) -> _Cluster | None:
    """The cluster with the largest mean tie; of equals the one before in the chain, which ends it."""
    found, most = None, 0.0
    for other, total in cluster.sums.items():
        mean = total / len(other.line)
        if mean > most or (mean == most and other is before):
            found, most = other, mean
    return found


def _join(first: _Cluster, second: _Cluster, ties: Ties) -> None:
    """The first takes the second in."""
    for other, total in second.sums.items():
        del other.sums[second]
        if other is not first:
            first.sums[other] = other.sums[first] = total + first.sums.get(other, 0.0)
    ends = _turned(first.line, second.line, ties, 1), _turned(second.line, first.line, ties, -1)
    first.line = [*ends[0], *ends[1]]


def _turned(line: list[int], other: list[int], ties: Ties, side: int) -> list[int]:
    """A line turned so that its ties to the other are at its end (1) or beginning (-1)."""
    others, pull = set(other), 0.0
    for place, member in enumerate(line):
        for end, tie in ties[member].items():
            if end in others:
                pull += tie * (2 * place - len(line) + 1)
    return line[::-1] if pull * side < 0 else line
