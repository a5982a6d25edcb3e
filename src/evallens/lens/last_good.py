"""What a Lens over tables last had all answers to: it is shown again where an engine fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from .asked import Asked
from .gallery import Gallery
from .origin import acting_as
from .synced import Synced
from .wire.counted_for import OF_VIEW
from .wire.schema import FACET_TRAITS

# Levels that an engine cannot count would have every later change return, if they were still asked for.
_TRAITS = (*FACET_TRAITS, "page", "page_size", "levels_asked")


@dataclass(frozen=True, eq=False)
class LastGood:
    """What was asked, and every answer to it.

    The box of the map is not part of it: it says where the browser looks, which no answer changes.
    """

    shown: Asked
    gallery: Gallery
    """With the counts and the page that were looked up for it."""
    _traits: dict[str, Any]
    _view: dict[str, Any]
    _opened: int | None
    _answers: dict[str, Any]

    @classmethod
    def of(cls, lens: Synced, shown: Asked, gallery: Gallery, answered: Iterable[str]) -> Self:
        """What ``lens`` shows now, whose traits ``answered`` hold the answers."""
        traits = {name: getattr(lens, name) for name in _TRAITS}
        view = {name: lens.view[name] for name in OF_VIEW}
        return cls(shown, gallery, traits, view, lens.opened, {name: getattr(lens, name) for name in answered})

    def put_back(self, lens: Synced) -> None:
        """Set the traits of ``lens`` to it, answers first; hold its lock."""
        with acting_as("lens"):
            for name, value in {**self._answers, **self.shown.traits, **self._traits}.items():
                setattr(lens, name, value)
            lens.view = self._view
            if lens.opened != self._opened:
                lens.set_trait("open", self._opened)
