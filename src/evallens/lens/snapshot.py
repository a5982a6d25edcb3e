"""A Lens as it stands now, without its kernel: for reports, and for notebooks that keep no widget state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation import arguments as asked
from ..evaluation.protocols import Progress
from ..export import Pictures, Snapshot
from ..pictures import Picture
from .thumbnails import thumbnail_priority, within
from .wire import pictures
from .wire.cursor import BlockCursor
from .wire.header import header_of
from .wire.schema import BOTH_WRITE
from .wire.status import status

if TYPE_CHECKING:
    from .widget import Lens


def snapshot(lens: Lens, evaluation: Evaluation, bundle: str) -> Snapshot:
    """This moment of ``lens`` over ``evaluation``, which may hold other thresholds than the lens's own."""
    shown = lens.shown
    sent = BlockCursor(lens.mask_budget)
    blocks = {named.trait: named.block for named in sent.next_blocks(evaluation)}
    state: dict[str, Any] = {name: getattr(lens, name) for name in BOTH_WRITE}
    return Snapshot(
        evaluation=evaluation,
        shown=shown,
        state={
            **state,
            "split": shown.split,
            "confidence": shown.confidence,
            "status": status("idle"),
            "reported": lens.reported,
            "header": header_of(evaluation, sent.traits),
            **blocks,
            "assets": {},
            "page_assets": {},
            "open_assets": lens.open_assets,
        },
        bundle=bundle,
        # A display waits for no network: of pictures that would have to be fetched, those already here go in.
        pictures=lambda budget: _packed(within(lens.album.known(evaluation, _wanted(lens, evaluation)), budget)),
    )


def most_wanted(lens: Lens, evaluation: Evaluation, most: int | Literal["all"], progress: Progress) -> Pictures:
    """The ``most`` most wanted pictures; raises InputError for anything but "all" or a number of them."""
    images = len(evaluation.columns.images)
    total = images if isinstance(most, str) and most == "all" else min(_number(most), images)
    taken: dict[int, Picture] = {}
    if total:
        for row, picture in lens.album.read(evaluation, _wanted(lens, evaluation)):
            taken[row] = picture
            progress(len(taken), total)
            if len(taken) == total:
                break
    return _packed(taken)._replace(is_all=len(taken) < total or total == images)


def _number(most: Any) -> int:
    meaning = 'thumbnails is "all" or a number of images'
    number = asked.whole(most, meaning)
    if number < 0:
        raise InputError(f"{meaning}, not {most!r}")
    return number


def _wanted(lens: Lens, evaluation: Evaluation) -> Iterator[int]:
    """The page on show, then what ``thumbnail_priority`` says."""
    first = (lens.page - 1) * lens.page_size
    on_show = lens.selected.rows[first : first + lens.page_size].tolist()
    return chain(on_show, thumbnail_priority(evaluation, lens.shown, lens.page_size))


def _packed(taken: dict[int, Picture]) -> Pictures:
    return Pictures(pictures.block(taken), len(taken))
