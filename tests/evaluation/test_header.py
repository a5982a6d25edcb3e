"""Class names, conventions and the order views draw classes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.errors import InputError, UnknownNameError
from evallens.evaluation import Header, Notice
from evallens.evaluation.columns.header import unique_names

NAMES = st.sampled_from(["cat", "cat (2)", "cat (3)", "dog", "", " (2)"])


def header(**changes) -> Header:
    return Header(
        **{"title": "t", "task": "object-detection", "classes": ("cat", "dog"), "background": None, **changes}
    )


def test_class_names_with_half_letters_stay_unique_and_are_noticed():
    names, notices = unique_names(["cat\ud800", "cat\ud801", "dog"])
    assert names == ("cat?", "cat? (2)", "dog")
    assert str(notices[0]) == (
        "The class 'cat\\ud800' holds an unpaired surrogate, which no file can hold; it is shown as 'cat?'."
    )
    assert len(notices) == 3


@given(st.lists(NAMES, max_size=7))
def test_unique_names_are_unique_and_keep_the_first_of_each(names):
    unique, notices = unique_names(names)
    assert len(set(unique)) == len(names)
    assert len(notices) == sum(shown != given_name for shown, given_name in zip(unique, names, strict=True))
    assert all(unique[names.index(name)] == name for name in names)


def test_suffix_steps_over_a_name_that_is_taken():
    assert unique_names(["cat", "cat", "cat (2)"])[0] == ("cat", "cat (3)", "cat (2)")


def test_background_is_drawn_last_wherever_it_stands():
    assert header(classes=("a", "background", "b"), background=1).display_order == (0, 2, 1)
    assert header(classes=("a", "b")).display_order == (0, 1)


@pytest.mark.parametrize(
    ("task", "unit"),
    [
        ("classification", "images"),
        ("object-detection", "instances"),
        ("instance-segmentation", "instances"),
        ("semantic-segmentation", "pixels"),
    ],
)
def test_unit_is_what_one_count_is(task, unit):
    assert header(task=task).unit == unit


def test_unknown_class_names_the_closest():
    with pytest.raises(UnknownNameError, match=r"No class named 'dgo'. Did you mean 'dog'\?"):
        header().class_index("dgo")


def test_unknown_class_without_a_close_one_lists_what_there_is():
    with pytest.raises(UnknownNameError, match=r"There is 'cat', 'dog'\."):
        header().class_index("zebra")


@pytest.mark.parametrize(
    "changes",
    [
        {"classes": ("cat", "cat")},
        {"background": 2},
        {"background": -1},
        {"confidence": 101},
        {"task": "detection"},
        {"mixups": "all"},
    ],
)
def test_header_that_contradicts_itself_is_refused(changes):
    with pytest.raises(InputError):
        header(**changes)


def test_notice_is_said_once():
    odd = Notice.plain("odd")
    assert header().noticing([odd, odd]).noticing([odd]).notices == (odd,)
