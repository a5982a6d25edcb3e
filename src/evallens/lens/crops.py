"""The crops of a Lens: which are wanted, and those cut so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import EvalLensError
from ..evaluation import Evaluation, InstanceTable
from ..evaluation.columns.tables import NONE
from ..evaluation.metrics.confused import most_confused
from ..evaluation.where import Where
from ..pictures.cutting import Crop, cut
from ..pictures.parallel import WORKERS, mapped
from ..pictures.sources import PictureSource, can_be_cut, source_of
from .wire.crops import Key

_AT_ONCE = 64
"""Instances cut together: those of one image cost one decoding."""
_KEPT = 2_000
"""Crops that are remembered, of about 8 kB each."""


class CropCache:
    """Cuts crops, several images at a time, and keeps the latest, so that none is cut twice."""

    def __init__(self) -> None:
        self._kept: dict[Key, Crop] = {}

    def read(
        self, instances: InstanceTable, *, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Key, Crop]]:
        """Each of ``instances`` that can be cut, with its crop, in order; stops early once ``cancelled`` says so."""
        for start in range(0, len(instances), _AT_ONCE):
            part = instances[start : start + _AT_ONCE]
            keys = keys_of(part)
            self._cut(part[[key not in self._kept for key in keys]], cancelled)
            yield from self._known(keys)
            if cancelled():
                return
        self._forget()

    def known(self, instances: InstanceTable) -> Iterator[tuple[Key, Crop]]:
        """As ``read``, but only the crops that are here: nothing is opened, nothing fetched."""
        return self._known(keys_of(instances))

    def _known(self, keys: Iterable[Key]) -> Iterator[tuple[Key, Crop]]:
        return ((key, self._kept[key]) for key in keys if key in self._kept)

    def _cut(self, instances: InstanceTable, cancelled: Callable[[], bool]) -> None:
        jobs = _jobs(instances)
        # A few at a time, so that one that is not wanted any more ends soon.
        while not cancelled() and (some := list(islice(jobs, 2 * WORKERS))):
            for keys, crops in mapped(_crops_of, some):
                self._kept.update((key, crop) for key, crop in zip(keys, crops, strict=True) if crop is not None)

    def _forget(self) -> None:
        for key in list(self._kept)[: max(0, len(self._kept) - _KEPT)]:
            del self._kept[key]


def keys_of(instances: InstanceTable) -> list[Key]:
    """What names the crop of each instance."""
    outcomes, numbers = instances.outcomes, instances.behind.numbers
    return list(zip(numbers(outcomes.truth), numbers(outcomes.prediction), strict=True))


def crop_priority(evaluation: Evaluation, shown: Where, page_size: int) -> InstanceTable:
    """The instances whose crops are wanted ahead: the first pages of the ten most confused pairs, in turns.

    So each pair's page begins with crops, however few there is room for.
    """
    asked = Where(split=shown.split, confidence=shown.confidence)
    first = evaluation.queries.instances(asked, size=0)
    if evaluation.tables is not None or not evaluation.has_objects or not can_be_cut(evaluation.pictures):
        return first
    cells = most_confused(evaluation.recount(shown).matrix, evaluation.header)
    pages = [evaluation.queries.instances(asked.having(cells=(cell,)), size=page_size).rows for cell in cells]
    places = np.concatenate([np.arange(0), *(np.arange(len(page)) for page in pages)])
    rows = np.concatenate([first.rows, *pages])[np.argsort(places, kind="stable")]
    return InstanceTable(rows, first.behind)


class _Job(NamedTuple):
    """The crops of one image."""

    source: PictureSource
    name: str
    keys: list[Key]
    boxes: list[NDArray[np.floating]]


def _jobs(instances: InstanceTable) -> Iterator[_Job]:
    """What to cut, image by image: a store is asked by one thread alone, as it may be a function of the user's."""
    behind = instances.behind
    if behind.pictures is None or not can_be_cut(behind.pictures):
        return
    boxes = np.stack([instances.truth_boxes, instances.prediction_boxes], axis=1)
    keys = keys_of(instances)
    images = instances.image_rows
    is_named = [key != (NONE, NONE) for key in keys]
    for row in dict.fromkeys(images[is_named].tolist()):
        ref = behind.ref(row)
        try:
            source = source_of(behind.pictures, ref)
        except EvalLensError:  # Its cards say so, and the others are still shown.
            continue
        if source is not None:
            mine = np.flatnonzero((images == row) & is_named).tolist()
            yield _Job(source, ref.name, [keys[place] for place in mine], [boxes[place] for place in mine])


def _crops_of(job: _Job) -> tuple[list[Key], list[Crop | None]]:
    try:
        return job.keys, cut(job.source, job.name, job.boxes)
    except EvalLensError:
        return [], []
