"""In which order the columns of an evaluation are sent: all in one message, or what is drawn first before the rest."""

from __future__ import annotations

import traitlets

from ..evaluation import Evaluation
from .answering import Answering
from .gallery import Gallery
from .synced import Synced
from .wire.cursor import BlockCursor, NamedBlock, bytes_of_rows
from .wire.header import header_of

_FEW = 2_000_000
"""Bytes of rows that open with the comm: they are sent in less time than a second picture takes to draw."""

STAND_FOR_ROWS = ("counted", "page_rows", "tallies")
"""The traits that are answered until the rows are there."""


class ColumnSender:
    """Sends the columns of one Lens, each once. Guarded by its lock.

    Rows that are many follow once the first picture is on its way. Until they are there the browser draws the map from
    places and tallies, the matrix from the cube, and the page from a few rows of its own.
    """

    def __init__(self, lens: Synced) -> None:
        self._lens = lens
        self._cursor = BlockCursor(lens.mask_budget)
        self._waiting: Evaluation | None = None

    @property
    def are_waiting(self) -> bool:
        """Are there rows that have not been sent yet?"""
        return self._waiting is not None

    def send_first(self, evaluation: Evaluation) -> None:
        """Send what the comm opens with: everything, or of many rows what is drawn from without them."""
        if bytes_of_rows(evaluation) <= _FEW:
            self.send(evaluation)
            return
        self._waiting = evaluation
        self._add(self._cursor.first_blocks(evaluation))
        self._lens.header = header_of(evaluation, self._cursor, rows="coming")

    def send(self, evaluation: Evaluation) -> None:
        """Send the rows that no block carries yet, then the header that speaks of them."""
        self.send_rest()
        self._add(self._cursor.next_blocks(evaluation))
        self._lens.header = header_of(evaluation, self._cursor)

    def send_rest(self) -> None:
        """Send the rows that waited, if any did, and take back what stood for them."""
        evaluation, self._waiting = self._waiting, None
        if evaluation is None:
            return
        self.send(evaluation)
        for trait in STAND_FOR_ROWS:
            setattr(self._lens, trait, {})

    def answer(self, gallery: Gallery) -> None:
        """While rows wait: count in place of the browser what ``gallery`` shows, unless that was sent."""
        if self.are_waiting:
            asked = Answering.of(self._lens, gallery)
            for trait in STAND_FOR_ROWS:
                if not asked.is_answered(trait, getattr(self._lens, trait)):
                    setattr(self._lens, trait, getattr(asked, trait)())

    def _add(self, blocks: list[NamedBlock]) -> None:
        self._lens.add_traits(**{named.trait: traitlets.Dict(named.block).tag(sync=True) for named in blocks})
