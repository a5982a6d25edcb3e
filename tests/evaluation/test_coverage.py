"""Which thresholds of which splits the columns answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation.columns.coverage import Coverage, splits_of
from evallens.evaluation.columns.tables import SPLITS

PAIRS = st.lists(st.tuples(st.sampled_from(SPLITS), st.integers(0, 100)), max_size=12)


@given(PAIRS)
def test_union_covers_what_each_report_does(pairs):
    coverage = Coverage.none()
    for split, confidence in pairs:
        coverage = coverage.union(Coverage.of([split], confidence))
    covered = {(split, t) for split in SPLITS for t in range(101) if coverage.thresholds([split])[t]}
    assert covered == set(pairs)
    ranges = coverage.ranges()
    assert covered == {(s, t) for s in ranges for first, last in ranges[s] for t in range(first, last + 1)}


def test_ranges_are_as_few_as_can_be():
    coverage = Coverage.none()
    for confidence in (3, 4, 5, 99, 100, 0):
        coverage = coverage.union(Coverage.of(["test"], confidence))
    assert coverage.ranges() == {"test": [[0, 0], [3, 5], [99, 100]]}
    assert Coverage.everything().ranges() == {split: [[0, 100]] for split in SPLITS}
    assert Coverage.none().ranges() == {}


def test_several_splits_are_covered_where_every_one_is():
    coverage = Coverage.of(["test", "valid"], 20).union(Coverage.of(["test"], 30))
    assert coverage.thresholds(["test", "valid"]).nonzero()[0].tolist() == [20]
    assert not coverage.thresholds(SPLITS).any()


def test_all_stands_for_the_splits_there_are():
    assert splits_of("all", ["test", "valid"]) == ("test", "valid")
    assert splits_of("test", ["test", "valid"]) == ("test",)
