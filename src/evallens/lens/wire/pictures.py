"""Pictures as they travel: one block of encoded bytes with offsets."""

from __future__ import annotations

import numpy as np

from ...evaluation import Evaluation
from ...evaluation.columns import codec
from ...pictures import Picture


def large(evaluation: Evaluation, row: int) -> dict[int, Picture]:
    """The large picture of one image, if there is one."""
    picture = None if evaluation.pictures is None else evaluation.pictures.large(evaluation.image(row))
    return {} if picture is None else {row: picture}


def block(pictures: dict[int, Picture]) -> codec.Block:
    """Pack pictures by image row; ``offsets`` has one entry more than ``row``."""
    held = pictures.values()
    data = b"".join(picture.data for picture in held)
    return codec.block(
        {
            "row": np.array(list(pictures), np.uint32),
            "offsets": np.cumsum([0, *(len(picture.data) for picture in held)]),
            "data": np.frombuffer(data, np.uint8),
            "width": np.array([picture.width for picture in held], np.uint32),
            "height": np.array([picture.height for picture in held], np.uint32),
        }
    )


def rows_of(packed: codec.Block) -> list[int]:
    """The image rows whose pictures a block holds."""
    return codec.values_of(packed["row"]).tolist() if packed else []
