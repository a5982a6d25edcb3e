"""Pictures as people see them: turned as their EXIF says, unless the stated size is that of the stored picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evallens.errors import DataError
from evallens.local import evaluate
from evallens.pictures import ImageRef
from evallens.pictures.given import SourcePictures
from evallens.pictures.opening import image_size, stored
from tests.told import told

CORNERS = np.array([[[250, 10, 10], [10, 250, 10]], [[10, 10, 250], [240, 240, 240]]], np.uint8)
"""Red, green, blue and white: each way of turning them is another picture."""
SIDEWAYS = (5, 6, 7, 8)


def picture(path, orientation=6, size=(100, 80), kind="JPEG"):
    """A picture that is stored as ``size`` and says to be turned."""
    exif = Image.Exif()
    exif[274] = orientation
    image = Image.fromarray(CORNERS).resize(size, Image.Resampling.NEAREST)
    image.save(path, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))
    return path


def upright(orientation):
    """What a picture viewer shows of it: the corners, in reading order."""
    flips = {1: "", 2: "h", 3: "hv", 4: "v", 5: "t", 6: "th", 7: "thv", 8: "tv"}[orientation]
    pixels = CORNERS.transpose(1, 0, 2) if "t" in flips else CORNERS
    pixels = pixels[:, ::-1] if "h" in flips else pixels
    return pixels[::-1] if "v" in flips else pixels


def shown(source, **options):
    found = SourcePictures((source,), **options).large(ImageRef(0, "a", "a.jpg", "test"))
    assert found is not None
    return found, np.asarray(Image.open(io.BytesIO(found.data)).convert("RGB").resize((2, 2), Image.Resampling.BOX))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_of_every_format_is_shown_upright(tmp_path, orientation, kind):
    path = picture(tmp_path / f"a.{kind.lower()}", orientation, kind=kind)
    found, corners = shown(path)
    size = (80, 100) if orientation in SIDEWAYS else (100, 80)
    assert (found.width, found.height) == size == image_size(path)
    assert np.abs(corners.astype(int) - upright(orientation)).max() < 60
    if kind != "TIFF":
        assert stored(path, "a").size(exif=False) == (100, 80) == image_size(path, exif=False)


def coco(width, height, box):
    return {
        "images": [{"id": 1, "file_name": "a.jpg", "width": width, "height": height}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": box, "iscrowd": 0}],
        "categories": [{"id": 1, "name": "cat"}],
    }


def results(box):
    return [{"image_id": 1, "category_id": 1, "bbox": box, "score": 0.9}]


def seen(ev):
    found = ev.picture("a.jpg")
    return found.width, found.height


def test_without_a_stated_size_it_is_upright_and_shares_become_upright_pixels(tmp_path):
    for name in ("images", "labels"):
        (tmp_path / name).mkdir()
    picture(tmp_path / "images" / "a.jpg")
    (tmp_path / "labels" / "a.txt").write_text("0 .5 .5 .5 .2\n")
    found = {"a.jpg": {"boxes": np.array([[20, 40, 60, 60]]), "labels": [0], "scores": np.array([0.9])}}
    ev = evaluate(tmp_path, found, images=tmp_path / "images", classes=["cat"], embeddings=False)
    assert ev.confusion_matrix(confidence=50).matrix.tolist() == [[1, 0], [0, 0]]
    assert seen(ev) == (80, 100)
    assert told(ev) == ()


@pytest.mark.parametrize(("size", "told_of"), [((80, 100), 0), ((100, 80), 1), ((0, 0), 0)])
def test_the_stated_size_decides(tmp_path, size, told_of):
    picture(tmp_path / "a.jpg")
    box = [20, 30, 20, 20]
    ev = evaluate(coco(size[0], size[1], box), results(box), images=tmp_path, embeddings=False)
    assert seen(ev) == ((100, 80) if told_of else (80, 100))
    assert [notice.code for notice in ev.notices] == ["shown-as-stored"] * told_of


def test_the_predictions_size_decides_where_the_truth_states_none(tmp_path):
    picture(tmp_path / "a.jpg")
    box = [20, 30, 20, 20]
    predictions = coco(100, 80, box)
    predictions["annotations"][0]["score"] = 0.9
    ev = evaluate(coco(0, 0, box), predictions, images=tmp_path, embeddings=False)
    assert seen(ev) == (100, 80)


def test_sides_that_state_different_orientations_are_an_error(tmp_path):
    box = [20, 30, 20, 20]
    predictions = coco(100, 80, box)
    predictions["annotations"][0]["score"] = 0.9
    with pytest.raises(DataError, match=r"80 x 100 by truth and 100 x 80 by predictions.*EXIF"):
        evaluate(coco(80, 100, box), predictions, images=picture(tmp_path / "a.jpg").parent)


def test_exif_can_be_left_out_of_account(tmp_path):
    picture(tmp_path / "a.jpg")
    box = [20, 30, 20, 20]
    for size in ((0, 0), (100, 80)):
        ev = evaluate(coco(size[0], size[1], box), results(box), images=tmp_path, exif=False, embeddings=False)
        assert (seen(ev), told(ev)) == ((100, 80), ())


def test_a_square_picture_and_those_only_mirrored_keep_their_size(tmp_path):
    assert image_size(picture(tmp_path / "a.jpg", size=(64, 64))) == (64, 64)
    for orientation in (2, 3, 4):
        assert image_size(picture(tmp_path / "b.jpg", orientation)) == (100, 80)


def test_a_picture_of_another_size_than_stated_is_told(tmp_path):
    picture(tmp_path / "a.jpg", orientation=1)
    box = [20, 30, 20, 20]
    ev = evaluate(coco(200, 160, box), results(box), images=tmp_path, embeddings=False)
    assert [notice.code for notice in ev.notices] == ["picture-size"]


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32, np.float64])
def test_pictures_of_more_bits_are_stretched_to_what_they_hold(tmp_path, dtype):
    values = np.linspace(300, 1300, 64 * 64).reshape(64, 64).astype(dtype)
    sources = [values, np.dstack([values] * 3)]
    if dtype != np.float64:
        Image.fromarray(values).save(tmp_path / "a.tiff")
        sources.append(tmp_path / "a.tiff")
    for source in sources:
        found = SourcePictures((source,)).large(ImageRef(0, "a", "a", "test"))
        assert found is not None
        grey = np.asarray(Image.open(io.BytesIO(found.data)).convert("L"), int)
        assert grey.min() < 12
        assert grey.max() > 243
        assert abs(grey.mean() - 127) < 8


def test_a_picture_of_one_value_or_with_nan_is_shown(tmp_path):
    odd = np.full((8, 8), np.nan, np.float32)
    odd[2:, :] = np.arange(8)
    for source in (odd, np.full((8, 8), 7.5), np.full((8, 8), np.inf), np.eye(8, dtype=bool)):
        assert SourcePictures((source,)).large(ImageRef(0, "a", "a", "test")) is not None


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_a_damaged_exif_turns_nothing(tmp_path):
    buffer = io.BytesIO()
    Image.new("RGB", (100, 80)).save(buffer, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\1\x12\0\3")
    (tmp_path / "a.jpg").write_bytes(buffer.getvalue())
    assert image_size(tmp_path / "a.jpg") == (100, 80)
