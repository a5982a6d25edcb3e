"""Embeddings: the same input gives the same columns, and the header says how they were made."""

from __future__ import annotations

import importlib.util
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from evallens.errors import DataError, InputError
from evallens.local import layout
from evallens.local.annotations import ImageList
from evallens.local.embeddings import clustered, embedded, picture_features, projected
from evallens.pictures import ImageRef
from evallens.pictures.given import SourcePictures
from evallens.pictures.lookup import look_up
from evallens.pictures.naming import ImageNames
from evallens.pictures.reading import read_all


def groups(n: int = 90, width: int = 6) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, width)) + 8 * np.eye(width)[np.arange(n) % 3]


def test_hdbscan_finds_the_groups_on_the_map():
    images = ImageList(names=[str(i) for i in range(90)])
    found = embedded(groups(), images, [None] * 90)
    assert found.words == "t-SNE of given vectors"
    assert found.notices == ()
    assert found.clusters is not None
    clusters = set(found.clusters.tolist()) - {-1}
    assert clusters
    for cluster in clusters:
        assert len(set((np.flatnonzero(found.clusters == cluster) % 3).tolist())) == 1


_PLACED = """
import sys
if sys.argv[2] == "without openTSNE":
    sys.modules["openTSNE"] = None  # Importing it fails.
import numpy as np
from evallens.local import layout
from evallens.local.embeddings import projected
layout._MOST = int(sys.argv[3])
points, words, notices = projected(np.load(sys.argv[1]))
print(words, points.shape, *notices)
sys.stdout.write(points.tobytes().hex())
"""


def placed(vectors: np.ndarray, folder: Path, *, without: bool = False, most: int = 20_000) -> tuple[str, str]:
    """What a new interpreter says of the map of ``vectors``, and its points in hexadecimal."""
    np.save(folder / "vectors.npy", vectors)
    arguments = [folder / "vectors.npy", "without openTSNE" if without else "", str(most)]
    words, points = subprocess.check_output([sys.executable, "-c", _PLACED, *arguments], text=True).split("\n")
    return words, points


@pytest.mark.parametrize("most", [20_000, 1_100], ids=["all laid out", "a sample laid out"])
def test_the_same_vectors_have_the_same_points_in_two_processes(tmp_path, most):
    one, other = (placed(groups(1_200), tmp_path, most=most) for _ in range(2))
    assert one[0] == "t-SNE (1200, 2)"
    assert one == other


def test_without_opentsne_the_map_is_pca_and_it_is_said(tmp_path):
    words, _ = placed(groups(), tmp_path, without=True)
    assert words.startswith("PCA (90, 2) The map shows principal components")
    assert "evallens[local]" in words
    assert placed(groups(15), tmp_path, without=True)[0] == "PCA (15, 2)"


def without(monkeypatch, package: str) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else found(name))


def test_neighbours_stay_neighbours():
    digits = load_digits().data
    points, _, _ = projected(digits)
    assert trustworthiness(digits, points, n_neighbors=12) >= 0.98


def test_more_images_than_are_laid_out_are_placed_among_them(monkeypatch):
    monkeypatch.setattr(layout, "_MOST", 60)
    points = layout.laid_out(groups(300))
    centres = np.stack([points[start::3].mean(axis=0) for start in range(3)])
    nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    assert (nearest == np.arange(300) % 3).mean() > 0.95


@pytest.mark.parametrize(
    "vectors",
    [
        np.zeros((40, 6)),
        np.full((40, 3), 0.1),
        np.eye(40),
        np.eye(40)[np.arange(40) % 2],
        np.eye(1_100)[np.arange(1_100) % 3],
        np.outer(np.arange(40.0), np.ones(5)),
    ],
    ids=["zeros", "one", "all apart", "two", "three of many", "a line"],
)
def test_vectors_without_neighbours_have_places_all_the_same(vectors):
    points, _, _ = projected(vectors)
    assert points.shape == (len(vectors), 2)
    assert np.isfinite(points).all()


def test_the_layout_is_followed_to_its_end():
    steps = []
    layout.laid_out(groups(), lambda done, total: steps.append((done, total)))
    done, totals = zip(*steps, strict=True)
    assert list(done) == sorted(set(done))
    assert {done[-1]} == set(totals)


def test_long_vectors_of_few_images_have_the_components_of_their_covariance():
    wide = np.random.default_rng(0).normal(size=(20, 300))
    centred = wide - wide.mean(axis=0)
    _, strength, _ = np.linalg.svd(centred, full_matrices=False)
    found = layout.principal(wide, 3)
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), strength[:3], rtol=1e-5)


def test_few_images_go_by_their_principal_components_and_it_is_said():
    few = groups(15)
    points, words, notices = projected(few)
    assert (words, notices) == ("PCA", ())
    scaled = (few - few.mean(axis=0)) / few.std(axis=0)
    variances = np.linalg.eigvalsh(scaled.T @ scaled)
    np.testing.assert_allclose(np.sort((points**2).sum(axis=0)), variances[-2:], rtol=1e-5)


def test_without_scikit_learn_nothing_is_clustered_and_it_is_said(monkeypatch):
    without(monkeypatch, "sklearn")
    clusters, notices = clustered(groups(width=3)[:, :2].astype(np.float32))
    assert set(clusters.tolist()) == {-1}
    assert "evallens[local]" in str(notices[0])


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_images(n):
    found = embedded(groups(3)[:n], ImageList(names=[str(i) for i in range(n)]), [None] * n)
    assert found.points is not None
    assert found.points.shape == (n, 2)
    assert np.isfinite(found.points).all()


def seen(*sources) -> np.ndarray:
    stated = np.zeros((len(sources), 2), np.int64)
    read = read_all(sources, ["a"] * len(sources), stated, exif=True, pixels=True, follow=lambda _done, _total: None)
    return picture_features([None if one is None else one.pixels for one in read])


def test_features_tell_pictures_apart_and_do_not_depend_on_the_format(tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 255, (40, 60, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    from_file, from_array, other, nothing = seen(tmp_path / "a.png", pixels, 255 - pixels, b"")
    assert from_file.shape == (320,)
    np.testing.assert_array_equal(from_file, from_array)
    assert (other != from_file).any()
    assert np.isnan(nothing).all()


def test_a_mapping_is_looked_up_by_the_rule_for_images():
    images = ImageList(names=["deep/a.jpg", "b.jpg"], ids=["7", "8"])
    found = embedded({"a": [1, 2], "8": [3, 4]}, images, [None] * 2)
    assert found.points is not None
    assert found.points.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("vectors", [np.zeros((2, 2)), np.zeros((3, 1)), np.zeros(3)])
def test_wrong_shapes_are_refused(vectors):
    with pytest.raises(InputError, match="embeddings must be"):
        embedded(vectors, ImageList(names=["a", "b", "c"]), [None] * 3)


def test_pictures_are_found_by_path_name_and_stem(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("deep/a.png", "b.jpg"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    for name in ("deep/a.png", "a.png", "a"):
        found = look_up(tmp_path, ImageNames(names=[name, "x/b.jpg", "c"])).pictures
        assert [path and path.name for path in found] == ["a.png", "b.jpg", None]
    assert look_up({"a": b"1"}, ImageNames(names=["a.png", "b"])).pictures == [b"1", None]
    with pytest.raises(DataError, match="1 picture for 2 images"):
        look_up([b"1"], ImageNames(names=["a", "b"]))


def png(width: int, height: int) -> bytes:
    """A picture that claims this size and holds nothing."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.mark.parametrize(
    "source",
    [png(30_000, 30_000), png(8, 8), b"\x89PNG\r\n\x1a\n\0\0\0\x02IHDRxx\0\0\0\0", b"", np.zeros((8, 8, 7))],
    ids=["bomb", "cut off", "short header", "empty", "seven channels"],
)
def test_what_is_no_picture_is_an_error_that_names_the_image(source):
    with pytest.raises(DataError, match="a: is not a picture"):
        SourcePictures((source,)).thumbnail(ImageRef(0, "a", "a", "test"))


def test_large_pictures_are_shrunk_and_keep_their_size_in_words():
    pictures = SourcePictures((np.zeros((300, 4000, 3), np.uint8),))
    image = ImageRef(0, "a", "a", "test")
    thumbnail, large = pictures.thumbnail(image), pictures.large(image)
    assert thumbnail is not None
    assert large is not None
    assert (thumbnail.width, thumbnail.height) == (large.width, large.height) == (4000, 300)
    assert len(thumbnail.data) < len(large.data)
    assert pictures.thumbnail(ImageRef(5, "b", "b", "test")) is None
