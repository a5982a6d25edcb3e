"""What a check writes for others: JUnit's XML, Markdown and plain data, read back by parsers of other people."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import mistune
import pytest
from junitparser import Error, Failure, JUnitXml

import evallens
from evallens.comparison import CheckResult
from evallens.comparison.gate.findings import Drop, Finding, Level, Look
from evallens.comparison.gate.junit import junit, junit_of_error
from evallens.comparison.gate.markdown import MARK, markdown, markdown_of_error
from evallens.comparison.gate.rules import read
from evallens.evaluation.columns.notices import Notice

HOSTILE = (
    "@team | `code` <img src=x onerror=alert(1)> [a](http://b) **b** \x1b[2J \x00 \ud800 \ufffe _u_ #12 :tada:\r\nnext"
)


@pytest.fixture(scope="module")
def result() -> CheckResult:
    rules = [
        {"metric": "f1", "min": 0.8, "max_drop": 0},
        {"metric": "recall", "class": "*", "max_drop": 0.05, "significant": True},
    ]
    return evallens.check(evallens.open("demo-v2"), evallens.demo(), rules=rules)


@pytest.fixture
def hostile(result) -> CheckResult:
    """Names of classes, images, models and notices as nobody should write them."""
    (rule,) = read({"metric": "recall", "class": "*", "min": 0.9, "max_drop": 0.1})
    nan = float("nan")
    told = (
        Finding(
            rule=rule, status="failed", what=f"recall of {HOSTILE}", label=HOSTILE, measured=Level(value=nan),
            look=Look((HOSTILE, "b.jpg"), 9),
        ),
        Finding(
            rule=rule, status="cannot tell", what=f"recall of {HOSTILE}", label=HOSTILE,
            measured=Drop(before=nan, after=0.5), why="in 3 images",
        ),
    )  # fmt: skip
    doubt = Notice("no-area", 1, (), f"1 box of {HOSTILE} has no area.")
    return replace(result, subject=HOSTILE, findings=told, doubts=(doubt,), remarks=(HOSTILE,))


def cases(text: str) -> list:
    suites = list(JUnitXml.fromstring(text.encode()))
    return [case for suite in suites for case in suite]


def test_junit_holds_a_case_a_rule_and_class_and_its_sums_are_right(result):
    xml = JUnitXml.fromstring(junit(result, 1.5).encode())
    (suite,) = xml
    assert (xml.tests, xml.failures, xml.errors, suite.skipped) == (13, 1, 0, 0)
    assert (suite.tests, suite.failures, suite.errors, suite.time) == (13, 1, 0, 1.5)
    failed = [case for case in suite if case.result]
    assert [case.name for case in failed] == ["recall of 8 in test: no drop of more than .05, unless by luck"]
    assert isinstance(failed[0].result[0], Failure)
    assert "fell by .147" in failed[0].result[0].message
    assert all(case.classname == "evallens.check" for case in suite)


def test_names_of_cases_stand_once_and_hold_no_number_that_changes(result):
    """Services follow a case by its name, and show one of two that are called alike."""
    twice = replace(result, findings=result.findings * 2)
    names = Counter(case.name for case in cases(junit(twice)))
    assert max(names.values()) == 1
    moved = [replace(one, measured=replace(one.measured, low=0.0)) for one in result.findings]
    again = cases(junit(replace(result, findings=tuple(moved))))
    assert [case.name for case in again] == [case.name for case in cases(junit(result))]


def test_what_nobody_can_tell_is_an_error_in_junit(hostile):
    told = cases(junit(hostile))
    assert [type(case.result[0]) for case in told] == [Error, Failure, Error]


def test_junit_is_xml_whatever_names_hold(hostile):
    text = junit(hostile)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
    ET.fromstring(text.encode())  # noqa: S314 - our own


def test_a_check_that_could_not_be_made_is_one_error():
    (case,) = cases(junit_of_error("check.toml: is not TOML", 0.1))
    assert isinstance(case.result[0], Error)
    assert case.result[0].message == "check.toml: is not TOML"


def test_the_table_reads_as_a_table_with_what_failed_before_the_rest(result):
    text = markdown(result, "https://ci.example/report (1).html")
    assert text.startswith(f"{MARK}\n")
    page = rendered(text)
    first, second = (part.count("<tr>") for part in page.split("<summary>11 passed</summary>"))
    assert (first, second) == (2, 12)
    assert "test-0231.webp" in page
    assert '<a href="https://ci.example/report%20%281%29.html">' in page


def test_no_name_ends_the_table_calls_people_or_becomes_markup(hostile):
    page = rendered(markdown(hostile))
    assert page.count("<tr>") == 3
    assert page.count("<th>") == 5
    assert "<img" not in page
    assert "href" not in page
    assert "<strong>b" not in page
    outside = re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
    assert "@" not in outside
    assert "#12" not in outside
    assert markdown_of_error(HOSTILE).count("\n") == 2


def test_a_thousand_classes_fit_into_a_comment(result):
    many = tuple(result.findings[0] for _ in range(1000))
    passed = tuple(replace(result.findings[-1]) for _ in range(1000))
    text = markdown(replace(result, findings=many + passed), "report.html")
    assert len(text) < 65_536
    assert "more rows are in the report" in text
    assert text.rstrip().endswith("(report.html)")


def test_plain_data_is_json_that_every_parser_reads(hostile, result):
    text = json.dumps(hostile.as_dict(), allow_nan=False)
    told = json.loads(text)
    assert told["findings"][0]["value"] is None
    assert told["findings"][0]["image_count"] == 9
    told = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    assert (told["status"], told["exit_code"]) == ("failed", 1)
    first = told["findings"][0]
    assert (first["class"], first["place"], round(first["drop"], 3), first["q"] < 0.01) == ("8", "rule 2", 0.147, True)


def rendered(text: str) -> str:
    page = mistune.create_markdown(escape=False, plugins=["table", "url"])(text)
    assert isinstance(page, str)
    return page
