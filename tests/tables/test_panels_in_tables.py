"""What an evaluation in tables says besides its views: what follows from the cube, and what needs rows in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

import evallens


@pytest.fixture(scope="module")
def tabled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panels") / "run"
    evallens.demo().to_parquet(folder)
    return evallens.open(folder)


def test_rates_by_threshold_are_those_of_the_rows(tabled):
    assert tabled.confidence_sweep() == evallens.demo().confidence_sweep()


@pytest.mark.parametrize("split", ["train", "valid", "test"])
def test_classes_at_their_best_threshold_are_those_of_the_rows_but_for_average_precision(tabled, split):
    wanted = evallens.demo().performance_by_class(split)
    classes = tuple(replace(one, map50=None, map75=None, map50_95=None) for one in wanted.classes)
    assert tabled.performance_by_class(split) == replace(wanted, classes=classes)


@pytest.mark.parametrize(("split", "confidence"), [("test", 20), ("all", 0), ("valid", 77)])
def test_kinds_of_error_are_those_of_the_rows(tabled, split, confidence):
    wanted, found = (ev.error_types(split, confidence) for ev in (evallens.demo(), tabled))
    assert found.counts == wanted.counts
    assert found.f1_without == wanted.f1_without
    assert found.by_class == wanted.by_class
