"""How much an evaluation holds, known without a look at its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .splits import ALL, SPLITS


@dataclass(frozen=True, kw_only=True)
class Extent:
    """Sizes of an evaluation, and what of it is there at all."""

    split_sizes: Mapping[str, int]
    """Number of images in each split that has any, in the order of ``SPLITS``."""
    unsplit: int = 0
    """Number of images that are in no split."""
    outcomes: int = 0
    objects: int | None = None
    """Number of objects; ``None``: the source has none."""
    has_masks: bool = False
    has_scores: bool = False
    """Can predictions have a confidence: those of objects, and of labels where some have one?"""
    clusters: tuple[int, ...] = ()
    """Every cluster id there is, ascending."""

    @property
    def images(self) -> int:
        """Number of images of all splits and of none."""
        return sum(self.split_sizes.values()) + self.unsplit

    @property
    def has_objects(self) -> bool:
        """Are there objects behind the outcomes?"""
        return self.objects is not None

    @property
    def covering(self) -> tuple[str, ...]:
        """The splits that must be covered for "all": those that have images, every one where an image is in none."""
        return SPLITS if self.unsplit else tuple(self.split_sizes)

    @property
    def default_split(self) -> str:
        """Test, else valid, else train; "all" where every image is in no split, test where there are no images."""
        found = next((split for split in reversed(SPLITS) if split in self.split_sizes), "test")
        return ALL if self.unsplit == self.images > 0 else found

    def size(self, split: str) -> int:
        """Number of images of ``split``, which may be "all"."""
        return self.images if split == ALL else self.split_sizes.get(split, 0)
