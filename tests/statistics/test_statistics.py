"""The tests and intervals hold what they promise: against exact formulas, brute force and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from evallens.statistics.clustered import clustered
from evallens.statistics.discoveries import benjamini_hochberg
from evallens.statistics.draws import drawn, left_out, whole
from evallens.statistics.mcnemar import mcnemar
from evallens.statistics.normal import two_sided
from evallens.statistics.ratios import Ratios
from evallens.statistics.resampled import bootstrapped, jackknifed, sums
from evallens.statistics.student import p_value, reach95


@pytest.mark.parametrize(("b", "c"), [(0, 0), (0, 1), (1, 0), (3, 3), (2, 11), (40, 60), (1500, 1400), (0, 2000)])
def test_mcnemar_is_its_exact_formula(b, c):
    few, flips = min(b, c), b + c
    exact = 1.0 if b == c else 2 * stats.binom.cdf(few, flips, 0.5) - stats.binom.pmf(few, flips, 0.5)
    assert mcnemar(b, c) == pytest.approx(exact, abs=1e-12)


def test_normal_and_false_discoveries_are_scipys():
    z = np.linspace(-6, 6, 41)
    np.testing.assert_allclose(two_sided(z), 2 * stats.norm.sf(np.abs(z)), rtol=1e-12)
    p = np.random.default_rng(0).random(50) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p), rtol=1e-12)
    with_gap = np.insert(p, 7, np.nan)
    np.testing.assert_allclose(np.delete(benjamini_hochberg(with_gap), 7), benjamini_hochberg(p))


@pytest.mark.parametrize("freedom", [5, 10, 19, 49, 500])
def test_intervals_and_p_over_few_images_are_students(freedom):
    assert reach95(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=0.003)
    t = np.linspace(-9, 9, 101)
    np.testing.assert_allclose(p_value(t, np.ones(101), freedom), 2 * stats.t.sf(np.abs(t), freedom), atol=0.001)


def test_percentiles_are_as_far_out_as_students_interval():
    """Of a normal spread the expanded percentiles are Student's interval."""
    values = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)[:, None]
    told = bootstrapped([0.0], values, [20])
    reach = stats.t.ppf(0.975, 19) * np.sqrt(20 / 19)
    assert (told.low[0], told.high[0]) == pytest.approx((-reach, reach), abs=0.01)


def test_no_difference_without_spread_is_one_and_a_difference_without_spread_is_not_known():
    np.testing.assert_array_equal(p_value([0, 0.2, np.nan], [0, 0, 1], 30), [1, np.nan, np.nan])


def test_one_cluster_tells_nothing():
    told = clustered(of_one(np.array([[3], [4]]), np.full((2, 1), 9)))
    assert told.delta[0] == pytest.approx(1 / 9)
    assert np.isnan([told.error[0], told.low[0], told.p[0]]).all()


def test_a_resample_holds_as_many_images_as_there_are_and_a_seed_repeats_it():
    images = 9000  # Three stretches of them.
    one, again, other = (whole(drawn(images, 40, seed)) for seed in (3, 3, 4))
    assert (one.sum(axis=1, dtype=int) == images).all()
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
    shares = np.bincount(one.ravel(), minlength=4)[:4] / one.size
    np.testing.assert_allclose(shares, stats.poisson.pmf(np.arange(4), 1), atol=0.005)


def test_sums_are_those_of_images_that_are_really_repeated():
    rng = np.random.default_rng(5)
    images, columns = 5000, 7
    image = np.sort(rng.integers(0, images, 20_000))
    column, count = rng.integers(0, columns, 20_000), rng.integers(0, 9, 20_000)
    found = sums(drawn(images, 5, 1), image, column, count, columns)
    table = np.zeros((images, columns), np.int64)
    np.add.at(table, (image, column), count)
    for row, weights in enumerate(whole(drawn(images, 5, 1))):
        again = np.repeat(np.arange(images), weights)
        np.testing.assert_array_equal(found[row], table[again].sum(axis=0))


def test_sums_of_pixels_are_exact():
    image, count = np.array([0, 1]), np.array([(1 << 40) + 1, 3])
    found = sums(left_out(2), image, np.zeros(2, int), count, 1)
    assert found[:, 0].tolist() == [3, (1 << 40) + 1]


def test_interval_of_the_bootstrap_is_numpys_percentiles_over_what_is_known():
    values = np.random.default_rng(0).normal(size=(200, 2))
    values[:50, 0] = np.nan
    values[:150, 1] = np.nan
    told = bootstrapped([0.1, 0.1], values, [10**9, 10**9])
    assert (told.low[0], told.high[0]) == pytest.approx(
        tuple(np.nanquantile(values[:, 0], [0.025, 0.975], method="weibull"))
    )
    assert np.isnan(told.low[1])
    assert np.isnan(told.p[1])


def test_jackknife_of_a_mean_has_its_standard_error():
    values = np.random.default_rng(0).normal(size=60)
    without = (values.sum() - values) / 59
    told = jackknifed([values.mean()], without[:, None], [60])
    assert told.error[0] == pytest.approx(values.std(ddof=1) / np.sqrt(60))


def test_recall_without_clusters_cries_wolf_and_with_them_hardly_ever():
    """At the 5 % level, of two models that are equally good: about 18 % false alarms without, about 6 % with."""
    rng = np.random.default_rng(11)
    alarms = np.zeros(2)
    rounds = 1500
    for _ in range(rounds):
        found, truths = clumped(rng, 60)
        with_images = clustered(of_one(found, truths))
        # Each truth a cluster of its own: what a test of two proportions takes them for.
        single = one_by_one(rng, found, truths)
        without = clustered(of_one(single, np.ones_like(single)))
        alarms += [without.p[0] < 0.05, with_images.p[0] < 0.05]
    share = alarms / rounds
    assert 0.14 < share[0] < 0.24
    assert 0.035 < share[1] < 0.08


def of_one(part, whole):
    """One rate; every column is an image."""
    images = part.shape[1]
    return Ratios(np.arange(images), np.zeros(images, int), part, whole, images, 1)


def clumped(rng, images):
    """Truths, and those found by two models equally good: an image is as hard for all that it holds."""
    truths = np.broadcast_to(1 + rng.poisson(4, images), (2, images))
    return rng.binomial(truths, rng.beta(1.6, 0.7, (2, images))), truths


def one_by_one(rng, found, truths):
    """The same truth by truth, (2, truths); which of an image's are found is left to chance."""
    image = np.repeat(np.arange(truths.shape[1]), truths[0])
    lottery = np.argsort(np.lexsort((rng.random(len(image)), image)))
    place = lottery - (np.cumsum(truths[0]) - truths[0])[image]
    second = np.argsort(np.lexsort((rng.random(len(image)), image))) - (np.cumsum(truths[0]) - truths[0])[image]
    return np.stack([place < found[0][image], second < found[1][image]]).astype(int)
