"""Pictures as they travel: one block of encoded bytes with offsets."""

from __future__ import annotations

import numpy as np

from ...evaluation import Evaluation
from ...pictures import Picture
from .blocks import Block, column, values_of


def large(evaluation: Evaluation, row: int) -> dict[int, Picture]:
    """The large picture of one image, if there is one."""
    picture = None if evaluation.pictures is None else evaluation.pictures.large(evaluation.image(row))
    return {} if picture is None else {row: picture}


def block(pictures: dict[int, Picture]) -> Block:
    """Pack pictures by image row; ``offsets`` has one entry more than ``row``."""
    sizes = [len(picture.data) for picture in pictures.values()]
    return {
        "row": column(np.array(list(pictures), np.uint32)),
        "offsets": column(np.cumsum([0, *sizes])),
        "data": {"dtype": "uint8", "data": b"".join(picture.data for picture in pictures.values())},
        "width": column(np.array([picture.width for picture in pictures.values()], np.uint32)),
        "height": column(np.array([picture.height for picture in pictures.values()], np.uint32)),
    }


def rows_of(packed: Block) -> list[int]:
    """The image rows whose pictures a block holds."""
    return values_of(packed["row"]).tolist() if packed else []
