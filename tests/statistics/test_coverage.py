"""Intervals hold what they promise: over 50 images the truth lies in 93 to 97 of 100, whatever the class is like."""

from __future__ import annotations

import pytest

from scripts.interval_coverage import (
    WORLDS,
    Population,
    coverage_of_ap,
    coverage_of_bootstrap,
    coverage_of_clustered,
    population,
)


@pytest.fixture(scope="module", params=WORLDS, ids=[world.name for world in WORLDS])
def whole(request) -> Population:
    return population(request.param, images=30_000)


@pytest.mark.parametrize("rate", ["precision", "recall", "f1"])
def test_of_clustered_variance(whole, rate):
    assert 0.93 < coverage_of_clustered(whole, rate, 50, 4000) < 0.97
    # Student's interval is wide enough of few images as well, until there is next to nothing to go by.
    assert 0.9 < coverage_of_clustered(whole, rate, 20, 4000) < 0.97


@pytest.mark.parametrize("rate", ["precision", "f1"])
def test_of_the_bootstrap(whole, rate):
    assert 0.93 < coverage_of_bootstrap(whole, rate, 50, 1000) < 0.97


def test_of_average_precision(whole):
    assert 0.93 < coverage_of_ap(whole, 50, 1000, 200) < 0.97
    assert 0.93 < coverage_of_ap(whole, 50, 1000, 0) < 0.97


def test_the_jackknife_of_average_precision_holds_over_many_images(whole):
    """Over precision at 101 recalls, which jumps, it would be too wide by twice, and of 1,000 images hold 87 in 100."""
    assert 0.92 < coverage_of_ap(whole, 400, 300, 0) < 0.98
