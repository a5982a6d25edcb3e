"""How figures are summed up and grow."""

from __future__ import annotations

import math

import pytest

from benchmarks.scale.figures import Figures, slope


def test_growth_is_the_exponent_between_two_sizes():
    assert slope((10, 100), (3, 30)) == pytest.approx(1)
    assert slope((10, 100), (3, 3)) == pytest.approx(0)
    assert slope((10, 1000), (1, 10)) == pytest.approx(0.5)


def test_growth_from_nothing_is_no_number():
    assert math.isnan(slope((10, 100), (0, 3)))
    assert math.isnan(slope((10, 100), (math.nan, 3)))


def test_values_of_several_visits_are_one_figure():
    figures, more = Figures(), Figures()
    figures.add("pan step", "floor", 10, [3.0], "ms")
    more.add("pan step", "floor", 10, [1.0, 2.0], "ms")
    figures.merge(more)
    assert figures.median("pan step", "floor", 10) == 2
    figure = figures.get("pan step", "floor", 10)
    assert figure is not None
    assert figure.spread == (1, 3)


def test_what_was_not_measured_has_no_median():
    figures = Figures()
    figures.lack("visit", "altair", 10, "did not finish in 120 s")
    assert math.isnan(figures.median("visit", "altair", 10))
    assert math.isnan(figures.median("pan step", "altair", 10))


def test_figures_come_back_from_a_file_as_they_were():
    figures = Figures()
    figures.add("bytes sent", "floor", 10, [3.0, 4.0], "MB")
    again = Figures.of_json(figures.to_json())
    assert again.get("bytes sent", "floor", 10) == figures.get("bytes sent", "floor", 10)
    assert again.sizes() == [10]
