"""What a saved evaluation holds: its meta data and its columns by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..pictures import Pictures
from ..pictures.stored import StoredPictures
from .columns import codec
from .columns.coverage import Coverage
from .columns.header import Header
from .columns.meta import FORMAT, OLDEST, Meta, Model, written
from .columns.tables import REGION, Columns

PICTURES = "thumbnails.data"
"""The entry of the pictures, which are compressed already."""
SEGMENTATIONS = "segmentations"
"""What the entries of the segmentations begin with."""
CUBE = "cube"
"""What the entries of a cube begin with."""
MOST_SEGMENTATIONS = 64_000_000
"""Bytes of segmentations in a file, before they are compressed: those of further images are left out."""


class Part(NamedTuple):
    """One model of an evaluation, over images that all of them share."""

    name: str
    header: Header
    columns: Columns
    coverage: Coverage
    segmentations: Pictures | None = None


def entries(
    parts: Sequence[Part],
    pictures: StoredPictures | None,
    segmentations: Sequence[StoredPictures | None],
    alike: NDArray[np.bool_] | None = None,
) -> Iterator[tuple[str, bytes | NDArray[Any]]]:
    """The entries of the file: bytes, or one column each; the tables of a further model end in its number.

    ``alike`` says in which images all models have the same truths, (images,); ``None``: in all.
    """
    first, *others = parts
    meta = Meta(
        format=_format(parts), header=written(first.header), has_objects=first.columns.objects is not None,
        has_pictures=pictures is not None, has_masks=first.columns.masks is not None, notices=first.header.notices,
        model_parts=tuple(map(_described, parts)) if others else (),
    )  # fmt: skip
    yield "meta.json", msgspec.json.format(msgspec.json.encode(meta), indent=1)
    for number, part in enumerate(parts):
        end = f".{number}" if number else ""
        yield f"coverage{end}", part.coverage.covered.reshape(-1)
        for table in ("outcomes", "objects", "masks") if number else ("images", "outcomes", "objects", "masks"):
            if getattr(part.columns, table) is not None:
                for name, values in codec.encode(getattr(part.columns, table)).items():
                    yield f"{table}{end}/{name}", values
        # Who does not know cubes reads the file without them.
        for name, values in codec.encode(part.columns.cube).items():
            yield f"{CUBE}{end}/{name}", values
    if alike is not None:
        yield "alike", alike
    # Who does not know segmentations reads the file without them.
    ends = [f".{number}" if number else "" for number in range(len(parts))]
    folders = ["thumbnails", *(f"{SEGMENTATIONS}{end}" for end in ends)]
    for folder, stored in zip(folders, (pictures, *segmentations), strict=True):
        for name in () if stored is None else ("data", "offsets", "width", "height"):
            yield f"{folder}.{name}", getattr(stored, name)


def _described(part: Part) -> Model:
    return Model(
        name=part.name, header=written(part.header), has_objects=part.columns.objects is not None,
        has_masks=part.columns.masks is not None, notices=part.header.notices,
    )  # fmt: skip


def _format(parts: Sequence[Part]) -> int:
    has_regions = any(p.columns.objects is not None and bool((p.columns.objects.side == REGION).any()) for p in parts)
    return FORMAT if has_regions or len(parts) > 1 else OLDEST
