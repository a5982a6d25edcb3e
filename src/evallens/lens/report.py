"""Reports that the browser asks for: written in the background, handed over in a trait, and not kept there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import EvalLensError
from ..progress import Progress
from .loader import Loader
from .synced import Synced
from .wire.plain import plain
from .wire.said import Report
from .wire.status import in_words, status

_WORDS = "Writing the report"
_STEPS = 20
"""How often progress is told, at most: each time is a message to the browser."""


class _ClosedError(EvalLensError):
    """The Lens was closed meanwhile."""


class Reporter:
    """Answers ``report_asked`` for one Lens.

    Args:
        lens: The traits.
        loader: Sets traits from any thread, and stops what is under way when the Lens is closed.
        document: The report as HTML; it calls the progress that it is given.
    """

    def __init__(self, lens: Synced, loader: Loader, document: Callable[[Progress], str]) -> None:
        self._lens = lens
        self._loader = loader
        self._document = document
        self._writing = loader.worker(self._write, self._show_error)

    def wake(self) -> None:
        """Write one soon, in the background where there is one."""
        self._writing.wake()

    def _write(self) -> None:
        self._loader.put(status=status("loading", _WORDS))
        self._hand_over(self._document(self._tell).encode("utf-8", "replace"))
        self._settle()

    def _tell(self, done: int, total: int) -> None:
        if self._writing.is_stopped:
            raise _ClosedError("The Lens is closed.")
        if total and _STEPS * done // total != _STEPS * (done - 1) // total:
            self._loader.put(status={**status("loading", _WORDS), "done": done, "total": total})

    def _hand_over(self, data: bytes) -> None:
        name = _file_name(self._lens.header["title"]) if data else ""
        self._loader.put(report=_answer(Report(asked=self._lens.report_asked, name=name), data))
        # Both messages arrive, one after the other; what saves the state of the Lens finds the second.
        self._loader.put(report=_answer(Report(), b""))

    def _settle(self) -> None:
        # Something else may be told by now, such as a threshold that is fetched.
        if self._lens.status["message"] == _WORDS:
            self._loader.put(status=status("idle"))

    def _show_error(self, error: Exception) -> None:
        self._loader.put(status=status("error", in_words(error)))
        self._hand_over(b"")


def _answer(report: Report, data: bytes) -> dict[str, Any]:
    return {**plain(report), "data": data}


def _file_name(title: str) -> str:
    """Of plain letters, as js/src/ui/files.ts makes them."""
    plain_title = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
    return f"{plain_title or 'evaluation'}-report.html"
