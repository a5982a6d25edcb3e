"""A finding says what became of a rule: the number, the interval and the images."""

from __future__ import annotations

from math import nan

import pytest

from evallens.comparison.gate import findings, rules
from evallens.comparison.gate.findings import Drop, Level, Look


def rule(**given):
    (found,) = rules.read({"metric": "recall", **given})
    return found


@pytest.mark.parametrize(("value", "status"), [(0.8, "passed"), (0.799, "failed"), (nan, "failed")])
def test_a_number_has_to_reach_its_least_and_undefined_never_does(value, status):
    assert findings.of_level(rule(min=0.8), "recall", None, Level(value=value)).status == status


@pytest.mark.parametrize(
    ("given", "drop", "status"),
    [
        ({"max_drop": 0.01}, Drop(before=0.72, after=0.71), "passed"),
        ({"max_drop": 0.01}, Drop(before=0.72, after=0.7), "failed"),
        ({"max_drop": 0}, Drop(before=0.7, after=0.72), "passed"),
        ({"max_drop": 0}, Drop(before=0.7, after=nan), "failed"),
        ({"max_drop": 0, "significant": True}, Drop(before=0.72, after=0.7, chance=0.4), "passed"),
        ({"significant": True}, Drop(before=0.72, after=0.6, chance=0.001), "failed"),
        ({"significant": True}, Drop(before=0.72, after=0.6, untested="in 12 images"), "cannot tell"),
    ],
)
def test_a_drop_is_judged_as_the_rule_says(given, drop, status):
    assert findings.of_drop(rule(**given), "recall", None, drop).status == status


def test_a_line_says_the_number_the_interval_and_the_images():
    drop = Drop(before=0.716, after=0.569, low=0.072, high=0.222, chance=0.003, of="q")
    look = Look(tuple(f"{n}.webp" for n in range(6)), 7)
    found = findings.of_drop(rule(max_drop=0.01), "recall of 8", "8", drop, find=lambda: look)
    assert str(found) == (
        "failed: recall of 8 fell by .147 (.072 to .222; q .003), from .716 to .569; wanted: a drop of at most .01; "
        "look at 0.webp, 1.webp, 2.webp, 3.webp, 4.webp and 2 more"
    )


@pytest.mark.parametrize(
    ("least", "value", "words"), [(0.8, 0.79996, ".79996"), (0.8, 0.7, ".7"), (1, 0.99996, ".99996"), (0.8, 0.8, ".8")]
)
def test_a_number_never_reads_as_the_bound_that_it_misses(least, value, words):
    found = findings.of_level(rule(min=least), "recall", None, Level(value=value))
    assert found.number == words


def test_what_is_in_too_few_images_passes_where_that_is_accepted():
    drop = Drop(before=0.7, after=0.2, untested="in 3 of the 20 images that a test needs", is_of_few=True)
    asked = rule(significant=True)
    assert findings.of_drop(asked, "recall", None, drop).status == "cannot tell"
    found = findings.of_drop(asked, "recall", None, drop, few_pass=True)
    assert (found.status, found.why) == ("passed", "in 3 of the 20 images that a test needs")
