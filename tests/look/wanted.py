"""Which pictures are asked for: words such as "dental dark 1280 selected", each narrowing one of four lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.look.sets import SETS

MODES = ("light", "dark", "forced")
WIDTHS = (400, 800, 1280, 1440)
"""The first two are widths of the widget in a page, the others of a window with JupyterLab in it."""
STATES = ("plain", "selected", "large", "instances", "judging")


@dataclass(frozen=True)
class Wanted:
    """The cross product of these is drawn."""

    sets: Sequence[str]
    modes: Sequence[str]
    widths: Sequence[int]
    states: Sequence[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> Wanted:
        """Everything, or of each list the words that it holds; raises SystemExit for a word that none has."""
        lists = [list(SETS), list(MODES), [str(width) for width in WIDTHS], list(STATES)]
        unknown = [word for word in words if not any(word in one for one in lists)]
        if unknown:
            known = "; ".join(", ".join(one) for one in lists)
            raise SystemExit(f"There is no {', '.join(unknown)}. ONLY takes words of these: {known}.")
        sets, modes, widths, states = ([one for one in every if one in words] or every for every in lists)
        return cls(sets, modes, [int(width) for width in widths], states)

    @property
    def pages(self) -> list[int]:
        """Widths of the widget in a page."""
        return [width for width in self.widths if width in WIDTHS[:2]]

    @property
    def windows(self) -> list[int]:
        """Widths of a window of JupyterLab."""
        return [width for width in self.widths if width in WIDTHS[2:]]


@dataclass(frozen=True)
class Shot:
    """One picture: PNG, and where it belongs."""

    of: str
    mode: str
    width: int
    state: str
    png: bytes

    @property
    def name(self) -> str:
        """Of its file, without a suffix."""
        return f"{self.of}-{self.mode}-{self.width}-{self.state}"
