"""Crops as they travel: parts of pictures around instances, in one block of encoded bytes with offsets."""

from __future__ import annotations

import numpy as np

from ...evaluation.columns import codec
from ...pictures.cutting import Crop

Key = tuple[int, int]
"""(truth, prediction): numbers of objects as ``Behind.numbers`` gives them, ``NONE`` where there is none. It names a
crop at every threshold, whichever model is shown."""


def block(crops: dict[Key, Crop]) -> codec.Block:
    """Pack crops: ``truth`` and ``prediction`` say of which instance each is, ``x y w h`` which pixels of the original.

    ``width`` and ``height`` are those of the original, in which boxes are measured; 0: unknown. ``offsets`` into
    ``data`` has one entry more.
    """
    keys = np.array(list(crops), np.uint32).reshape(-1, 2)
    regions = np.array([crop.region for crop in crops.values()], np.int32).reshape(-1, 4)
    held = [crop.picture for crop in crops.values()]
    return codec.block(
        {
            "truth": keys[:, 0],
            "prediction": keys[:, 1],
            **{name: regions[:, place] for place, name in enumerate("xywh")},
            "offsets": np.cumsum([0, *(len(picture.data) for picture in held)]),
            "data": np.frombuffer(b"".join(picture.data for picture in held), np.uint8),
            "width": np.array([picture.width for picture in held], np.uint32),
            "height": np.array([picture.height for picture in held], np.uint32),
        }
    )


def keys_of(packed: codec.Block) -> list[Key]:
    """Which instances a block has crops of."""
    if not packed:
        return []
    return list(zip(*(codec.values_of(packed[side]).tolist() for side in ("truth", "prediction")), strict=True))
