"""Crops are cut from the original: upright, sharp, at most as large as a card needs, one decoding for all of them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evallens.errors import DataError
from evallens.pictures import Picture
from evallens.pictures.cutting import CARD, Crop, cut
from evallens.pictures.given import SourcePictures
from evallens.pictures.opening import turned
from evallens.pictures.region import region
from evallens.pictures.sources import PictureSource, can_be_cut, of_picture
from evallens.pictures.stored import StoredPictures

NOWHERE = np.full((1, 4), np.nan)


def gradient(width: int, height: int) -> Image.Image:
    """Red grows to the right and green downwards, so that a pixel says where it is from."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.stack([x, y, np.full_like(x, 60)], axis=2).astype(np.uint8))


def encoded(image: Image.Image, kind: str = "PNG", orientation: int | None = None) -> bytes:
    buffer = io.BytesIO()
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    image.save(buffer, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))
    return buffer.getvalue()


def box(*sides: float) -> np.ndarray:
    return np.array([sides], np.float32)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)), np.float64)


def made(*given) -> list[Crop]:
    """Crops of boxes that are known."""
    return [crop for crop in cut(*given) if crop is not None]


def assert_is_part(crop: Crop | None, whole: Image.Image) -> None:
    """The crop shows what ``whole``, upright, has in its region."""
    assert crop is not None
    x, y, w, h = crop.region
    part = whole.crop((x, y, x + w, y + h))
    seen = Image.open(io.BytesIO(crop.picture.data))
    expected = part.resize(seen.size, Image.Resampling.BOX)
    assert np.abs(np.asarray(seen, float) - np.asarray(expected.convert("RGB"), float)).mean() < 6
    assert seen.width / seen.height == pytest.approx(w / h, rel=0.03)


def test_shows_its_region_in_the_pixels_of_the_original():
    whole = gradient(400, 300)
    (crop,) = made(PictureSource(encoded(whole)), "a", [box(100, 80, 60, 30)])
    assert crop.region == region(box(100, 80, 60, 30), 400, 300)
    assert crop.picture[1:] == (400, 300)
    assert pixels(crop.picture.data).shape[:2] == (crop.region.h, crop.region.w), "no larger than what is there"
    assert_is_part(crop, whole)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_stands_upright_as_exif_says(orientation, kind):
    stored = gradient(300, 200)
    data = encoded(stored, kind, orientation)
    upright = turned(stored, orientation)
    (crop,) = made(PictureSource(data), "a", [box(30, 40, 50, 20)])
    assert crop.picture[1:] == upright.size
    assert_is_part(crop, upright)


def test_stays_as_it_is_stored_where_exif_is_left_aside():
    stored = gradient(300, 200)
    (crop,) = made(PictureSource(encoded(stored, "JPEG", 6), exif=False), "a", [box(30, 40, 50, 20)])
    assert_is_part(crop, stored)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_one_is_shrunk_to_a_card(orientation):
    stored = gradient(3000, 2000)
    upright = turned(stored, orientation)
    first, second = made(
        PictureSource(encoded(stored, "JPEG", orientation)), "a", [box(200, 300, 1500, 900), box(9, 9, 40, 40)]
    )
    assert max(pixels(first.picture.data).shape[:2]) <= max(CARD)
    for crop in (first, second):
        assert_is_part(crop, upright)
    assert pixels(second.picture.data).shape[:2] == (second.region.h, second.region.w), "sharp beside a large one"


def test_a_part_of_a_smaller_copy_is_measured_in_the_pixels_of_boxes():
    whole = gradient(1600, 1200)
    small = whole.resize((400, 300))
    (crop,) = made(of_picture(Picture(encoded(small), 1600, 1200)), "a", [box(400, 320, 240, 120)])
    assert crop.region == region(box(400, 320, 240, 120), 1600, 1200)
    assert crop.picture[1:] == (1600, 1200)
    assert_is_part(crop, whole)


@pytest.mark.parametrize(
    "image",
    [
        Image.fromarray((np.arange(120 * 160).reshape(120, 160) * 3).astype(np.uint16)),
        gradient(160, 120).convert("L"),
        gradient(160, 120).convert("P"),
        gradient(160, 120).convert("RGBA"),
        gradient(160, 120).convert("1"),
    ],
    ids=["16 bits", "grey", "palette", "transparent", "two colours"],
)
def test_pictures_of_every_kind_are_cut(image):
    (crop,) = made(PictureSource(encoded(image)), "a", [box(40, 40, 30, 30)])
    assert crop is not None
    assert pixels(crop.picture.data).std() > 1


def test_arrays_are_cut():
    (crop,) = made(PictureSource(np.asarray(gradient(160, 120))), "a", [box(40, 40, 30, 30)])
    assert_is_part(crop, gradient(160, 120))


@pytest.mark.parametrize(
    "sides", [(-500, -500, 20, 20), (158, 118, 20, 20), (0, 0, 160, 120), (30, 30, 0, 0), (3e7, 0, 1, 1)]
)
def test_boxes_at_the_edge_outside_and_of_no_size_show_what_is_near_them(sides):
    (crop,) = made(PictureSource(encoded(gradient(160, 120))), "a", [box(*sides)])
    assert_is_part(crop, gradient(160, 120))


def test_a_box_that_is_not_known_has_no_crop():
    known, unknown = cut(PictureSource(encoded(gradient(160, 120))), "a", [box(40, 40, 30, 30), NOWHERE])
    assert unknown is None
    assert known is not None


def test_what_is_no_picture_is_an_error_in_words():
    with pytest.raises(DataError, match=r"a\.jpg: is not a picture"):
        cut(PictureSource(b"no picture"), "a.jpg", [box(1, 1, 2, 2)])
    data = encoded(gradient(160, 120), "JPEG")
    with pytest.raises(DataError):
        cut(PictureSource(data[:200]), "a.jpg", [box(1, 1, 2, 2)])


def test_a_thumbnail_alone_is_not_cut():
    assert not can_be_cut(StoredPictures.of([Picture(encoded(gradient(8, 8)), 800, 800)]))
    assert can_be_cut(SourcePictures((b"",)))
    assert not can_be_cut(None)
