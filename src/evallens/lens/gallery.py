"""The pictures that a Lens sends: some ahead of need, those of the page on show, and the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..evaluation import ImageTable
from ..evaluation.filters import Filters
from .thumbnails import ThumbnailCache, thumbnail_priority, within
from .wire import pictures
from .wire.masks import masks_of_image

if TYPE_CHECKING:
    from .widget import Lens


class Gallery:
    """Sends what ``lens`` shows by ``put``, which sets traits from any thread."""

    def __init__(self, lens: Lens, album: ThumbnailCache, put: Callable[..., None]) -> None:
        self._lens = lens
        self._album = album
        self._put = put
        self._page_rows: list[int] = []

    def send_ahead(self, cancelled: Callable[[], bool]) -> None:
        """Send pictures before anyone asks, the most wanted first; fewer once ``cancelled`` says so."""
        lens = self._lens
        wanted = thumbnail_priority(lens.evaluation, lens.shown, lens.page_size, self._selected_by)
        found = self._album.read(lens.evaluation, wanted, cancelled=cancelled)
        self._put(assets=pictures.block(within(found, lens.thumbnail_budget)))

    def send(self, opened: int | None, cancelled: Callable[[], bool]) -> None:
        """Send the pictures of the page on show and of the image ``opened``; nothing once ``cancelled`` says so."""
        lens = self._lens
        ahead = set(pictures.rows_of(lens.assets))
        missing = [row for row in self._on_show() if row not in ahead]
        if missing != self._page_rows:
            found = dict(self._album.read(lens.evaluation, missing, cancelled=cancelled))
            if cancelled():
                return
            self._page_rows = missing
            self._put(page_assets=pictures.block(found))
        if opened is not None and [opened] != pictures.rows_of(lens.open_assets):
            self._put(open_assets=self._large(opened))

    def _selected_by(self, wanted: Filters) -> ImageTable:
        """The images of ``wanted``, most errors first; those on show are not selected again."""
        lens = self._lens
        is_on_show = wanted == lens.shown and lens.view["sort"] == "errors"
        return lens.selected if is_on_show else lens.evaluation.select(wanted)

    def _on_show(self) -> list[int]:
        """The images of the page, as far as there are pictures of any."""
        lens = self._lens
        if lens.evaluation.pictures is None:
            return []
        first = (lens.page - 1) * lens.page_size
        rows: list[int] = lens.selected.rows[first : first + lens.page_size].tolist()
        return rows

    def _large(self, row: int) -> dict[str, Any]:
        evaluation = self._lens.evaluation
        packed: dict[str, Any] = pictures.block(pictures.large(evaluation, row))
        are_sent = self._lens.header["blocks"]["masks"]
        masks = None if are_sent else masks_of_image(evaluation, row)
        return packed if masks is None else {**packed, "masks": masks}
