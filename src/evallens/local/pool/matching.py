"""The tasks of a process: read the labels of a file, divide some rows, match a part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...evaluation.columns.tables import CROWD, DIFFICULT, PREDICTION, REGION, TRUTH, Columns
from ..batches.matching import Matches, match
from . import kept, spilling
from .job import Job
from .keys import Keys
from .plan import Part
from .rows import column, read
from .scenes import Part as Scened
from .scenes import part_of

_EXAMPLES = 3


@dataclass(frozen=True)
class MatchPart:
    """Matches the boxes of one part, and keeps what becomes of them."""

    job: Job
    is_divided: bool

    def __call__(self, part: Part) -> dict[str, Any]:
        """Match it; returns what it tells of itself."""
        tables, keys = zip(*(self._rows(part, place) for place in (0, 1)), strict=True)
        held = part_of(self.job, tables[0], tables[1], (keys[0], keys[1]))
        matches = match(held.scenes, self.job.how, self.job.difficult)
        columns = Columns(kept.images_of(held.scenes.image, held.splits), matches.outcomes, matches.objects)
        told = _told(held, matches)
        kept.save(path_of(self.job, part.number), columns, told)
        return told

    def _rows(self, part: Part, place: int) -> tuple[Any, Keys]:
        side = self.job.sides[place]
        if self.is_divided:
            table = spilling.gathered(self.job, place, part.number)
        else:
            table = read(side, (part.truth, part.predictions)[place], side.naming.columns, threads=self.job.is_threaded)
        keys = Keys.of(column(table, side.naming.image), side.paths[0], as_numbers=self.job.are_numbers)
        if part.least is None and part.below is None:
            return table, keys
        rows = np.flatnonzero(keys.within(part.least, part.below))
        if len(rows) == len(table):
            return table, keys
        return table.take(rows), Keys(keys.codes[rows], keys.names)


def path_of(job: Job, part: int) -> Path:
    """The file of a finished part."""
    return Path(job.folder) / f"part-{part:06}.arrow"


def _told(held: Scened, matches: Matches) -> dict[str, Any]:
    """What is said of all parts together at the end: how many there are of what looks odd."""
    images = len(held.scenes)
    objects = matches.objects
    sides = [objects.take(objects.side == side) for side in (TRUTH, PREDICTION)]
    has = [np.bincount(side.image, minlength=images) > 0 for side in sides]
    is_difficult = held.scenes.truth.is_difficult
    ignored = objects.ignored[objects.side == REGION]
    return {
        "images": images,
        "truths": len(sides[0]),
        "predictions": len(sides[1]),
        "outcomes": len(matches.outcomes),
        "crowd": int((ignored == CROWD).sum()),
        "difficult": int((ignored == DIFFICULT).sum()),
        "called_difficult": 0 if is_difficult is None else int(is_difficult.sum()),
        "empty": [int(((side.w == 0) | (side.h == 0)).sum()) for side in sides],
        "unpredicted": _named(held, np.flatnonzero(has[0] & ~has[1])),
        "added": _named(held, np.flatnonzero(has[1] & ~held.in_truth)),
        "common": int((has[1] & held.in_truth).sum()),
        "strange": held.strange,
    }


def _named(held: Scened, rows: Any) -> tuple[int, list[str]]:
    return len(rows), [held.scenes.image[int(row)].as_py() for row in rows[:_EXAMPLES]]
