"""What a saved evaluation holds: its meta data and its columns by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from numpy.typing import NDArray

from ..pictures.stored import StoredPictures
from .columns import codec
from .columns.coverage import Coverage
from .columns.header import Header
from .columns.meta import FORMAT, OLDEST, Meta, written
from .columns.tables import REGION, Columns

PICTURES = "thumbnails.data"
"""The entry of the pictures, which are compressed already."""
SEGMENTATIONS = "segmentations"
"""What the entries of the segmentations begin with."""
MOST_SEGMENTATIONS = 64_000_000
"""Bytes of segmentations in a file, before they are compressed: those of further images are left out."""


def entries(
    header: Header,
    columns: Columns,
    coverage: Coverage,
    pictures: StoredPictures | None,
    segmentations: StoredPictures | None,
) -> Iterator[tuple[str, bytes | NDArray[Any]]]:
    """The entries of the file: bytes, or one column each."""
    meta = Meta(
        format=_format(columns), header=written(header), has_objects=columns.objects is not None,
        has_pictures=pictures is not None, has_masks=columns.masks is not None, notices=header.notices,
    )  # fmt: skip
    yield "meta.json", msgspec.json.format(msgspec.json.encode(meta), indent=1)
    yield "coverage", coverage.covered.reshape(-1)
    for table in ("images", "outcomes", "objects", "masks"):
        if getattr(columns, table) is not None:
            for name, values in codec.encode(getattr(columns, table)).items():
                yield f"{table}/{name}", values
    # Who does not know segmentations reads the file without them.
    for folder, stored in (("thumbnails", pictures), (SEGMENTATIONS, segmentations)):
        for name in () if stored is None else ("data", "offsets", "width", "height"):
            yield f"{folder}.{name}", getattr(stored, name)


def _format(columns: Columns) -> int:
    has_regions = columns.objects is not None and bool((columns.objects.side == REGION).any())
    return FORMAT if has_regions else OLDEST
