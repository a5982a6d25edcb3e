"""Merging reports: rows and classes are only appended, and nothing is counted twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.errors import DataError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.report import Report, deduplicated
from evallens.evaluation.columns.tables import SPLITS
from tests.told import told

Triples = dict[tuple[str, str, int], Counter[tuple[str, str]]]

CLASSES = ["cat", "dog", "owl", "background"]


def blank(classes: tuple[str, ...] = ("background",)) -> Evaluation:
    header = Header(title="t", task="object-detection", classes=classes, background=classes.index("background"))
    return Evaluation(header=header, columns=Columns(Images.none(), Outcomes.none()), coverage=Coverage.none())


def report(
    split: str, confidence: int, classes: list[str], images: list[str], triples: list[tuple[int, str, str, int]]
) -> Report:
    """A report of one split; a triple is (image, actual, predicted, count)."""
    columns = [
        [image for image, *_ in triples],
        [classes.index(actual) for _, actual, _, _ in triples],
        [classes.index(predicted) for _, _, predicted, _ in triples],
        [count for *_, count in triples],
    ]
    return Report(
        splits=(split,),
        confidence=confidence,
        classes=tuple(classes),
        images=Images.of([f"{name}.jpg" for name in images], [split] * len(images), ids=images),
        outcomes=Outcomes.of(*columns, first=confidence, last=confidence),
    )


def triples_of(ev: Evaluation) -> Triples:
    """(id, split, threshold) -> how many of each (actual, predicted), by name."""
    images, outcomes = ev.columns.images, ev.columns.outcomes
    found: Triples = {}
    for image, actual, predicted, count, first in zip(
        *(c.tolist() for c in (outcomes.image, outcomes.actual, outcomes.predicted, outcomes.count, outcomes.first)),
        strict=True,
    ):
        key = (images.id[image], SPLITS[int(images.split[image])], first)
        found.setdefault(key, Counter())[ev.classes[actual], ev.classes[predicted]] += count
    return found


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """A report for each of some (split, threshold) pairs, with the same ids used in several splits."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(SPLITS), st.sampled_from([0, 20, 37])), unique=True, max_size=4))
    made = []
    for split, confidence in pairs:
        classes = draw(st.permutations(CLASSES))[: draw(st.integers(1, 4))]
        images = draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=5))
        name, row = st.sampled_from(classes), st.integers(0, max(0, len(images) - 1))
        triple = st.tuples(row, name, name, st.integers(0, 4))
        made.append(report(split, confidence, classes, images, draw(st.lists(triple, max_size=6)) if images else []))
    return made


@given(reports())
def test_order_of_merging_does_not_change_the_triples(made):
    results: list[Any] = []
    for order in permutations(made):
        ev = blank()
        for one in order:
            ev = ev.including(one)
        results.append((triples_of(ev), ev.splits, ev.coverage.ranges(), sorted(ev.classes)))
    assert all(result == results[0] for result in results)


@given(reports())
def test_rows_and_classes_keep_their_index(made):
    ev = blank()
    for one in made:
        before, ev = ev, ev.including(one)
        rows = len(before.columns.images)
        assert ev.classes[: len(before.classes)] == before.classes
        assert list(ev.columns.images.id)[:rows] == list(before.columns.images.id)
        assert ev.columns.outcomes.image.tolist()[: len(before.columns.outcomes)] == (
            before.columns.outcomes.image.tolist()
        )


@given(reports())
def test_a_report_merged_again_changes_nothing(made):
    ev = blank()
    for one in [*made, *made]:
        ev = ev.including(one)
    once = blank()
    for one in made:
        once = once.including(one)
    assert triples_of(ev) == triples_of(once)
    assert len(ev.columns.images) == len(once.columns.images)


@given(reports(), st.randoms())
def test_repeated_records_are_dropped_and_counted(made, rng):
    for one in made:
        again = sorted(rng.sample(range(len(one.images)), k=rng.randint(0, len(one.images))))
        images, outcomes, dropped = deduplicated(*_repeated(one.images, one.outcomes, again))
        assert dropped == len(again)
        assert list(images.id) == list(one.images.id)
        assert outcomes.image.tolist() == one.outcomes.image.tolist()
        assert outcomes.actual.tolist() == one.outcomes.actual.tolist()


def _repeated(images: Images, outcomes: Outcomes, rows: list[int]) -> tuple[Images, Outcomes]:
    """The same tables with the images of ``rows`` and their outcomes listed a second time."""
    index = np.array(rows, np.intp)
    copies = outcomes.take(np.isin(outcomes.image, rows))
    place = {row: len(images) + i for i, row in enumerate(rows)}
    moved = np.array([place[row] for row in copies.image.tolist()], np.uint32)
    return images.extended(images.take(index)), outcomes.extended(replace(copies, image=moved))


def test_report_listing_an_image_twice_counts_it_once_and_says_so():
    one = report(
        "test",
        20,
        ["cat", "background"],
        ["a", "a", "b"],
        [(0, "cat", "cat", 2), (1, "cat", "cat", 2), (2, "cat", "background", 1)],
    )
    ev = blank().including(one)
    assert triples_of(ev) == {
        ("a", "test", 20): Counter({("cat", "cat"): 2}),
        ("b", "test", 20): Counter({("cat", "background"): 1}),
    }
    assert told(ev) == ("Images listed again with the same contents, and counted once: 1.",)


def test_repeated_record_with_other_contents_is_an_error():
    one = report("test", 20, ["cat", "background"], ["a", "a"], [(0, "cat", "cat", 2), (1, "cat", "cat", 3)])
    with pytest.raises(DataError, match=r"'a' .*'test' is listed twice"):
        blank().including(one)


def test_repeated_record_without_an_embedding_is_the_same_record():
    one = report("test", 20, ["cat"], ["a", "a"], [])
    assert deduplicated(one.images, one.outcomes)[2] == 1


def test_image_outside_the_splits_of_its_report_is_an_error():
    stray = replace(report("valid", 20, ["cat"], ["a"], []), splits=("test",))
    with pytest.raises(DataError, match="report for test lists images of valid"):
        blank().including(stray)


def test_background_keeps_its_place_when_a_report_lists_it_elsewhere():
    ev = blank(("cat", "background")).including(report("test", 20, ["background", "owl", "cat"], ["a"], []))
    assert ev.classes == ("cat", "background", "owl")
    assert ev.header.background == 1
    assert ev.header.display_order == (0, 2, 1)


def test_same_id_in_another_split_is_another_image():
    ev = blank()
    for split in ("test", "valid"):
        ev = ev.including(report(split, 20, ["cat"], ["a"], [(0, "cat", "cat", 1)]))
    assert ev.splits == {"valid": 1, "test": 1}
    assert ev.confusion_matrix(split="all", confidence=20).matrix.sum() == 2
