"""The words for a cell of the matrix, the same in Python and on screen."""

from __future__ import annotations

from .columns.direction import isolated
from .columns.header import Header
from .metrics.cells import cell_kind


def cell_words(actual: int, predicted: int, header: Header) -> str:
    """Say what a cell means: "3 predicted as 8", "3 missed", "8, unlabelled", "3 correct"."""
    truth, answer = isolated(header.classes[actual]), isolated(header.classes[predicted])
    kind = cell_kind(actual, predicted, header.background)
    if actual == predicted:
        return f"{truth} correct"
    if kind == "missed":
        return f"{truth}, no prediction" if header.task == "classification" else f"{truth} missed"
    return f"{answer}, unlabelled" if kind == "false_positive" else f"{truth} predicted as {answer}"
