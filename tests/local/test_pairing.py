"""Whose image is whose: a key is read in every way, doubt is an error with both names, images are never merged."""

from __future__ import annotations

from typing import Any, cast
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evallens.errors import DataError, InputError
from evallens.local import evaluate
from evallens.local.annotations import ImageList
from evallens.local.pairing.images import paired
from evallens.local.pairing.sides import JoinRules
from evallens.pictures.lookup import look_up
from evallens.pictures.naming import DOUBTFUL, ImageNames, Match, find

BOX = {"boxes": np.array([[5.0, 5, 25, 25]]), "labels": ["cat"]}
FOUND = BOX | {"scores": np.array([0.9])}


def coco(names, ids=None):
    ids = range(1, len(names) + 1) if ids is None else ids
    return {
        "images": [
            {"id": key, "file_name": name, "width": 100, "height": 80} for key, name in zip(ids, names, strict=True)
        ],
        "annotations": [
            {"id": row, "image_id": key, "category_id": 1, "bbox": [5, 5, 20, 20]} for row, key in enumerate(ids)
        ],
        "categories": [{"id": 1, "name": "cat"}],
    }


def rows(names, keys, **changes):
    """The image of each key among ``names``."""
    images = ImageList(names=names, **{key: changes.pop(key) for key in ("ids", "splits") if key in changes})
    others = {key.removeprefix("key_"): changes.pop(key) for key in list(changes) if key.startswith("key_")}
    return paired(images, ImageList(names=keys, **others), **changes).tolist()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a.jpg", "a.jpg"),
        ("images/my photo.jpg", "my photo.jpg"),
        ("..\\upload\\4\\my photo.jpg", "my photo.jpg"),
        ("my%20photo.jpg", "my photo.jpg"),
        ("/data/local-files/?d=imgs/my%20photo.jpg", "my photo.jpg"),
        ("https://bucket.example/set/a.jpg?X-Amz-Signature=1", "a.jpg"),
        ("file:///home/x/a.jpg", "C:\\data\\a.jpg"),
        (normalize("NFD", "Jürgen.jpg"), normalize("NFC", "Jürgen.jpg")),
        ("a.JPG", "a"),
        ("a.png", "a.jpg"),
        ("frame_0.5.jpg", "frame_0.5"),
        ("image.webp.jpg", "image.webp"),
        ("DSC_0023.mp4#t=22.png", "DSC_0023.mp4#t=22"),
        ("100%.jpg", "100%"),
        ("what?.jpg", "what?.jpg"),
        ("images//a.jpg", "images/a.jpg"),
        ("cam1/0001.jpg", "labels/cam1/0001"),
        ("000000000042.jpg", "42"),
        ("deep/000000000042.jpg", "42"),
        ("0.jpg", "0"),
    ],
)
def test_a_key_is_looked_up_in_every_way_it_can_be_read(name, key):
    assert rows(["other.jpg", name], [key]) == [1]
    assert rows(["other.jpg", key], [name]) == [1]


def test_what_follows_a_dot_is_no_suffix_unless_a_pictures():
    assert rows(["frame_0.5.jpg", "frame_0.25.jpg"], ["frame_0"]) == [-1]


def test_an_id_is_a_key_too():
    assert rows(["a.jpg", "b.jpg"], ["8"], ids=["7", "8"]) == [1]


def test_two_folders_are_told_apart_by_the_last_two_parts():
    assert rows(["x/cam1/1.jpg", "x/cam2/1.jpg"], ["y/cam2/1.jpg", "y/cam1/1"]) == [1, 0]


def test_literally_goes_before_decoded():
    assert rows(["a b.jpg", "a%20b.jpg"], ["a%20b.jpg", "a b.jpg"]) == [1, 0]


@pytest.mark.parametrize(
    ("names", "key", "both"),
    [
        (["cam1/1.jpg", "cam2/1.jpg"], "1.jpg", "'cam1/1.jpg' or 'cam2/1.jpg'"),
        (["a.jpg", "a.png"], "a", "'a.jpg' or 'a.png'"),
        (["042.jpg", "0042.jpg"], "42", "'042.jpg' or '0042.jpg'"),
        (["a.png", "deep/a.jpg"], "a.jpg", "'a.png' or 'deep/a.jpg'"),
    ],
)
def test_a_key_that_hits_two_images_is_an_error_with_both_names(names, key, both):
    with pytest.raises(DataError, match=both):
        rows(names, [key])


def test_an_id_and_a_name_of_different_images_ask_for_match():
    """Ultralytics writes int(stem) as image_id: against ids from 0 every image would be its neighbour."""
    names, ids = ["0001.jpg", "0002.jpg", "0003.jpg"], ["0", "1", "2"]
    words = (
        r"'0002.jpg' by its id and '0001.jpg' by its name of .* Say which is meant: match=\"id\" or match=\"name\"\.$"
    )
    with pytest.raises(DataError, match=words):
        rows(names, ["1", "2"], ids=ids)
    assert rows(names, ["1", "2"], ids=ids, match="id") == [1, 2]
    assert rows(names, ["1", "2"], ids=ids, match="name") == [0, 1]


def test_an_id_and_a_name_of_the_same_image_agree():
    assert rows(["000000000042.jpg", "7.jpg"], ["42", "7"], ids=["42", "7"]) == [0, 1]


def test_a_file_name_beside_an_id_decides():
    names, ids = ["0001.jpg", "0002.jpg"], ["0", "1"]
    assert rows(names, ["0001.jpg"], ids=ids, key_ids=["1"], key_refers=True) == [0]
    assert rows(names, ["gone.jpg"], ids=ids, key_ids=["1"], key_refers=True) == [-1]


def test_numbers_of_two_datasets_are_each_their_own():
    assert rows(["a.jpg", "b.jpg"], ["b.jpg", "c.jpg"], ids=["1", "2"], key_ids=["1", "2"]) == [1, -1]


@pytest.mark.parametrize("keys", [["a.jpg", "a.png"], ["a", "a.jpg"], ["x/a.jpg", "y/a.jpg"], ["1", "01"]])
def test_images_of_one_side_are_never_merged(keys):
    with pytest.raises(DataError, match="never merged"):
        rows(["a.jpg", "1.jpg"], keys)


def test_the_same_name_in_two_splits_is_two_images():
    names, splits = ["a.jpg", "a.jpg"], ["train", "test"]
    assert rows(names, ["a.jpg", "a.jpg"], splits=splits, key_splits=["test", "train"]) == [1, 0]
    with pytest.raises(DataError, match=r"'a.jpg' of train or 'a.jpg' of test"):
        rows(names, ["a.jpg"], splits=splits)
    assert rows(["a.jpg"], ["a.jpg"], splits=["train"], key_splits=["test"]) == [-1]


def test_lists_go_by_place():
    assert evaluate([BOX, BOX], [FOUND, FOUND], embeddings=False).confusion_matrix(confidence=50).matrix[0, 0] == 2


def test_a_label_file_may_be_called_after_its_picture_with_the_suffix(tmp_path):
    for folder in ("images", "labels", "found"):
        (tmp_path / folder).mkdir()
    Image.new("RGB", (100, 80)).save(tmp_path / "images" / "a.png")
    (tmp_path / "labels" / "a.png.txt").write_text("0 .5 .5 .4 .4\n")
    (tmp_path / "found" / "a.png.txt").write_text("0 .5 .5 .4 .4 .9\n")
    ev = evaluate(tmp_path, tmp_path / "found", images=tmp_path / "images", classes=["cat"], embeddings=False)
    assert (ev.image_count, ev.confusion_matrix(confidence=50).matrix.tolist()) == (1, [[1, 0], [0, 0]])


def test_image_ids_of_another_order_are_asked_about():
    """Some tools number the images of their results themselves."""
    boxes = [[5, 5, 20, 20], [50, 5, 20, 20], [5, 45, 20, 20]]
    truth = coco(["b.jpg", "a.jpg", "c.jpg"])
    for record, box in zip(truth["annotations"], boxes, strict=True):
        record["bbox"] = box
    results = [{"image_id": row + 1, "category_id": 1, "bbox": boxes[(row + 1) % 3], "score": 0.9} for row in range(3)]
    assert [notice.code for notice in evaluate(truth, results, embeddings=False).notices] == ["nothing-right"]


def test_evaluate_asks_which_and_takes_the_answer():
    truth = coco(["0001.jpg", "0002.jpg", "0003.jpg"], ids=[0, 1, 2])
    found = {"1": FOUND, "2": FOUND}
    with pytest.raises(DataError, match="by its id and"):
        evaluate(truth, found, embeddings=False)
    answers: list[tuple[Match, str]] = [("id", "0001.jpg"), ("name", "0003.jpg")]
    for word, missed in answers:
        ev = evaluate(truth, found, match=word, embeddings=False)
        assert ev.confusion_matrix(confidence=50).matrix.tolist() == [[2, 1], [0, 0]]
        assert ev.images(confidence=50, cells=[("cat", "background")]).to_pandas()["name"].tolist() == [missed]


@pytest.mark.parametrize("argument", ["match", "category_ids"])
def test_words_that_are_not_known_are_refused(argument):
    with pytest.raises(InputError, match=argument):
        JoinRules(**{argument: cast("Any", "stem")})


@pytest.fixture
def folder(tmp_path):
    for number, name in enumerate(["train/a.png", "test/a.png", "cam1/1.png", "cam2/1.png", "my photo.png"]):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (8 + number, 8)).save(path)
    return tmp_path


def shown(folder, names, splits=None):
    return [
        picture and picture.relative_to(folder).as_posix()
        for picture in look_up(folder, ImageNames(names=names, splits=splits)).pictures
    ]


def test_pictures_of_one_name_in_two_splits_are_told_apart(folder):
    assert shown(folder, ["a.png", "a.png"], ["test", "train"]) == ["test/a.png", "train/a.png"]


def test_a_picture_in_doubt_is_not_shown_and_told(folder):
    looked_up = look_up(folder, ImageNames(names=["1.png", "cam2/1.png", "a.png"]))
    assert [picture is not None for picture in looked_up.pictures] == [False, True, False]
    assert looked_up.doubtful == ["1.png", "a.png"]
    ev = evaluate({"1.png": BOX}, {"1.png": FOUND}, images=folder, embeddings=False)
    (notice,) = ev.notices
    assert (notice.code, notice.count, notice.examples) == ("picture-in-doubt", 1, ("1.png",))


def test_one_picture_is_not_shown_for_two_images(folder):
    assert shown(folder, ["x/my photo.png", "my%20photo.png"]) == [None, None]
    assert shown(folder, ["my photo.png"]) == ["my photo.png"]


def test_a_picture_may_be_called_by_the_images_id(folder):
    looked_up = look_up({"7": b"seven", "b": b"b"}, ImageNames(names=["a.jpg", "b.jpg"]), ["7", "8"])
    assert looked_up.pictures == [b"seven", b"b"]


def test_splits_are_called_by_the_same_rule():
    truth = coco(["deep/a.jpg", "b.jpg"], ids=[7, 8])
    results = [{"image_id": 7, "category_id": 1, "bbox": [5, 5, 20, 20], "score": 0.9}]
    ev = evaluate(truth, results, splits={"a": "train", "8": "valid"}, embeddings=False)
    assert [ev.image(row).split for row in range(2)] == ["train", "valid"]


NAMES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "x/", "y/", "x/y/"]),
        st.sampled_from(["1", "01", "a", "a.b"]),
        st.sampled_from(["", ".jpg", ".png"]),
    ),
    unique=True,
    max_size=6,
)


@given(names=NAMES, keys=NAMES)
def test_whatever_the_names_no_image_is_merged_and_the_literal_one_is_found(names, keys):
    found = find(ImageNames(names=names), ImageNames(names=keys))
    for key, row in zip(keys, found.rows.tolist(), strict=True):
        assert row == names.index(key) if key in names else row == DOUBTFUL or row < len(names)
    assert set(found.doubts) == set(np.flatnonzero(found.rows == DOUBTFUL).tolist())
    try:
        hits = [row for row in rows(names, keys) if row >= 0]
    except DataError:
        return
    assert len(hits) == len(set(hits))


@given(names=NAMES)
def test_of_two_names_either_finds_the_other(names):
    for one in names:
        for other in names:
            found = [find(ImageNames(names=[a]), ImageNames(names=[b])).rows for a, b in ((one, other), (other, one))]
            assert found[0].tolist() == found[1].tolist()
