"""Pictures looked up one by one, by the names of their images."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from evallens.errors import InputError
from evallens.pictures import ImageRef
from evallens.pictures.one_by_one import pictures_by_name
from evallens.pictures.sources import paths_of


@pytest.fixture
def folder(tmp_path):
    for name in ("train/a.png", "test/a.png", "b.png", "deep/er/c.jpg", "deep/d.png", "other/d.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 6)).save(tmp_path / name)
    return tmp_path


def image(name: str, split: str = "", own: str = "") -> ImageRef:
    return ImageRef(10_000_000, own or name, name, split)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (image("a.png", "train"), "train/a.png"),
        (image("a.png", "test"), "test/a.png"),
        (image("a.png", "valid"), None),
        (image("b.png", "train"), "b.png"),
        (image("b"), "b.png"),
        (image("c.jpg"), "deep/er/c.jpg"),
        (image("deep/d.png"), "deep/d.png"),
        (image("d.png"), None),
        (image("?", own="c"), "deep/er/c.jpg"),
        (image(""), None),
    ],
)
def test_a_folder(folder, wanted, found):
    store = pictures_by_name(folder)
    assert store is not None
    assert paths_of(store, [wanted]) == [str(folder / found) if found else ""]
    picture = store.thumbnail(wanted)
    assert (None if picture is None else (picture.width, picture.height)) == ((8, 6) if found else None)


@pytest.mark.parametrize("name", ["../secret.png", "/secret.png", "deep/../../secret.png"])
def test_nothing_outside_of_the_folder(folder, name):
    Image.new("RGB", (8, 6)).save(folder.parent / "secret.png")
    store = pictures_by_name(folder)
    assert store is not None
    assert store.large(image(name)) is None
    (folder.parent / "secret.png").unlink()


def test_a_mapping_and_a_callable(folder):
    by_id = pictures_by_name({"7": folder / "b.png"})
    called = pictures_by_name(lambda image: folder / "b.png" if image.id == "7" else None)
    for store in (by_id, called):
        assert store is not None
        assert store.large(image("x", own="7")) is not None
        assert store.large(image("y")) is None


def test_what_it_takes():
    assert pictures_by_name(None) is None
    with pytest.raises(InputError, match="images is a folder"):
        pictures_by_name(["a.png"])
    with pytest.raises(InputError, match="is not a folder"):
        pictures_by_name(Path("/nowhere/at/all"))
