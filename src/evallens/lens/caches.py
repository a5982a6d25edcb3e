"""What a Lens has made of pictures so far, so that nothing is made or fetched twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from .crops import CropCache
from .thumbnails import ThumbnailCache


@dataclass(frozen=True, eq=False)
class Caches:
    """One of each kind."""

    thumbnails: ThumbnailCache = field(default_factory=ThumbnailCache)
    crops: CropCache = field(default_factory=CropCache)
    segmentations: ThumbnailCache = field(default_factory=lambda: ThumbnailCache(lambda ev: ev.segmentations))
