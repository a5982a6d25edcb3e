"""The answers of a Lens whose rows stay behind, in tables: each anew where what it was counted for has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import SupersededError
from .answering import Answering
from .asked import Asked
from .last_good import LastGood
from .origin import acting_as
from .showing import Showing
from .synced import Synced
from .wire.status import status

_STEPS = {
    "left": "Counting what the filters leave",
    "counted": "Counting images",
    "page_rows": "Fetching the page",
    "raster": "Fetching the map",
    "levels": "Counting what there is to choose",
    "dust": "Fetching the map",
}
"""The traits in the order in which they are answered, what is looked at first, and what is said meanwhile."""

ANSWERED = tuple(_STEPS)
"""The traits that are answered."""


class Behind:
    """Answers for one Lens.

    Args:
        lens: The traits.
        showing: What they show.
        put: Sets traits from any thread.
    """

    def __init__(self, lens: Synced, showing: Showing, put: Callable[..., None]) -> None:
        self._lens = lens
        self._showing = showing
        self._put = put
        self._good: LastGood | None = None
        self._whole: dict[str, Any] | None = None
        """The last map without filters."""

    def answer(self, is_superseded: Callable[[], bool]) -> None:
        """Answer all that has changed; nothing more once ``is_superseded`` says so.

        Raises EngineError where the engine fails: the traits then return to what it last answered whole.
        """
        while not is_superseded() and (step := self._next()):
            trait, asked = step
            self._put(status=status("loading", f"{_STEPS[trait]} …"))
            try:
                found = asked.dust(self._whole) if trait == "dust" else getattr(asked, trait)()
            except SupersededError:
                raise
            except BaseException:
                self._return_from(asked)
                raise
            if trait == "raster" and not asked.is_filtered:
                self._whole = found
            with self._showing.lock:
                # It may have been asked for something else meanwhile, by Python and by the browser.
                if self._asked().asked[trait] == asked.asked[trait]:
                    self._put(**{trait: found})
                    if trait == "counted":
                        self._clamp(found["cards"], asked.page_size)

    def _next(self) -> tuple[str, Answering] | None:
        with self._showing.lock:
            if Asked.by(self._lens) != self._showing.shown:
                # Python asks for another threshold just now, and answers all of it in place.
                return None
            asked = self._asked()
            for trait in ANSWERED:
                if not asked.is_answered(trait, getattr(self._lens, trait)):
                    return trait, asked
            self._good = LastGood.of(self._lens, self._showing.shown, asked.gallery, ANSWERED)
        return None

    def _return_from(self, asked: Answering) -> None:
        """Return to what was last answered whole, unless something else was asked for since."""
        with self._showing.lock:
            now, good = self._asked(), self._good
            if good is not None and (now.asked, now.opened) == (asked.asked, asked.opened):
                self._showing.back_to(good.shown, good.gallery)
                good.put_back(self._lens)

    def _asked(self) -> Answering:
        with self._showing.lock:
            return Answering.of(self._lens, self._showing.gallery)

    def _clamp(self, cards: int, page_size: int) -> None:
        """Turn back to the last page, once the cards are counted."""
        last = max(1, -(-cards // page_size))
        if self._lens.page > last:
            with acting_as("lens"):
                self._put(page=last)
