"""How the files of both sides are divided into parts: whole images, and so many boxes that memory holds them.

Where the files are sorted by image, or nearly, a part is a range of images, read from the row groups that may hold
them. Where they are not, both sides are first divided by what the images' names come to, so that an image's boxes are
in the same part whichever file they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from .files import Files, RowGroup
from .rows import Piece

BOXES = 2_000_000
"""Boxes of a part, about: what one process holds at once is some hundreds of bytes for each."""
_MOST = 4 * BOXES
"""Boxes of a row group that is read whole."""
_TWICE = 1.5
"""How many times the rows may be read, where ranges overlap, before dividing them is less work."""


class Part(NamedTuple):
    """What one process matches at once."""

    number: int
    truth: tuple[Piece, ...] = ()
    predictions: tuple[Piece, ...] = ()
    least: Any = None
    """The images from this one on; ``None``: from the first."""
    below: Any = None
    """And before this one; ``None``: to the last."""


@dataclass(frozen=True)
class Plan:
    """The parts; of a divided evaluation, what each process divides at once."""

    parts: tuple[Part, ...]
    spills: tuple[tuple[int, tuple[Piece, ...]], ...] = ()
    """Side (0 truth, 1 predictions) and row groups; empty: the parts are ranges of the files."""

    @property
    def is_divided(self) -> bool:
        """Are the rows divided before they are matched?"""
        return bool(self.spills)


def planned(truth: Files, predictions: Files, boxes: int = BOXES) -> Plan:
    """Divide two sides into parts of about so many boxes."""
    return _ranges(truth, predictions, boxes) or divided(truth, predictions, boxes)


def divided(truth: Files, predictions: Files, boxes: int = BOXES) -> Plan:
    """Parts by what the names of the images come to, whatever the order of the files."""
    count = max(1, -(-(truth.rows + predictions.rows) // boxes))
    spills = [(place, pieces) for place, side in enumerate((truth, predictions)) for pieces in _runs(side, 2 * boxes)]
    return Plan(tuple(Part(number) for number in range(count)), tuple(spills))


def _runs(side: Files, rows: int) -> Iterable[tuple[Piece, ...]]:
    """Row groups one after the other, about so many rows at once."""
    run: list[RowGroup] = []
    for group in side.groups:
        if run and sum(one.rows for one in run) + group.rows > rows:
            yield pieces(run)
            run = []
        run.append(group)
    if run:
        yield pieces(run)


def pieces(groups: Sequence[RowGroup]) -> tuple[Piece, ...]:
    """Row groups file by file."""
    return tuple(
        Piece(file, tuple(one.group for one in held)) for file, held in groupby(groups, key=lambda one: one.file)
    )


def _ranges(truth: Files, predictions: Files, boxes: int) -> Plan | None:
    """Ranges of images; ``None`` where the files do not say what row groups hold, or hold it in no order."""
    sides = (truth, predictions)
    every = [group for side in sides for group in side.groups if group.rows]
    if sum(group.rows for group in every) <= boxes:
        return Plan((Part(0, pieces(truth.groups), pieces(predictions.groups)),))
    is_told = all(group.least is not None for group in every)
    if not is_told or truth.is_numbered != predictions.is_numbered or max(group.rows for group in every) > _MOST:
        return None
    total = sum(group.rows for group in every)
    # As many in each: of one that is larger the others wait at the end.
    cuts = _cuts(every, -(-total // -(-total // boxes)))
    edges = [None, *cuts, None]
    held = [[_overlapping(side, least, below) for side in sides] for least, below in pairwise(edges)]
    if sum(group.rows for part in held for side in part for group in side) > _TWICE * sum(g.rows for g in every):
        return None
    return Plan(
        tuple(
            Part(number, pieces(part[0]), pieces(part[1]), edges[number], edges[number + 1])
            for number, part in enumerate(held)
        )
    )


def _cuts(groups: Sequence[RowGroup], boxes: int) -> list[Any]:
    """Images at which about so many boxes have gone by, where row groups begin."""
    cuts: list[Any] = []
    waiting = 0
    for group in sorted(groups, key=lambda one: one.least):
        if waiting >= boxes and (not cuts or group.least > cuts[-1]):
            cuts.append(group.least)
            waiting = 0
        waiting += group.rows
    return cuts


def _overlapping(side: Files, least: Any, below: Any) -> list[RowGroup]:
    return [
        group
        for group in side.groups
        if group.rows and (least is None or group.most >= least) and (below is None or group.least < below)
    ]
