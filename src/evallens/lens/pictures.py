"""Which pictures travel to the browser, and how: one block of encoded bytes with offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ..evaluation import Evaluation
from ..evaluation import filters as filtering
from ..evaluation.filters import Filters
from ..evaluation.protocols import Picture
from ..evaluation.tables import ALL
from .blocks import Block, column


def ahead(evaluation: Evaluation, shown: Filters, *, page_size: int, budget: int) -> Block:
    """The pictures sent before anyone asks, at most ``budget`` bytes of them.

    First the first page of each of the ten most confused pairs, then by errors, the split on show
    before the others, so that an export answers "which images" with real pictures.
    """
    return block(within(evaluation, by_need(evaluation, shown, page_size), budget))


def within(evaluation: Evaluation, rows: Iterable[int], budget: int) -> dict[int, Picture]:
    """The thumbnails of ``rows`` in that order, until they would be more than ``budget`` bytes."""
    taken: dict[int, Picture] = {}
    spent = 0
    for row in rows:
        picture = _thumbnail(evaluation, row) if row not in taken else None
        if picture is None:
            continue
        spent += len(picture.data)
        if spent > budget:
            break
        taken[row] = picture
    return taken


def thumbnails(evaluation: Evaluation, rows: Iterable[int]) -> dict[int, Picture]:
    """The thumbnails there are of ``rows``."""
    found = ((row, _thumbnail(evaluation, row)) for row in rows)
    return {row: picture for row, picture in found if picture is not None}


def large(evaluation: Evaluation, row: int) -> dict[int, Picture]:
    """The large picture of one image, if there is one."""
    picture = None if evaluation.pictures is None else evaluation.pictures.large(evaluation.image(row))
    return {} if picture is None else {row: picture}


def block(pictures: dict[int, Picture]) -> Block:
    """Pack pictures by image row; ``offsets`` has one entry more than ``row``."""
    sizes = [len(picture.data) for picture in pictures.values()]
    return {
        "row": column(np.array(list(pictures), np.uint32)),
        "offsets": column(np.cumsum([0, *sizes]).astype(np.uint32)),
        "data": {"dtype": "uint8", "data": b"".join(picture.data for picture in pictures.values())},
        "width": column(np.array([picture.width for picture in pictures.values()], np.uint32)),
        "height": column(np.array([picture.height for picture in pictures.values()], np.uint32)),
    }


def rows_of(packed: Block) -> list[int]:
    """The image rows whose pictures a block holds."""
    return np.frombuffer(packed["row"]["data"], np.uint32).tolist() if packed else []


def by_need(evaluation: Evaluation, shown: Filters, page_size: int) -> Iterator[int]:
    """Image rows, the most wanted picture first; a row may come again."""
    counted = evaluation.recount(shown).matrix
    for cell in filtering.worst_cells(counted, evaluation.header):
        behind = Filters(split=shown.split, confidence=shown.confidence, cells=(cell,))
        yield from evaluation.select(behind).rows[:page_size].tolist()
    for split in (shown.split, ALL):
        everything = Filters(split=split, confidence=shown.confidence)
        yield from evaluation.select(everything).rows.tolist()


def _thumbnail(evaluation: Evaluation, row: int) -> Picture | None:
    return None if evaluation.pictures is None else evaluation.pictures.thumbnail(evaluation.image(row))
