"""The picture shown large, in the size that the browser wants it."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import evallens
from evallens.errors import InputError
from evallens.evaluation.columns.codec import values_of
from evallens.pictures.given import SourcePictures

SIDE = 2000


def photograph(grey: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.full((SIDE, SIDE // 2, 3), grey, np.uint8)).save(buffer, "JPEG")
    return buffer.getvalue()


FILES = tuple(photograph(10 * row) for row in range(10))


@pytest.fixture
def lens():
    return evallens.Lens(replace(evallens.demo(), pictures=SourcePictures(FILES)), thumbnail_budget=0, page_size=1)


def asked(lens, **changes):
    """As a browser asks for it."""
    lens.set_state(changes)
    assert lens.wait(60)
    return lens.open_assets


def picture(block):
    return Image.open(io.BytesIO(values_of(block["data"]).tobytes()))


def row(block):
    return values_of(block["row"]).tolist()


def wanted(block):
    return values_of(block["wanted"]).tolist()


def test_a_small_one_is_sent_first_and_the_file_itself_when_one_looks_closely(lens):
    first = asked(lens, open=3)
    assert (row(first), wanted(first), max(picture(first).size)) == ([3], [0], 1600)
    closer = asked(lens, open_pixels=1900)
    assert (row(closer), wanted(closer)) == ([3], [1900])
    assert values_of(closer["data"]).tobytes() == FILES[3]
    assert asked(lens, open_pixels=2000) is closer, "it is all there is"


def test_the_next_image_is_small_again(lens):
    asked(lens, open=3, open_pixels=2000)
    following = asked(lens, open=4, open_pixels=None)
    assert (row(following), max(picture(following).size)) == ([4], 1600)
    lens.open_pixels = 2000
    assert row(lens.open_assets) == [4]
    lens.open = 5
    assert (lens.open_pixels, wanted(lens.open_assets)) == (None, [0])


def test_what_was_looked_at_closely_stays_in_no_notebook_and_no_export(lens, tmp_path):
    asked(lens, open=3, open_pixels=2000)
    written = lens.to_html(tmp_path / "a.html", thresholds=[20], thumbnails=0)
    small = written.stat().st_size
    assert asked(lens, open=None, open_pixels=None) == {}
    assert abs(lens.to_html(tmp_path / "b.html", thresholds=[20], thumbnails=0).stat().st_size - small) < 100


def test_only_the_latest_image_is_sent(lens):
    gate, begun = threading.Event(), threading.Event()

    class Slow(SourcePictures):
        def large(self, image):
            begun.set()
            assert gate.wait(60)
            return super().large(image)

    slow = evallens.Lens(replace(evallens.demo(), pictures=Slow(FILES)), thumbnail_budget=0, page_size=1)
    rows = []
    slow.observe(lambda change: rows.append(row(change["new"])), "open_assets")
    slow.set_state({"open": 3})
    assert begun.wait(60)
    # Nothing in the kernel's main thread waits for the picture.
    slow.set_state({"open": 4})
    gate.set()
    assert slow.wait(60)
    assert rows == [[4]]


@pytest.mark.parametrize("value", [0, -1, 1.5, "large"])
def test_pixels_are_a_whole_number(lens, value):
    with pytest.raises(InputError, match="open_pixels"):
        lens.open_pixels = value
