"""The picture in all its pixels: the file itself where a browser shows that upright, else encoded anew."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evallens.errors import DataError
from evallens.pictures import ImageRef, Picture
from evallens.pictures.from_callable import CallablePictures
from evallens.pictures.given import SourcePictures
from evallens.pictures.protocol import original_of
from evallens.pictures.stored import StoredPictures
from tests.local.test_orientation import SIDEWAYS, picture, upright

REF = ImageRef(0, "a", "a.jpg", "test")
LARGE = (2400, 1800)


def photograph(mode="RGB", size=LARGE):
    noise = np.random.default_rng(3).integers(0, 255, (size[1] // 8, size[0] // 8, 3), np.uint8)
    return Image.fromarray(noise).resize(size).convert(mode)


def encoded(kind, mode="RGB", **options):
    buffer = io.BytesIO()
    photograph(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def original(source, **options):
    found = original_of(SourcePictures((source,), **options), REF)
    assert found is not None
    return found


def read(found):
    image = Image.open(io.BytesIO(found.data))
    image.load()
    return image


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("WEBP", "RGB")])
def test_what_a_browser_shows_alike_is_sent_as_it_is(tmp_path, kind, mode):
    data = encoded(kind, mode)
    path = tmp_path / "a"
    path.write_bytes(data)
    assert original(data) == original(path) == original(str(path)) == Picture(data, *LARGE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("PNG", "I;16"), ("PNG", "RGBA"), ("PNG", "P"), ("TIFF", "RGB"), ("BMP", "RGB")],
)
def test_what_it_would_not_is_encoded_in_all_its_pixels(kind, mode):
    found = original(encoded(kind, mode))
    image = read(found)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", LARGE)
    assert (found.width, found.height) == LARGE


def test_arrays_keep_all_their_pixels():
    values = np.asarray(photograph(size=(1700, 900)))
    image = read(original(values))
    assert image.size == (1700, 900)
    assert np.abs(np.asarray(image).astype(int) - values).mean() < 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_is_sent_upright(tmp_path, orientation, kind):
    found = original(picture(tmp_path / f"a.{kind.lower()}", orientation, kind=kind))
    image = read(found)
    assert image.size == (found.width, found.height) == ((80, 100) if orientation in SIDEWAYS else (100, 80))
    corners = np.asarray(image.convert("RGB").resize((2, 2), Image.Resampling.BOX))
    assert np.abs(corners.astype(int) - upright(orientation)).max() < 60
    assert image.getexif().get(274, 1) == 1, "a browser would turn it again"


def test_a_picture_shown_as_it_is_stored_says_nothing_a_browser_turns(tmp_path):
    found = original(picture(tmp_path / "a.jpg", 6), as_stored=frozenset({0}))
    assert read(found).size == (found.width, found.height) == (100, 80)
    assert read(found).getexif().get(274, 1) == 1


def test_a_file_that_is_no_picture_is_told():
    with pytest.raises(DataError, match=r"a\.jpg: is not a picture"):
        original(b"no picture")


def test_a_store_without_originals_gives_the_largest_it_has():
    small = Picture(encoded("WEBP"), 10, 10)
    assert original_of(StoredPictures.of([small]), REF) == small


def test_a_callable_is_asked_for_the_whole_picture():
    data = encoded("JPEG")
    assert original_of(CallablePictures(lambda _: data), REF) == Picture(data, *LARGE)
    given = Picture(data, 7, 5)
    assert original_of(CallablePictures(lambda _: given), REF) == given
    assert original_of(CallablePictures(lambda _: None), REF) is None
