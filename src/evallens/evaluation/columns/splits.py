"""The splits that an image may be in, and what stands for all of them."""

from __future__ import annotations

SPLITS: tuple[str, ...] = ("train", "valid", "test")
ALL = "all"
"""The name that stands for every image, of whichever split or of none."""

UNSPLIT = len(SPLITS)
"""In an image's ``split``: it is in none of ``SPLITS``, and counts under "all" alone."""

SPLIT_NAMES: tuple[str, ...] = (*SPLITS, "")
"""What each value of an image's ``split`` is called; ``UNSPLIT`` is the empty name."""
