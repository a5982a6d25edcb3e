"""The files that a page may ask for: the report, and what a page without rows cannot write itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..evaluation import ImageTable, InstanceTable, MarkedTable
from ..marks import MarksFile, encoded
from ..progress import Progress
from .report import File
from .wire.settings import MAX_FILE_ROWS


class _Offering(Protocol):
    @property
    def selected(self) -> ImageTable: ...

    @property
    def selected_instances(self) -> InstanceTable: ...

    @property
    def marked(self) -> MarkedTable: ...

    def marks_file(self) -> MarksFile: ...


def files_of(lens: _Offering, document: Callable[[Progress], str]) -> dict[str, File]:
    """Each by the word that asks for it; ``document`` is the report. Of many rows the first go into a table."""
    return {
        "report": File("report.html", document),
        "images": File("images.csv", lambda _: lens.selected[:MAX_FILE_ROWS].to_csv()),
        "instances": File("instances.csv", lambda _: lens.selected_instances[:MAX_FILE_ROWS].to_csv()),
        "marks": File("marks.json", lambda _: encoded(lens.marks_file()).decode()),
        "marked": File("marked.csv", lambda _: lens.marked.to_csv()),
    }
