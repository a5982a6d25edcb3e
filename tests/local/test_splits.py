"""Images whose split word is not one of ours are in no split, and are told."""

from __future__ import annotations

import pytest

import evallens
from evallens.errors import UnknownNameError
from evallens.evaluation import Evaluation
from evallens.evaluation.columns.notices import Notice
from evallens.evaluation.columns.tables import UNSPLIT


def evaluated(*words: str | None, **options) -> Evaluation:
    """One image of each split word, its only object found."""
    box = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]}
    truth = {
        "images": [
            {
                "id": row,
                "file_name": f"{row}.png",
                "width": 20,
                "height": 20,
                **({} if word is None else {"split": word}),
            }
            for row, word in enumerate(words)
        ],
        "annotations": [{**box, "id": row + 1, "image_id": row} for row in range(len(words))],
        "categories": [{"id": 1, "name": "cat"}],
    }
    found = [{**box, "image_id": row, "score": 0.9} for row in range(len(words))]
    return evallens.evaluate(truth, found, on_doubt="tell", **options)


def told(ev: Evaluation) -> list[Notice]:
    return [notice for notice in ev.notices if notice.code == "other-split"]


def test_a_word_that_is_not_ours_is_kept_out_of_every_split():
    ev = evaluated("test", "restval", "train", "val", "restval")
    assert ev.splits == {"train": 1, "valid": 1, "test": 1}
    assert ev.columns.images.split.tolist() == [2, UNSPLIT, 0, 1, UNSPLIT]
    assert ev.confusion_matrix("all").matrix.sum() == 5
    assert sum(int(ev.confusion_matrix(split).matrix.sum()) for split in ev.splits) == 3


def test_the_notice_says_how_many_which_words_and_what_to_do():
    (notice,) = told(evaluated("restval", "test", "minitrain", "restval"))
    assert (notice.count, notice.examples) == (3, ("restval", "minitrain"))
    for words in (
        "3, called 'restval', 'minitrain'",
        '"all" only',
        'splits={"restval": "train"}',
        "--splits restval=train",
    ):
        assert words in str(notice)


def test_of_many_words_three_are_named():
    (notice,) = told(evaluated("a", "b", "c", "d", "e"))
    assert "called 'a', 'b', 'c' and 2 more words." in str(notice)


def test_an_image_of_which_no_split_is_said_is_of_test():
    ev = evaluated(None, "restval")
    assert ev.splits == {"test": 1}
    assert ev.image_count == 2


def test_the_caller_says_which_split_a_word_means():
    ev = evaluated("restval", "test", splits={"restval": "train"})
    assert (ev.splits, told(ev)) == ({"train": 1, "test": 1}, [])


def test_words_that_the_caller_leaves_out_stay_in_no_split():
    ev = evaluated("restval", "minitrain", splits={"restval": "train"})
    assert ev.splits == {"train": 1}
    assert told(ev)[0].examples == ("minitrain",)


def test_all_is_asked_for_where_no_image_is_in_a_split():
    ev = evaluated("restval", "restval")
    assert (ev.splits, ev.default_split) == ({}, "all")
    assert ev.confusion_matrix().matrix.sum() == 2
    with pytest.raises(UnknownNameError, match="all"):
        ev.confusion_matrix("test")
