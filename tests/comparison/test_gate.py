"""Rules are read or refused in words; a finding says the number, the interval and the images."""

from __future__ import annotations

from math import nan

import pytest

import evallens
from evallens.comparison.gate import findings, rules
from evallens.comparison.gate.findings import Drop, Level
from evallens.comparison.gate.numbers import Asked, OfModel
from evallens.errors import InputError


def test_rules_are_read_from_toml(tmp_path):
    file = tmp_path / "check.toml"
    file.write_text('[[rule]]\nmetric = "Recall"\nclass = "*"\nslice = "small"\nmin = 0.8\nmax_drop = 0.01\n', "utf-8")
    (rule,) = rules.read(file)
    assert (rule.metric, rule.label, rule.slice, rule.least, rule.most_drop) == ("recall", "*", "small", 0.8, 0.01)
    assert not rule.significant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is no rule in it"),
        ('[[rule]]\nmetric = "f1"\nmin = \n', "is not TOML.*line 3"),
        ('[rule]\nmetric = "f1"\nmin = 0.8\n', "in double brackets"),
        ('metric = "f1"\nmin = 0.8\n', r"Every rule stands under a line \[\[rule\]\]"),
        ('[[rules]]\nmetric = "f1"\nmin = 0.8\n', "Did you mean 'rule'"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.8\n[[rule]]\nmetric = "f1"\nmax-drop = 0.1\n', "rule 2: .*'max_drop'"),
        ('[[rule]]\nmetric = "recal"\nmin = 0.8\n', "Did you mean 'recall'"),
        ("[[rule]]\nmin = 0.8\n", "says no metric"),
        ('[[rule]]\nmetric = "f1"\n', "says nothing that could fail"),
        ('[[rule]]\nmetric = "f1"\nmin = "0.8"\n', "min is a number from 0 to 1"),
        ('[[rule]]\nmetric = "f1"\nmin = 80\n', r"Did you mean 0\.8"),
        ('[[rule]]\nmetric = "f1"\nmin = nan\n', "min is a number from 0 to 1"),
        ('[[rule]]\nmetric = "f1"\nmin = true\n', "min is a number from 0 to 1"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.8\nclass = 8\n', 'class = "8"'),
        ('[[rule]]\nmetric = "f1"\nmin = 0.8\nclass = ["a", "b"]\n', "Two names are two rules"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.8\nsignificant = true\n', "significant is about a drop"),
        ('[[rule]]\nmetric = "f1"\nmax_drop = 0\nsignificant = "yes"\n', "significant is true or false"),
    ],
)
def test_what_is_no_rule_is_refused_in_words(tmp_path, text, words):
    file = tmp_path / "check.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match=words):
        rules.read(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="there is no such file of rules"):
        rules.read(tmp_path / "gone.toml")


def rule(**given):
    (found,) = rules.read({"metric": "recall", **given})
    return found


@pytest.mark.parametrize(("value", "status"), [(0.8, "passed"), (0.799, "failed"), (nan, "failed")])
def test_a_number_has_to_reach_its_least_and_undefined_never_does(value, status):
    assert findings.of_level(rule(min=0.8), "recall", Level(value=value), ()).status == status


@pytest.mark.parametrize(
    ("given", "drop", "status"),
    [
        ({"max_drop": 0.01}, Drop(before=0.72, after=0.71), "passed"),
        ({"max_drop": 0.01}, Drop(before=0.72, after=0.7), "failed"),
        ({"max_drop": 0}, Drop(before=0.7, after=0.72), "passed"),
        ({"max_drop": 0}, Drop(before=0.7, after=nan), "failed"),
        ({"max_drop": 0, "significant": True}, Drop(before=0.72, after=0.7, q=0.4), "passed"),
        ({"significant": True}, Drop(before=0.72, after=0.6, q=0.001), "failed"),
        ({"significant": True}, Drop(before=0.72, after=0.6, untested="in 12 images"), "cannot tell"),
    ],
)
def test_a_drop_is_judged_as_the_rule_says(given, drop, status):
    assert findings.of_drop(rule(**given), "recall", drop, ()).status == status


def test_a_line_says_the_number_the_interval_and_the_images():
    drop = Drop(before=0.716, after=0.569, low=0.072, high=0.222, q=0.003)
    found = findings.of_drop(rule(max_drop=0.01), "recall of 8", drop, [f"{n}.webp" for n in range(7)])
    assert str(found) == (
        "failed: recall of 8 fell by .147 (.072 to .222; q .003), from .716 to .569; wanted: a drop of at most .01; "
        "look at 0.webp, 1.webp, 2.webp, 3.webp, 4.webp and 2 more"
    )


def test_numbers_are_those_of_the_evaluation():
    model = OfModel(evallens.demo(), 20)
    matrix = evallens.demo().confusion_matrix("test", 20).matrix
    recall = model.level(Asked("recall", 8, "test", None))
    assert recall.value == pytest.approx(matrix[8, 8] / matrix[8].sum())
    assert recall.low < recall.value < recall.high
    assert model.level(Asked("ap50", None, "test", None)).value == pytest.approx(
        evallens.demo().map_results().splits["test"].map50
    )
    small = model.level(Asked("recall", 8, "test", "small"))
    assert 0 < small.value < 1
