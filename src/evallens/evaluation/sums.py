"""The sums over outcomes: matrix, curves and kinds, of an evaluation or of the cube that it folds to."""

from __future__ import annotations

from dataclasses import dataclass

from .columns.cube import Cube
from .columns.header import Header
from .columns.tables import SPLIT_NAMES, Columns, Images
from .metrics import by_class, counts
from .metrics.cells import Mask
from .metrics.counts import Counts, Tallies
from .metrics.error_types import ErrorTypes, error_types
from .metrics.kinds import by_kind
from .results import Behind
from .selecting import Selecting
from .where import Where

_SPLITS = Images.of(["train", "valid", "test", "no split"], list(SPLIT_NAMES))


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over the outcomes that pass; each takes the facets it counts over as they are given."""

    over: Selecting

    @classmethod
    def of_cube(cls, header: Header, cube: Cube) -> Sums:
        """Over a cube, which answers where every facet that is set ``is_in_cube``: its images are the splits."""
        return cls(Selecting(Behind(header, Columns(_SPLITS, cube.outcomes))))

    @property
    def header(self) -> Header:
        """What the indices of classes mean, and how cells count."""
        return self.over.behind.header

    def matrix(self, where: Where, among: Mask | None = None) -> Counts:
        """``[actual][predicted]``, int64 (K, K); only of images ``among``, (images,)."""
        images = self.over.images(where) if among is None else self.over.images(where) & among
        return counts.matrix(self.over.columns.outcomes, self.over.holding(where, images), len(self.header.classes))

    def curve(self, where: Where) -> Tallies:
        """TP, FP and FN at the 101 thresholds, each (101,)."""
        return counts.curve(self.over.columns.outcomes, self.over.kept(where), self.header)

    def class_curves(self, where: Where) -> Tallies:
        """The same class by class, each (classes, 101), in display order without ``background``."""
        return by_class.curve(self.over.columns.outcomes, self.over.kept(where), self.header)

    def kinds(self, where: Where) -> Counts:
        """Instances by class and kind of error, int64 (classes, kinds)."""
        return by_kind(self.over.columns.outcomes, self._holding(where), self.header)

    def error_types(self, where: Where, rates: Tallies) -> ErrorTypes:
        """Errors by kind, and what F1 would be without them, where it counts ``rates``, 0-d."""
        return error_types(self.over.columns.outcomes, self._holding(where), self.header, rates)

    def _holding(self, where: Where) -> Mask:
        return self.over.holding(where, self.over.images(where))
