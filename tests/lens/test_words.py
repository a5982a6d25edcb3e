"""What a Lens says of itself: in one line, and to `help`."""

from __future__ import annotations

import evallens
from evallens.lens.wire.schema import BOTH_WRITE


def test_repr_says_what_is_shown():
    lens = evallens.Lens(evallens.demo())
    assert repr(lens) == "Lens('Digit scenes', test at 20 %, 240 of 240 images)"
    lens.cells, lens.confidence = [("3", "8")], 30
    assert repr(lens) == f"Lens('Digit scenes', test at 30 %, {len(lens.selected)} of 240 images)"


def test_repr_names_no_threshold_where_there_are_no_scores():
    lens = evallens.Lens(evallens.evaluate(["cat", "dog"], ["cat", "cat"]))
    assert repr(lens) == "Lens('Local evaluation', test, 2 of 2 images)"


def test_help_names_every_trait_that_can_be_set():
    assert [name for name in BOTH_WRITE if f"``{name}``" not in (evallens.Lens.__doc__ or "")] == []
