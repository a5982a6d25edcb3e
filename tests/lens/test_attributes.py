"""A Lens keeps what it knows: a misspelt attribute is refused, and what widgets set of their own is not."""

from __future__ import annotations

import ipywidgets
import pytest
import traitlets

import evallens
from evallens.errors import InputError, UnknownNameError


@pytest.fixture(scope="module")
def ev():
    return evallens.demo()


@pytest.fixture
def lens(ev):
    return evallens.Lens(ev, thumbnail_budget=0)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("threshold", "'confidence'"),
        ("confidance", "'confidence'"),
        ("cell", "'cells'"),
        ("pages", "'page'"),
        ("search", "'query'"),
        ("iou", "'where = {\"iou\": (low, high)}'"),
        ("color", "'view = {\"colour\": ...}'"),
    ],
)
def test_an_attribute_that_is_not_there_names_the_one_that_is_meant(lens, name, meant):
    with pytest.raises(UnknownNameError) as caught:
        setattr(lens, name, 50)
    assert str(caught.value) == f"No attribute of a Lens named {name!r}. Did you mean {meant}?"
    assert not hasattr(lens, name)


def test_an_attribute_like_no_other_lists_those_there_are(lens):
    with pytest.raises(UnknownNameError, match="There is 'split', 'confidence'"):
        lens.xyz = 1


@pytest.mark.parametrize("name", ["selected", "evaluation", "shown"])
def test_what_follows_from_the_others_cannot_be_set(lens, name):
    with pytest.raises(InputError, match=f"lens.{name} cannot be set"):
        setattr(lens, name, None)


def test_widgets_keep_setting_what_they_set(lens):
    lens.layout = ipywidgets.Layout(width="50%")
    lens.layout.width = "60%"
    lens._note = "free"
    lens.add_traits(note=traitlets.Unicode())
    lens.note = "a trait"
    with lens.hold_trait_notifications():
        lens.query = "scene"
    assert (lens._note, lens.note, lens.query) == ("free", "a trait", "scene")
    lens.close()
    assert lens.comm is None


class Annotated(evallens.Lens):
    """What a user makes of it, with a trait, a value, an annotation and a property of its own."""

    colour_of = traitlets.Unicode("red")
    least = 3
    note: str

    @property
    def half(self):
        return self.least / 2

    @half.setter
    def half(self, value):
        self.least = 2 * value


def test_a_subclass_declares_attributes_of_its_own(ev):
    lens = Annotated(ev, thumbnail_budget=0)
    lens.colour_of, lens.note, lens.half = "blue", "mine", 4
    assert (lens.colour_of, lens.least, lens.note) == ("blue", 8, "mine")
    with pytest.raises(UnknownNameError):
        lens.notes = "misspelt"
