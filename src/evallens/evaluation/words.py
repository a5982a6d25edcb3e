"""The words for a cell of the matrix, the same in Python and on screen."""

from __future__ import annotations

from .header import Header


def cell_words(actual: int, predicted: int, header: Header) -> str:
    """Say what a cell means: "3 predicted as 8", "3 missed", "8 where nothing was", "3 correct"."""
    truth, answer = header.classes[actual], header.classes[predicted]
    if actual == predicted:
        return f"{truth} correct"
    if predicted == header.background:
        return f"{truth}, no prediction" if header.task == "classification" else f"{truth} missed"
    if actual == header.background:
        return f"{answer} where nothing was"
    return f"{truth} predicted as {answer}"
