"""The answers of a Lens whose rows stay behind, in tables: each anew where what it was counted for has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from .answering import Answering
from .origin import acting_as
from .synced import Synced
from .wire.status import status

_STEPS = {
    "left": "Counting what the filters leave",
    "counted": "Counting images",
    "page_rows": "Fetching the page",
    "raster": "Fetching the map",
    "levels": "Counting what there is to choose",
}
"""The traits in the order in which they are answered, what is looked at first, and what is said meanwhile."""

ANSWERED = tuple(_STEPS)
"""The traits that are answered."""


class Behind:
    """Answers for one Lens.

    Args:
        lens: The traits.
        moment: What they ask now.
        put: Sets traits from any thread.
        lock: Held while traits are set.
    """

    def __init__(
        self,
        lens: Synced,
        moment: Callable[[], Answering],
        put: Callable[..., None],
        lock: AbstractContextManager[object],
    ) -> None:
        self._lens = lens
        self._moment = moment
        self._put = put
        self._lock = lock

    def answer(self, is_superseded: Callable[[], bool]) -> None:
        """Answer all that has changed; nothing more once ``is_superseded`` says so.

        Raises EvalLensError where the engine fails: what was answered before stays.
        """
        while not is_superseded() and (step := self._next()):
            trait, asked = step
            self._put(status=status("loading", f"{_STEPS[trait]} …"))
            found = getattr(asked, trait)()
            with self._lock:
                # It may have been asked for something else meanwhile, by Python and by the browser.
                if self._asked().asked[trait] == asked.asked[trait]:
                    self._put(**{trait: found})
                    if trait == "counted":
                        self._clamp(found["cards"], asked.page_size)

    def _next(self) -> tuple[str, Answering] | None:
        asked = self._asked()
        return next(
            ((trait, asked) for trait in _STEPS if not asked.is_answered(trait, getattr(self._lens, trait))), None
        )

    def _asked(self) -> Answering:
        with self._lock:
            return self._moment()

    def _clamp(self, cards: int, page_size: int) -> None:
        """Turn back to the last page, once the cards are counted."""
        last = max(1, -(-cards // page_size))
        if self._lens.page > last:
            with acting_as("lens"):
                self._put(page=last)
