"""What pixel values mean is asked where 0 and 255 alone could be a class or nothing to judge."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from evallens.errors import DataError, InputError
from tests.local.readers.made import matrix, run

TRUTH = np.zeros((4, 5), np.uint8)
TRUTH[:, :2] = 1
FOUND = TRUTH.copy()
FOUND[0, 0] = 0
WANT = [[12, 0], [1, 7]]


def folders(root, truth, found, name="a.png"):
    for side, mask in (("truth", truth), ("run", found)):
        path = root / side / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".npy"):
            np.save(path, mask)
        else:
            (mask if isinstance(mask, Image.Image) else Image.fromarray(mask)).save(path)
    return root / "truth", root / "run"


@pytest.mark.parametrize("found", [FOUND * 255, FOUND * 0, TRUTH * 255, FOUND])
@pytest.mark.parametrize("classes", [None, ["rest", "crack"]])
def test_masks_of_0_and_255_are_asked_about(found, classes, tmp_path):
    with pytest.raises(DataError, match=r'values=\{255: "name of the class"\}, or ignore=255'):
        run(*folders(tmp_path, TRUTH * 255, found), classes=classes)


def test_values_say_what_a_pixel_value_means(tmp_path):
    ev = run(*folders(tmp_path, TRUTH * 255, FOUND * 255), values={255: "crack"})
    assert ev.classes == ("background", "crack")
    assert matrix(ev) == WANT


def test_ignore_says_what_is_not_judged(tmp_path):
    one, other = folders(tmp_path, TRUTH * 255, FOUND)
    assert matrix(run(one, other, ignore=255)) == [[12]]
    assert matrix(run(*folders(tmp_path / "four", TRUTH * 4, FOUND), ignore=4, classes=["rest", "crack"]))[0] == [12, 0]
    with pytest.raises(DataError, match="has pixel value 255"):
        run(one, other, ignore=None)


def test_a_value_that_is_not_named_is_said(tmp_path):
    with pytest.raises(DataError, match="pixel value 7, which values= does not name"):
        run(*folders(tmp_path, TRUTH * 7, FOUND), values={1: "crack"})


@pytest.mark.parametrize(
    ("option", "words"),
    [({"values": {"x": "crack"}}, "values= has 'x'"), ({"ignore": "x"}, "ignore= has 'x'"), ({"values": 3}, "values=")],
)
def test_options_of_another_kind_are_said(option, words):
    with pytest.raises(InputError, match=words):
        run([TRUTH], [FOUND], **option)


def test_255_beside_other_classes_is_not_judged():
    truth = TRUTH.copy()
    truth[3, 4] = 255
    assert matrix(run([truth], [FOUND])) == [[11, 0], [1, 7]]


@pytest.mark.parametrize("make", [lambda m: m, lambda m: m.astype(bool), lambda m: m.astype(float), lambda m: m[None]])
def test_arrays_of_any_kind_are_masks(make):
    assert matrix(run([make(TRUTH)], [make(FOUND)])) == WANT
    assert matrix(run({"a": make(TRUTH)}, {"a": make(FOUND)})) == WANT


def test_one_array_is_one_mask_and_three_dimensions_are_several():
    assert matrix(run(TRUTH, FOUND)) == WANT
    assert sum(map(sum, matrix(run(np.stack([TRUTH] * 2), np.stack([FOUND] * 2))))) == 40


def test_files_of_arrays_are_masks(tmp_path):
    assert matrix(run(*folders(tmp_path, TRUTH, FOUND, "a.npy"))) == WANT
    for name, mask in (("truth", TRUTH), ("run", FOUND)):
        np.savez(tmp_path / f"{name}.npz", a=mask)
    assert matrix(run(tmp_path / "truth.npz", tmp_path / "run.npz")) == WANT


@pytest.mark.parametrize("mode", ["1", "I;16", "grey"])
def test_pictures_of_any_depth_are_masks(mode, tmp_path):
    def made(mask):
        if mode == "1":
            return Image.fromarray(mask * 255).convert("1")
        return Image.fromarray(mask.astype(np.uint16) if mode == "I;16" else np.stack([mask] * 3, axis=2))

    assert matrix(run(*folders(tmp_path, made(TRUTH), made(FOUND)))) == WANT


def test_masks_in_folders_are_read_beside_flat_ones(tmp_path):
    folders(tmp_path, TRUTH, FOUND)
    ev = run(*folders(tmp_path, TRUTH, FOUND, "north/b.png"))
    assert sorted(ev.images().to_pandas()["name"]) == ["a", "north/b"]


def test_two_masks_of_one_image_are_an_error(tmp_path):
    folders(tmp_path, TRUTH, FOUND, "a.npy")
    with pytest.raises(DataError, match=r"a\.npy and a\.png are masks of one image"):
        run(*folders(tmp_path, TRUTH, FOUND))


@pytest.mark.parametrize(
    "bad", ["nowhere", None, 3, [None], [np.full((4, 5), np.nan)], [[1, 2]], np.zeros((4, 5), object)]
)
def test_what_is_no_mask_is_said(bad):
    with pytest.raises(InputError):
        run([TRUTH], bad)


def test_a_jpeg_is_no_mask(tmp_path):
    with pytest.raises(DataError, match=r"a\.jpg: is a JPEG, which keeps no exact pixel values"):
        run(*folders(tmp_path, TRUTH * 255, FOUND * 255, "a.jpg"), values={255: "crack"})


def test_masks_beside_the_folders_of_splits_are_not_lost(tmp_path):
    folders(tmp_path, TRUTH, FOUND, "train/b.png")
    with pytest.raises(DataError, match=r"a\.png: lies beside the folders of splits"):
        run(*folders(tmp_path, TRUTH, FOUND))
