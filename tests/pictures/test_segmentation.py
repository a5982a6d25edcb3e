"""Segmentations in few bytes: exact where they are small enough, else the nearest pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evallens.errors import DataError
from evallens.pictures import ImageRef, Picture
from evallens.pictures.given import LARGE, THUMBNAIL
from evallens.pictures.segmentation import SourceSegmentations, decoded, encoded, nearest, packed
from evallens.pictures.stored import StoredPictures

SHAPES = st.tuples(st.integers(1, 12), st.integers(1, 12))


@given(arrays(np.int64, SHAPES, elements=st.one_of(st.integers(0, 3), st.integers(0, 2**27))))
def test_what_is_packed_is_unpacked_again(values: np.ndarray):
    assert np.array_equal(decoded(encoded(values, 12)), values)


@given(arrays(np.int64, SHAPES, elements=st.integers(0, 300)), st.integers(1, 12))
def test_no_value_is_made_up_by_shrinking(values: np.ndarray, longest: int):
    small = nearest(values, longest)
    assert max(small.shape) == min(longest, max(values.shape))
    assert set(small.reshape(-1).tolist()) <= set(values.reshape(-1).tolist())


def test_what_shrinks_keeps_its_place_and_its_shape():
    values = np.zeros((1000, 2000), np.int64)
    values[:500, 1000:] = 7
    small = decoded(encoded(values, 200))
    assert small.shape == (100, 200)
    assert (small[:50, 100:] == 7).all()
    assert (small == 7).sum() == 50 * 100


def test_an_even_one_is_a_few_bytes_whatever_its_size():
    assert len(encoded(np.ones((1024, 1024), np.uint8), LARGE)) < 8


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x02\x01\x03", b"\x02\x01", b"\x00\x01\x01", b"\xff" * 9 + b"\x01"])
def test_bytes_that_are_none_are_refused(data: bytes):
    with pytest.raises(DataError, match="damaged"):
        decoded(data)


def test_a_store_reads_when_it_is_asked_and_goes_on_past_what_is_gone():
    asked: list[str] = []

    def read() -> np.ndarray:
        asked.append("read")
        return np.ones((400, 300), np.int64)

    def gone() -> np.ndarray:
        raise DataError("it is gone")

    store = SourceSegmentations((read, gone, None, packed(np.ones((400, 300), np.int64))))
    assert not asked
    refs = [ImageRef(row, str(row), str(row), "test") for row in range(5)]
    first, *none, last, beyond = store.thumbnails(refs)
    assert first == last
    assert first is not None
    assert (first.width, first.height) == (300, 400)
    assert decoded(first.data).shape == (THUMBNAIL, THUMBNAIL * 3 // 4)
    assert none == [None, None]
    assert beyond is None
    large = store.large(refs[0])
    assert large is not None
    assert decoded(large.data).shape == (400, 300)


def test_a_file_takes_the_first_that_fit():
    pictures = [Picture(b"12", 3, 4), None, Picture(b"345", 3, 4), Picture(b"6", 3, 4)]
    stored = StoredPictures.within(pictures, 4, 4)
    found = [stored.thumbnail(ImageRef(row, "", "", "")) for row in range(4)]
    assert found == [pictures[0], None, None, None]
