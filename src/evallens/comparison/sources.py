"""What an evaluation in a comparison asks for by name: reports at other thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..evaluation.columns.report import Report
from ..evaluation.protocols import Cancelled, Source
from ..progress import Progress


@dataclass(frozen=True, eq=False)
class Shared:
    """The reports of a source over the images of a comparison alone, with its names of classes."""

    source: Source
    images: frozenset[tuple[str, int]]
    """Id and split of each."""
    names: Mapping[str, str]
    """What a class of the source is called in the comparison, where that is another name."""

    def report(
        self, split: str, confidence: int, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Report:
        """Fetch one split (or "all") at an integer percent; raises as the source does."""
        found = self.source.report(split, confidence, progress=progress, cancelled=cancelled)
        keys = zip(found.images.id, found.images.split.tolist(), strict=True)
        kept = np.array([key in self.images for key in keys], np.bool_)
        place = np.cumsum(kept) - 1
        outcomes = found.outcomes.take(kept[found.outcomes.image])
        return replace(
            found,
            classes=tuple(self.names.get(name, name) for name in found.classes),
            images=found.images.take(kept),
            outcomes=replace(outcomes, image=place[outcomes.image].astype(np.uint32)),
        )
