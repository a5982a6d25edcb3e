"""What is kept of batches while they are written: that evallens.json says it, and the cube."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...archive.parquet import Part
from ...errors import DataError
from ..columns.attributes import Attributes
from ..columns.coverage import Coverage
from ..columns.cube import Cube
from ..columns.header import Header
from ..columns.meta import written
from ..columns.tables import SPLITS, UNSPLIT, Columns, Images
from .about import VERSION, About, described

_MOST_SPANS = 10_000
_CUBES = 16
"""So many cubes are added up together: they are small, and adding is a sort."""


class Noted:
    """Sizes, clusters, bounds, attributes and the cube of all batches so far."""

    def __init__(self) -> None:
        self._splits = np.zeros(UNSPLIT + 1, np.int64)
        self._clusters: set[int] = set()
        self._ends: list[tuple[float, float, float, float]] = []
        self._attributes: Attributes | None = None
        self._holds: tuple[bool, bool] | None = None
        self._has_scores = False
        self._cubes: list[Cube] = []
        self._spans: dict[tuple[int, int], tuple[int, int, int]] = {}

    @property
    def cube(self) -> Cube:
        """The cube of all batches."""
        self._cubes = [Cube.stacked(self._cubes)]
        return self._cubes[0]

    def take_in(self, columns: Columns, rows: NDArray[np.int64]) -> Attributes:
        """Note a batch, whose images have these ``rows``.

        Returns the attributes of its images, all that there are, in levels that stay. Raises DataError for a batch that
        has other tables or attributes than those before.
        """
        holds = (columns.objects is not None, columns.masks is not None)
        self._check_tables(holds)
        images = columns.images
        self._splits += np.bincount(images.split, minlength=UNSPLIT + 1)
        self._clusters.update(np.unique(images.cluster).tolist())
        self._note_place(images)
        self._note_spans(images, rows)
        self._take_in_cubes([Cube.of(columns.outcomes, images.split)])
        has_own = not bool(np.isnan(columns.outcomes.score).all())
        self._has_scores = self._has_scores or columns.objects is not None or has_own
        return self._take_in_attributes(images.attributes)

    def take_in_others(self, later: Noted) -> None:
        """Note what another one has noted, of images without attributes; raises DataError as :meth:`take_in`."""
        if later._holds is None:
            return
        self._check_tables(later._holds)
        self._splits += later._splits
        self._clusters |= later._clusters
        self._ends += later._ends
        self._has_scores = self._has_scores or later._has_scores
        self._take_in_cubes(later._cubes)
        for group, span in later._spans.items():
            self._note_span(group, span)
        if self._attributes is None:
            self._attributes = later._attributes

    def about(self, header: Header, coverage: Coverage, parts: Mapping[str, tuple[Part, ...]]) -> About:
        """All of it, with what else the folder says of itself."""
        x0, y0, x1, y1 = zip(*self._ends, strict=True) if self._ends else ((), (), (), ())
        return About(
            tables=VERSION,
            header=written(header),
            splits={name: size for name, size in zip(SPLITS, self._splits.tolist(), strict=False) if size},
            unsplit=int(self._splits[UNSPLIT]),
            clusters=tuple(sorted(self._clusters)),
            parts=dict(parts),
            covered=coverage.ranges(),
            bounds=(min(x0), min(y0), max(x1), max(y1)) if self._ends else None,
            has_masks=self._holds is not None and self._holds[1],
            has_scores=self._has_scores,
            has_f1=True,
            notices=header.notices,
            spans=self._told_spans,
            attributes=() if self._attributes is None else described(self._attributes),
        )

    def _note_place(self, images: Images) -> None:
        known = np.isfinite(images.x) & np.isfinite(images.y)
        if known.any():
            x, y = images.x[known], images.y[known]
            self._ends.append((float(x.min()), float(y.min()), float(x.max()), float(y.max())))

    def _note_spans(self, images: Images, rows: NDArray[np.int64]) -> None:
        """The first row, the one after the last, and how many there are, of each split and cluster."""
        place = np.lexsort((images.cluster, images.split))
        split, cluster, row = images.split[place], images.cluster[place], rows[place]
        is_first = np.append(True, (split[1:] != split[:-1]) | (cluster[1:] != cluster[:-1]))[: len(place)]
        for start, stop in pairwise([*np.flatnonzero(is_first).tolist(), len(place)]):
            mine = row[start:stop]
            group = (int(split[start]), int(cluster[start]))
            self._note_span(group, (int(mine.min()), int(mine.max()) + 1, len(mine)))

    def _note_span(self, group: tuple[int, int], span: tuple[int, int, int]) -> None:
        low, high, size = self._spans.get(group, (span[0], 0, 0))
        self._spans[group] = (min(low, span[0]), max(high, span[1]), size + span[2])

    def _take_in_cubes(self, cubes: list[Cube]) -> None:
        self._cubes += cubes
        if len(self._cubes) > _CUBES:
            self._cubes = [self.cube]

    def _check_tables(self, holds: tuple[bool, bool]) -> None:
        """Raise DataError for other tables than those before."""
        if self._holds not in (None, holds):
            raise DataError("A batch has objects or masks and another one has none: all of them or none must.")
        self._holds = holds

    @property
    def _told_spans(self) -> tuple[tuple[int, int, int, int], ...]:
        found = [(*group, start, stop) for group, (start, stop, size) in self._spans.items() if stop - start == size]
        return tuple(sorted(found)) if len(found) == len(self._spans) <= _MOST_SPANS else ()

    def _take_in_attributes(self, given: Attributes) -> Attributes:
        nothing: NDArray[np.intp] = np.zeros(0, np.intp)
        if self._attributes is None:
            self._attributes = given.take(nothing)
        later = next((name for name in given if name not in self._attributes), None)
        if later is not None:
            raise DataError(f"The attribute {later!r} is in a later batch of images and not in the first one.")
        every = self._attributes.extended(given)
        self._attributes = every.take(nothing)
        return every
