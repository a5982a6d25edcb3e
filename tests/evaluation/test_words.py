"""Names in sentences: whatever a name holds, the words beside it stay where they are."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace

import pytest

import evallens
from evallens.evaluation.columns.direction import isolated
from evallens.evaluation.words import cell_words
from evallens.export.summary import summary
from tests import oracle


def test_isolates_every_letter_from_right_to_left_and_every_control():
    letters = map(chr, range(sys.maxunicode + 1))
    turning = [c for c in letters if unicodedata.bidirectional(c) in oracle.TURNING]
    assert len(turning) > 1000
    assert [f"{ord(c):04x}" for c in turning if not isolated(f"a{c}").startswith("\u2068")] == []


@pytest.mark.parametrize("name", ["cat", "traffic light", "café", "猫と犬", "👩‍👩‍👧‍👦 family", "a\nb", "<b>", "\ud800"])
def test_leaves_other_names_as_they_are(name):
    assert isolated(name) == name


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u200b\ufeff\u2060", "\u3164", "\ufe0f", "\u2800", "\u00ad\t"])
def test_tells_a_name_that_nobody_could_see(name):
    assert isolated(name) == "(no name)"


@pytest.mark.parametrize("name", ["8\u2069\u202e3", "\u2067open", "\u202ea\u2029b", "\u202ea\nb", "\u202ea\x85b"])
def test_nothing_in_a_name_ends_its_isolate_or_outlives_it(name):
    inside = isolated(name)[1:-1]
    assert not {unicodedata.bidirectional(letter) for letter in inside} & oracle.ENDING


def test_fallback_isolates_names_in_sentences():
    ev = evallens.demo()
    names = ("\u202e0", *ev.classes[1:])
    ev = replace(ev, header=replace(ev.header, classes=names))
    assert cell_words(0, 8, ev.header) == "\u2068\u202e0\u2069 predicted as 8"
    said = summary(ev, ev.where(confidence=0))
    assert "\u202e0" in said
    assert said.count("\u202e0") == said.count("\u2068\u202e0\u2069")
