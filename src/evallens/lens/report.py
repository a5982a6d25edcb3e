"""Files that the browser asks for: written in the background, handed over in a trait, and not kept there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..errors import EvalLensError
from ..progress import Progress
from .loader import Loader
from .synced import Synced
from .wire.plain import plain
from .wire.said import Report
from .wire.status import in_words, status

_STEPS = 20
"""How often progress is told, at most: each time is a message to the browser."""


class _ClosedError(EvalLensError):
    """The Lens was closed meanwhile."""


class File(NamedTuple):
    """One kind of file that may be asked for."""

    ending: str
    """Of its name, such as "report.html"."""
    text: Callable[[Progress], str]
    """What stands in it; it calls the progress that it is given."""


class Reporter:
    """Answers ``report_asked`` for one Lens.

    Args:
        lens: The traits.
        loader: Sets traits from any thread, and stops what is under way when the Lens is closed.
        files: By the first word of what is asked; whoever asks for none of them gets the first.
    """

    def __init__(self, lens: Synced, loader: Loader, files: Mapping[str, File]) -> None:
        self._lens = lens
        self._loader = loader
        self._files = files
        self._asked = ""
        self._writing = loader.worker(self._write, self._show_error)

    def wake(self) -> None:
        """Write one soon, in the background where there is one."""
        self._writing.wake()

    def _write(self) -> None:
        # Another one may be asked for meanwhile: it must not be given this one's contents.
        self._asked = self._lens.report_asked
        self._loader.put(status=status("loading", self._words))
        self._hand_over(self._file.text(self._tell).encode("utf-8", "replace"))
        self._settle()

    @property
    def _file(self) -> File:
        return self._files.get(self._asked.partition(" ")[0], next(iter(self._files.values())))

    @property
    def _words(self) -> str:
        return f"Writing the {self._file.ending.partition('.')[0]}"

    def _tell(self, done: int, total: int) -> None:
        if self._writing.is_stopped:
            raise _ClosedError("The Lens is closed.")
        if total and _STEPS * done // total != _STEPS * (done - 1) // total:
            self._loader.put(status={**status("loading", self._words), "done": done, "total": total})

    def _hand_over(self, data: bytes) -> None:
        name = f"{_plain(self._lens.header['title'])}-{self._file.ending}" if data else ""
        self._loader.put(report=_answer(Report(asked=self._asked, name=name), data))
        # Both messages arrive, one after the other; what saves the state of the Lens finds the second.
        self._loader.put(report=_answer(Report(), b""))

    def _settle(self) -> None:
        # Something else may be told by now, such as a threshold that is fetched.
        if self._lens.status["message"] == self._words:
            self._loader.put(status=status("idle"))

    def _show_error(self, error: Exception) -> None:
        self._loader.put(status=status("error", in_words(error)))
        self._hand_over(b"")


def _answer(report: Report, data: bytes) -> dict[str, Any]:
    return {**plain(report), "data": data}


def _plain(title: str) -> str:
    """Of plain letters, as js/src/ui/files.ts makes them."""
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-") or "evaluation"
