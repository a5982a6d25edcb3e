"""What class numbers and category ids mean: ids are ids, nothing is shifted without being told, doubt asks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evallens.errors import DataError
from evallens.local.annotations import Annotations, ImageList
from evallens.local.pairing.classes import joined_classes
from evallens.matching.instances import Boxes, Instances

COCO = (
    "person bicycle car motorcycle airplane bus train truck boat,traffic light,fire hydrant,stop sign,parking meter,"
    "bench bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella handbag tie suitcase frisbee "
    "skis snowboard,sports ball,kite,baseball bat,baseball glove,skateboard surfboard,tennis racket,bottle,wine glass,"
    "cup fork knife spoon bowl banana apple sandwich orange broccoli carrot,hot dog,pizza donut cake chair couch,"
    "potted plant,bed,dining table,toilet tv laptop mouse remote keyboard,cell phone,microwave oven toaster sink "
    "refrigerator book clock vase scissors,teddy bear,hair drier,toothbrush"
)
TWO_WORDS = ("light", "hydrant", "sign", "meter", "ball", "bat", "glove", "racket", "glass", "dog", "plant", "table")


def coco80() -> tuple[str, ...]:
    names = []
    for part in COCO.split(","):
        words = part.split(" ")
        is_one = len(words) == 2 and words[1] in (*TWO_WORDS, "phone", "bear", "drier")
        names += [part] if is_one else words
    return tuple(names)


def side(labels, *, classes=None, ids=None, source="side") -> Annotations:
    label = np.array(labels, np.int64)
    none = np.zeros(len(label), np.int64)
    return Annotations(
        source=source,
        images=ImageList(names=["a.jpg"]),
        classes=classes,
        class_ids=ids,
        instances=Instances(none, label, Boxes.of_xyxy(np.zeros((len(label), 4)))),
    )


def read(ids, *, names=("cat", "dog", "owl"), truth_ids=None, said=None):
    """The class index of predictions of these category ids."""
    known = tuple(dict.fromkeys(map(str, ids)))
    labels = [known.index(str(key)) for key in ids]
    truth = side([0], classes=names, ids=truth_ids, source="truth.json")
    return joined_classes(truth, side(labels, ids=known, source="results.json"), said)


def test_coco_has_eighty_classes():
    assert len(set(coco80())) == 80


def test_ids_of_a_truth_mean_these_ids():
    assert read([7, 3], truth_ids=("3", "7", "9")).label.tolist() == [1, 0]
    assert read([1, 2], truth_ids=("1", "2", "3")).label.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("ids", "truth_ids", "words"),
    [
        ([0, 1, 2], ("1", "2", "3"), r'All its ids plus one would be.* category_ids="from 0"'),
        ([1, 2, 3], ("0", "1", "2"), r'All its ids minus one would be.* category_ids="from 1"'),
        ([4, 5], ("5", "6", "9"), r"All its ids plus one would be\.$"),
        ([40], ("1", "2", "3"), r"1, 2, 3\.$"),
    ],
)
def test_an_unknown_id_says_what_a_shift_by_one_would_fit(ids, truth_ids, words):
    with pytest.raises(DataError, match=r"results.json, object.*: category_id .* is not one of the 3") as caught:
        read(ids, truth_ids=truth_ids)
    with pytest.raises(DataError, match=words):
        raise caught.value


def test_the_answer_counts_the_truths_categories():
    assert read([0, 2], truth_ids=("1", "2", "3"), said="from 0").label.tolist() == [0, 2]
    assert read([1, 3], truth_ids=("0", "1", "2"), said="from 1").label.tolist() == [0, 2]


def test_a_zero_counts_from_0():
    found = read([0, 2])
    assert (found.label.tolist(), found.notices) == ([0, 2], ())


def test_the_last_and_no_zero_counts_from_1_and_is_told():
    found = read([1, 3])
    assert found.label.tolist() == [0, 2]
    (notice,) = found.notices
    assert notice.code == "category-ids"
    assert 'category_ids="from 1"' in str(notice)


@pytest.mark.parametrize("ids", [[1, 2], [2], [1, 4]])
def test_neither_asks(ids):
    with pytest.raises(DataError, match='category_ids="from 0" or category_ids="from 1"'):
        read(ids)


def test_the_answer_is_taken():
    assert read([1, 2], said="from 0").label.tolist() == [1, 2]
    assert read([1, 2], said="from 1").label.tolist() == [0, 1]
    with pytest.raises(DataError, match="category id 3 is none of the 3 classes counted"):
        read([3], said="from 0")


def test_cocos_80_names_ask_unless_an_id_above_80_decides():
    names = coco80()
    with pytest.raises(DataError, match='category_ids="from 1" or category_ids="coco91"'):
        read([1, 80], names=names)
    found = read([1, 90, 13], names=names)
    assert [names[index] for index in found.label] == ["person", "toothbrush", "stop sign"]
    assert str(found.notices[0]).startswith("results.json: category ids are read as COCO's own")
    assert [names[i] for i in read([13], names=names, said="coco91").label] == ["stop sign"]
    assert [names[i] for i in read([13], names=names, said="from 1").label] == ["parking meter"]
    assert [names[i] for i in read([0, 12], names=names).label] == ["person", "parking meter"]


def test_numbers_of_predictions_without_ids_are_indices_until_said_otherwise():
    truth = side([0], classes=("cat", "dog"))
    assert joined_classes(truth, side([1, 0]), None).label.tolist() == [1, 0]
    assert joined_classes(truth, side([1, 2]), "from 1").label.tolist() == [0, 1]
    with pytest.raises(DataError, match='counted from 1\\? Then say category_ids="from 1"'):
        joined_classes(truth, side([1, 2]), None)


def test_labels_of_a_library_that_are_no_class_numbers_are_ids_of_the_truth():
    truth = side([0], classes=("cat", "dog"), ids=("1", "2"))
    found = joined_classes(truth, replace(side([2, 1]), is_index=False), None)
    assert (found.label.tolist(), [notice.code for notice in found.notices]) == ([1, 0], ["category-ids"])
    with pytest.raises(DataError, match="could be indices of the classes"):
        joined_classes(truth, replace(side([1, 1]), is_index=False), None)
    assert joined_classes(truth, replace(side([0, 1]), is_index=False), None).label.tolist() == [0, 1]


def test_a_model_that_knows_more_classes_names_the_argument():
    truth, predictions = side([0], classes=("cat",)), side([0, 1], classes=("cat", "dog"))
    with pytest.raises(DataError, match=r"does not have: 'dog'.*classes=\[\.\.\.\]"):
        joined_classes(truth, predictions, None)
    assert joined_classes(truth, side([0, 0], classes=("cat", "dog")), None).label.tolist() == [0, 0]
