"""An evaluation whose every name tries to be something else than a name."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import numpy as np
from PIL import Image

from evallens.evaluation import Columns, Evaluation, Header, Images, Notice, Outcomes
from evallens.pictures import ImageRef, Picture

MARKUP = "</script><img src=x onerror=alert(1)>"
NAMES = (
    MARKUP,
    "${alert(1)}{{constructor}}`",
    "line\u2028separator\u2029and\nnewline",
    "\u202eright-to-left\u202c \u200f\u0645\u0631\u062d\u0628\u0627",
    "long" * 75,
    "\"><svg/onload=alert(1)> ' & &lt;",
    "<!-- <![CDATA[ ]]> -->",
    "$\\alpha$ and $5",
    "\ud800 lone",
    "background",
)


def evaluation() -> Evaluation:
    """Ten classes and ten images of those names; every class is mistaken for the next."""
    return evaluation_of(NAMES)


def evaluation_of(names: tuple[str, ...]) -> Evaluation:
    """As many images as classes, of the same names; the last class is the background."""
    size = len(names)
    rows = np.arange(size)
    following = (rows + 1) % max(1, size)
    return Evaluation(
        header=Header(
            title=MARKUP,
            task="object-detection",
            classes=names,
            background=size - 1 if size else None,
            notices=(Notice.plain(MARKUP),),
        ),
        columns=Columns(
            Images.of(list(names), ["test"] * size, embedding=np.stack([rows, rows % 3], axis=1)),
            Outcomes.of(np.repeat(rows, 2), np.repeat(rows, 2), np.stack([rows, following], axis=1).reshape(-1)),
        ),
        pictures=Pictures(),
    )


class Pictures:
    """Small grey pictures."""

    is_at_hand = True

    def thumbnail(self, image: ImageRef) -> Picture:
        buffer = io.BytesIO()
        Image.new("L", (16, 16), 20 * image.row).save(buffer, "png")
        return Picture(buffer.getvalue(), 16, 16)

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture]:
        return map(self.thumbnail, images)

    large = thumbnail
