"""Attributes of images: they keep their rows, and what one part of the images lacks is unknown there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evallens.errors import DataError
from evallens.evaluation import Images
from evallens.evaluation.columns import codec
from evallens.evaluation.columns.attributes import UNKNOWN, Attributes, Category, Number


def images(names="abc", **attributes):
    plain = Images.of(list(names), ["test"] * len(names))
    return replace(plain, attributes=Attributes(len(names), attributes))


def said(found: Images):
    return {
        name: one.values.tolist() if isinstance(one, Number) else [*one.codes.tolist(), one.levels]
        for name, one in found.attributes.items()
    }


HEIGHTS = Number(np.array([1, 2, 3]), "m")
WEATHER = Category(np.array([0, 1, UNKNOWN]), ("sun", "rain"))


def test_rows_are_taken_with_the_others():
    both = images(height=HEIGHTS, weather=WEATHER)
    assert said(both.take([2, 0])) == {"height": [3, 1], "weather": [UNKNOWN, 0, ("sun", "rain")]}
    assert said(both.after(1)) == {"height": [2, 3], "weather": [1, UNKNOWN, ("sun", "rain")]}
    later = both.after(1).attributes["height"]
    assert isinstance(later, Number)
    assert np.shares_memory(later.values, HEIGHTS.values)


def test_what_one_part_lacks_is_unknown_there():
    joined = images(height=HEIGHTS).extended(images("d", weather=Category(np.array([0]), ("fog",))))
    assert said(joined)["weather"] == [UNKNOWN, UNKNOWN, UNKNOWN, 0, ("fog",)]
    np.testing.assert_array_equal(said(joined)["height"], [1, 2, 3, np.nan])


def test_new_levels_come_after_those_known():
    joined = images(weather=WEATHER).extended(images("de", weather=Category(np.array([0, UNKNOWN]), ("fog", "sun"))))
    assert said(joined)["weather"] == [0, 1, UNKNOWN, 2, UNKNOWN, ("sun", "rain", "fog")]


@pytest.mark.parametrize("other", [WEATHER, Number(np.array([1, 2, 3]), "ft")])
def test_another_kind_or_unit_is_not_put_together(other):
    with pytest.raises(DataError, match="a number in one part"):
        images(height=HEIGHTS).extended(images("def", height=other))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: images("ab", height=HEIGHTS), "different lengths"),
        (lambda: Category(np.array([2]), ("sun", "rain")), "beyond its 2 levels"),
        (lambda: Category(np.array([0]), ("sun", "sun")), "not unique"),
        (lambda: Number(np.zeros((2, 2), np.float32)), "one value an image"),
        (lambda: Number(HEIGHTS.values, origin="guessed"), "given or computed, not 'guessed'"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_attribute_is_refused(make, words):
    with pytest.raises(DataError, match=words):
        make()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"attributes": b"[]"}, None),
        ({"attributes": b'[{"name": "a", "origin": "given", "later": 1}]'}, None),
        ({"attributes": b"{"}, "does not say what the attributes are"),
        ({"attributes": b'[{"name": "a", "origin": "x"}]'}, "given or computed"),
        ({"attributes": b'[{"name": "\xff"}]'}, "does not say what the attributes are"),
        ({"attributes.0": None}, "attributes.0 is missing"),
        ({"attributes.1": np.array([0, 9, 0], np.uint16)}, "beyond its 2 levels"),
        ({"attributes.0": np.zeros(2, np.float32)}, "different lengths"),
        ({"attributes.0": np.zeros(3, np.float64)}, "not a column of float32"),
    ],
)
def test_damaged_attributes_are_refused(change, words):
    given = {n: np.frombuffer(v, np.uint8) if isinstance(v, bytes) else v for n, v in change.items()}
    arrays = {**codec.encode(images(height=HEIGHTS, weather=WEATHER)), **given}
    present = {name: values for name, values in arrays.items() if values is not None}
    if words is None:
        assert len(codec.decode(Images, present)) == 3
        return
    with pytest.raises(DataError, match=words):
        codec.decode(Images, present)
