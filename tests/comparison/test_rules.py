"""Rules are read from TOML, or refused in words that say where."""

from __future__ import annotations

import pytest

from evallens.comparison.gate import rules
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
