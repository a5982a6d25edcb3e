"""The tasks of a process: read the labels of a file, divide some rows, match a part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...evaluation.columns.tables import CROWD, DIFFICULT, PREDICTION, REGION, TRUTH, Columns
from ..batches.matching import Matches, match
from . import kept, spilling
from .groups import grouped
from .job import Job
from .keys import Keys
from .noticing import EXAMPLES, ROWS, Counts, add
from .plan import Part
from .rows import column, read
from .scenes import Scened, scened


@dataclass(frozen=True)
class MatchPart:
    """Matches the boxes of one part, and keeps what becomes of them."""

    job: Job
    is_divided: bool

    def __call__(self, part: Part) -> dict[str, Any]:
        """Match it; returns what it tells of itself."""
        truth, predictions = (self._rows(part, place) for place in (0, 1))
        told: Counts = dict(zip(ROWS, (len(truth[0]), len(predictions[0])), strict=True))
        with kept.writing(path_of(self.job, part.number), told) as save:
            for group in grouped((truth[0], predictions[0]), (truth[1], predictions[1])):
                held = scened(self.job, group)
                matches = match(held.scenes, self.job.how, self.job.difficult)
                save(Columns(kept.images_of(group.image, held.splits), matches.outcomes, matches.objects))
                add(told, _told(held, matches))
        return told

    def _rows(self, part: Part, place: int) -> tuple[Any, Keys]:
        side = self.job.sides[place]
        if self.is_divided:
            table = spilling.gathered(self.job, place, part.number)
        else:
            table = read(side, (part.truth, part.predictions)[place], side.naming.columns)
        keys = Keys.of(column(table, side.naming.image), side.paths[0], numbers=self.job.numbers)
        if part.least is None and part.below is None:
            return table, keys
        rows = np.flatnonzero(keys.within(part.least, part.below))
        if len(rows) == len(table):
            return table, keys
        return table.take(rows), Keys(keys.codes[rows], keys.names)


def path_of(job: Job, part: int) -> Path:
    """The file of a finished part."""
    return Path(job.folder) / f"part-{part:06}.arrow"


def _told(held: Scened, matches: Matches) -> Counts:
    """What is said of all parts together at the end: how many there are of what looks odd."""
    images = len(held.scenes)
    objects = matches.objects
    is_side = [objects.side == side for side in (TRUTH, PREDICTION)]
    has = [np.bincount(objects.image[rows], minlength=images) > 0 for rows in is_side]
    is_empty = (objects.w == 0) | (objects.h == 0)
    is_difficult = held.scenes.truth.is_difficult
    ignored = objects.ignored[objects.side == REGION]
    return {
        "images": images,
        "truths": int(is_side[0].sum()),
        "predictions": int(is_side[1].sum()),
        "outcomes": len(matches.outcomes),
        "objects": len(objects),
        "crowd": int((ignored == CROWD).sum()),
        "difficult": int((ignored == DIFFICULT).sum()),
        "called_difficult": 0 if is_difficult is None else int(is_difficult.sum()),
        **{f"empty_{place}": int((is_empty & rows).sum()) for place, rows in enumerate(is_side)},
        **_named("unpredicted", held, np.flatnonzero(has[0] & ~has[1])),
        **_named("added", held, np.flatnonzero(has[1] & ~held.in_truth)),
        "common": int((has[1] & held.in_truth).sum()),
        "strange": held.strange,
    }


def _named(name: str, held: Scened, rows: Any) -> Counts:
    """How many images there are, and what some of them are called."""
    return {name: len(rows), f"{name}_named": [held.scenes.image[int(row)].as_py() for row in rows[:EXAMPLES]]}
