"""Which mask of the predictions is of the same image as one of the ground truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import DataError
from ...pictures.naming import Match
from ...text import counted
from ..annotations import split_named
from ..inputs import by_split
from ..pairing.images import paired
from ..pairing.sources import NOWHERE
from ..readers.masks import check_flat, named_masks


@dataclass(frozen=True)
class Pair:
    """Two masks of one image, as they were handed in."""

    name: str
    split: str | None
    truth: Any
    prediction: Any


def pairs_of(truth: Any, predictions: Any, match: Match | None) -> list[Pair]:
    """Pair the masks of both sides; raises DataError for one that is of no image of the other side."""
    parts, others = by_split(truth), by_split(predictions)
    if parts is not None and others is not None:
        mine, theirs = ({split_named(word): part for word, part in side.items()} for side in (parts, others))
        lacking = sorted(set(mine) ^ set(theirs))
        if lacking:
            raise DataError(f"only one side has the split {lacking[0]!r}")
        for side in (truth, predictions):
            check_flat(side)
        return [pair for word in mine for pair in _matched(mine[word], theirs[word], word, match)]
    return _matched(truth, predictions, None, match)


def _matched(truth: Any, predictions: Any, split: str | None, match: Match | None) -> list[Pair]:
    (ours, masks), (theirs, others) = named_masks(truth, "truth"), named_masks(predictions, "predictions")
    rows = np.arange(len(theirs))
    if ours.is_numbered or theirs.is_numbered:
        if len(ours) != len(theirs):
            raise DataError(f"{counted(len(theirs), 'predicted masks')} for {len(ours)} of the ground truth")
    else:
        rows = paired(ours, theirs, match=match)
    if not len(ours):
        raise DataError("there are no masks")
    one = [ours.names[row] for row in sorted(set(range(len(ours))) - set(rows.tolist()))]
    other = [theirs.names[row] for row in np.flatnonzero(rows == NOWHERE).tolist()]
    if one or other:
        raise DataError(
            f"the two sides hold different images: {len(one)} only in the ground truth {one[:3]}, "
            f"{len(other)} only in the predictions {other[:3]}"
        )
    place = {row: other for other, row in enumerate(rows.tolist())}
    return [Pair(name, split, masks[row], others[place[row]]) for row, name in enumerate(ours.names)]
