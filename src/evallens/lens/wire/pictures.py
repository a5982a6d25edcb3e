"""Pictures as they travel: one block of encoded bytes with offsets."""

from __future__ import annotations

import numpy as np

from ...errors import InputError
from ...evaluation import Evaluation
from ...evaluation.columns import codec
from ...pictures import ImageRef, Picture, Pictures
from ...pictures.protocol import original_of


def large(evaluation: Evaluation, row: int, wanted: int | None) -> codec.Block:
    """The picture of one image shown large, if there is one; with all its pixels where that is ``wanted``.

    ``wanted``, the longest side that was asked for, travels back: what comes with it is the best there is.
    """
    store = evaluation.pictures
    image = evaluation.image(row)
    picture = store and (store.large(image) if wanted is None else original_of(store, image))
    found = {row: picture} if picture else {}
    return {**block(found), **codec.block({"wanted": np.array([wanted or 0], np.uint32)})}


def large_of(store: Pictures, image: ImageRef, start: int) -> codec.Block:
    """What ``store`` shows large of one image; nothing where it has none, or none that can be read any more.

    Images are numbered from ``start`` on.
    """
    try:
        found = store.large(image)
    except InputError:
        found = None
    return block({start + image.row: found} if found else {})


def wanted_of(packed: codec.Block) -> int:
    """The longest side that was asked for of a large picture, pixels; 0: nobody asked."""
    return int(codec.values_of(packed["wanted"])[0]) if "wanted" in packed else 0


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
