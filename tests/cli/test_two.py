"""``evallens compare`` and ``evallens check`` as a CI job runs them: real processes, real files, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from junitparser import Error, Failure, JUnitXml

import evallens
from evallens.cli import main, two
from evallens.evaluation.columns.notices import Notice
from tests.export import unpacked

STORY = """\
[[rule]]
metric = "f1"
max_drop = 0

[[rule]]
metric = "recall"
class = "*"
max_drop = 0.05
significant = true
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "check.toml").write_text(STORY, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "evallens", *arguments]
    environment = {**os.environ, **variables}
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding=encoding, check=False)


def test_the_better_detector_fails_for_the_class_that_it_broke(folder):
    evallens.demo().save(folder / "run-7.evallens")
    evallens.open("demo-v2").save(folder / "run-8.evallens")
    files = ["--junit", "check.xml", "--markdown", "check.md", "--out", "report.html"]
    found = run(folder, "check", "run-8.evallens", "--baseline", "run-7.evallens", "--rules", "check.toml", *files)
    assert (found.returncode, found.stderr) == (1, "")
    lines = found.stdout.splitlines()
    assert lines[0].startswith("failed: recall of 8 in test fell by .147 (.076 to .217; q below .001), from .716 to")
    assert "look at test-" in lines[0]
    assert lines[-2] == "failed: run-8 against run-7 (test at 20 %): 1 failed, 10 passed"
    assert lines[-1] == "report: report.html"
    xml = JUnitXml.fromfile(str(folder / "check.xml"))
    assert (xml.tests, xml.failures, xml.errors) == (12, 1, 0)
    assert "[Report: the images behind each number](report.html)" in (folder / "check.md").read_text("utf-8")
    assert (folder / "report.html").stat().st_size > 500_000


def test_a_model_that_holds_what_was_promised_passes(folder):
    (folder / "check.toml").write_text('[[rule]]\nmetric = "f1"\nmin = 0.8\nmax_drop = 0.01\n', "utf-8")
    found = run(folder, "check", "demo-v2", "--baseline", "demo", "--rules", "check.toml", "--json")
    assert found.returncode == 0
    told = json.loads(found.stdout)
    assert (told["status"], [one["status"] for one in told["findings"]]) == ("passed", ["passed", "passed"])
    assert told["subject"] == "demo-v2 against demo (test at 20 %)"


def test_a_drop_needs_the_model_before(folder):
    found = run(folder, "check", "demo-v2", "--rules", "check.toml")
    assert found.returncode == 2
    assert found.stderr == (
        "evallens: check.toml, rule 1: max_drop needs the model before: give it as baseline (--baseline OLD).\n"
    )
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[[rule]]\nmetric = "f1"\nmin = 0.8\n]', "check.toml: is not TOML: .*line 4"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.8\nmin = 0.9\n', "check.toml: is not TOML: .*line 4"),
        ('[[rule]]\nmetric = "F2"\nmin = 0.8\n', "rule 1: No metric named 'f2'"),
        ('[[rule]]\nmetric = ["f1"]\nmin = 0.8\n', "rule 1: No metric named"),
        ('[[rule]]\nmetric = "f1"\nmin = inf\n', "rule 1: min is a number from 0 to 1"),
        ('[[rule]]\nmetric = "f1"\nmin = -0.1\n', "rule 1: min is a number from 0 to 1"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.5\n[[rule]]\nmetric = "f1"\nmin = 0.5\nclass = "9 "\n', "rule 2: No class"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.5\nslice = "night"\n', "rule 1: No slice named 'night'"),
        ('[[rule]]\nmetric = "f1"\nmin = 0.5\nfail_on = "error"\n', "rule 1: No key named 'fail_on'"),
        ("rule = 3\n", "rule is a list of tables"),
        ("[[rule]]\n" + "a = " + "[" * 5000, "is not TOML"),
        ("\ufeff", "there is no rule in it"),
    ],
)
def test_hostile_rules_are_a_sentence_and_no_failed_rule(folder, capsys, toml, words):
    """1 is a rule that failed, so whatever keeps the check from being made is a 2; CI services are told, too."""
    (folder / "check.toml").write_text(toml, "utf-8")
    files = ["--junit", str(folder / "check.xml"), "--markdown", str(folder / "check.md")]
    assert main(["check", "demo", "--rules", str(folder / "check.toml"), *files]) == 2
    error = capsys.readouterr().err
    assert re.search(words, error)
    assert error.count("\n") == 1
    ((case,),) = JUnitXml.fromfile(str(folder / "check.xml"))
    assert isinstance(case.result[0], Error)
    assert "cannot tell" in (folder / "check.md").read_text("utf-8")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe[\x00[\x00", b"\x00\x01\x02", b"PK\x03\x04" + bytes(100)], ids=["utf-16", "bytes", "zip"]
)
def test_rules_that_are_no_text_are_refused_in_words(folder, capsys, content):
    (folder / "check.toml").write_bytes(content)
    assert main(["check", "demo", "--rules", str(folder / "check.toml")]) == 2
    assert capsys.readouterr().err.startswith("evallens: ")


def test_a_model_that_is_not_there_is_no_failed_rule(folder, capsys):
    assert main(["check", "gone.evallens", "--rules", str(folder / "check.toml")]) == 2
    assert "gone.evallens" in capsys.readouterr().err


def test_a_fault_of_our_own_is_no_failed_rule(folder, capsys, monkeypatch):
    def broken(*_given, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(two, "checked", broken)
    assert main(["check", "demo", "--rules", str(folder / "check.toml")]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_terminal_without_the_letters_changes_no_exit_code(folder):
    """A job whose locale is C printed a traceback, which reads as "cannot tell"."""
    truth = {"a.jpg": {"boxes": np.array([[0.0, 0, 9, 9]]), "labels": np.array([0])}}
    found = {"a.jpg": truth["a.jpg"] | {"scores": np.array([0.9])}}
    evallens.evaluate(truth, found, classes=["Größe 猫"], embeddings=False).save(folder / "run.evallens")
    (folder / "check.toml").write_text('[[rule]]\nmetric = "recall"\nclass = "*"\nmin = 1\n', "utf-8")
    asked = ["check", "run.evallens", "--rules", "check.toml"]
    for encoding in ("ascii", "cp1252", "utf-8"):
        told = run(folder, *asked, PYTHONIOENCODING=encoding)
        assert (told.returncode, told.stderr) == (0, "")
        told = run(folder, *asked, "--json", PYTHONIOENCODING=encoding)
        assert json.loads(told.stdout)["findings"][0]["class"] == "Größe 猫"


def test_a_reader_that_has_enough_changes_no_exit_code(folder):
    """``evallens check ... | head -1`` with pipefail."""
    line = f'set -o pipefail; "{sys.executable}" -m evallens check demo-v2 --baseline demo --rules check.toml | true'
    command = ["bash", "-c", line]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (1, "")


def test_pytest_shows_the_line_that_asked_and_what_failed(folder):
    (folder / "test_model.py").write_text(
        "import evallens\n\n\ndef test_it_may_ship():\n"
        '    result = evallens.check(evallens.open("demo-v2"), evallens.demo(), rules="check.toml")\n'
        "    result.assert_passed()\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_model.py"]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert ">       result.assert_passed()" in found.stdout
    assert "AssertionError: failed: recall of 8 in test fell by .147" in found.stdout
    assert "raise AssertionError" not in found.stdout


def test_wrong_usage_exits_2(folder):
    assert run(folder, "check", "demo").returncode == 2


def test_records_left_out_exit_2_and_can_be_accepted(folder):
    ev = evallens.demo()
    notice = Notice("no-area", 3, (), "3 boxes of the ground truth have no area and can match nothing.")
    replace(ev, header=ev.header.noticing([notice])).save(folder / "run.evallens")
    (folder / "check.toml").write_text('[[rule]]\nmetric = "f1"\nmin = 0.8\n', "utf-8")
    asked = ["check", "run.evallens", "--rules", "check.toml"]
    found = run(folder, *asked, "--junit", "check.xml")
    assert found.returncode == 2
    assert "cannot tell: 3 boxes of the ground truth have no area" in found.stdout
    assert "If that is right, accept no-area." in found.stdout
    (suite,) = JUnitXml.fromfile(str(folder / "check.xml"))
    assert [(case.name, type(case.result[0])) for case in suite if case.result] == [("no records are left out", Error)]
    assert run(folder, *asked, "--accept", "no-area").returncode == 0
    (folder / "check.toml").write_text('[[rule]]\nmetric = "f1"\nmin = 0.99\n', "utf-8")
    assert run(folder, *asked, "--junit", "check.xml").returncode == 1
    (suite,) = JUnitXml.fromfile(str(folder / "check.xml"))
    assert [type(case.result[0]) for case in suite if case.result] == [Error, Failure]


def test_each_model_has_its_threshold(folder, capsys):
    asked = ["check", "demo-v2", "--baseline", "demo", "--rules", str(folder / "check.toml"), "--split", "valid"]
    main([*asked, "--confidence", "20", "60"])
    assert "demo-v2 against demo (valid at 20 and 60 %)" in capsys.readouterr().out
    assert main([*asked, "--confidence", "20", "40", "60"]) == 2
    assert "confidence" in capsys.readouterr().err


def test_compare_says_both_and_what_became_worse_first(folder):
    found = run(folder, "compare", "demo", "demo-v2")
    assert found.returncode == 0
    assert found.stdout.startswith("demo-v2 less demo, test at 20 %")
    assert "       F1     240      .829   .846  +.017" in found.stdout
    worst = found.stdout.split("F1 by class, what became worse first:\n")[1].splitlines()[1]
    assert worst.split()[0] == "8"
    assert "31 broken" in found.stdout


def test_compare_as_json_names_both(folder, capsys):
    assert main(["compare", "demo", "demo-v2", "--names", "old", "new", "--json", "--split", "valid"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["baseline"], told["model"], told["split"], told["confidence"]) == ("old", "new", "valid", [20, 20])
    assert set(told["metrics"]) == {"precision", "recall", "f1", "ap50", "map"}
    assert told["images"] == 180
    assert len(told["classes"]) == 10
    assert told["transitions"]["fixed"] > 0


def test_compare_writes_a_report_or_a_file_of_both(folder, capsys):
    out = folder / "both.evallens"
    assert main(["compare", "demo", "demo-v2", "--out", str(out)]) == 0
    assert evallens.open(out).models == ("demo", "demo-v2")
    page = folder / "report.html"
    assert main(["compare", "demo", "demo-v2", "--out", str(page), "--confidence", "20", "30"]) == 0
    shown = unpacked.traits(page.read_text("utf-8"))
    opened = {"model": "demo-v2", "confidence": 30, "baseline": "demo", "baseline_confidence": 20, "compared": True}
    assert {name: shown[name] for name in opened} == opened
    capsys.readouterr()
    assert main(["check", str(out), "--rules", str(folder / "check.toml")]) == 1
    assert "demo-v2 against demo" in capsys.readouterr().out


def test_what_cannot_be_compared_is_one_line_and_exit_1(folder, capsys):
    assert main(["compare", "demo", "demo-v2", "--names", "a", "a"]) == 1
    assert capsys.readouterr().err.startswith("evallens: names are two different texts")


def test_a_model_of_a_service_is_checked_against_a_file(folder, served, capsys):
    evallens.demo().save(folder / "run-7.evallens")
    source = f"{served.workspace}/{served.eval_ids[0]}"
    (folder / "check.toml").write_text('[[rule]]\nmetric = "recall"\nclass = "8"\nmin = 0.9\nmax_drop = 0\n', "utf-8")
    asked = ["check", source, "--baseline", str(folder / "run-7.evallens"), "--rules", str(folder / "check.toml")]
    assert main([*asked, "--api-url", served.url, "--no-cache"]) == 1
    printed = capsys.readouterr().out
    assert "failed: recall of 8 in test .716" in printed
    assert "passed: recall of 8 in test is the same" in printed


def test_two_models_of_a_service_are_compared_and_images_named(folder, monkeypatch, capsys):
    """A service names no boxes, so the images are those that became worse, and average precision has no interval."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    rules = '[[rule]]\nmetric = "recall"\nclass = "8"\nmax_drop = 0\n[[rule]]\nmetric = "ap50"\nmax_drop = 0\n'
    (folder / "check.toml").write_text(rules, "utf-8")
    with evallens.serve(evallens.demo(), evallens.open("demo-v2")) as server:
        old, new = (f"{server.workspace}/{one}" for one in server.eval_ids)
        asked = ["check", new, "--baseline", old, "--rules", str(folder / "check.toml")]
        assert main([*asked, "--api-url", server.url, "--no-cache", "--json"]) == 1
        out = str(folder / "report.html")
        options = ["--api-url", server.url, "--cache", str(folder / "kept"), "--confidence", "30", "40", "--out", out]
        assert main(["compare", old, new, *options]) == 0
        assert (folder / "report.html").stat().st_size > 500_000
    fell, rose = json.loads(capsys.readouterr().out.splitlines()[0])["findings"]
    assert (fell["status"], round(fell["drop"], 3), fell["low"] > 0) == ("failed", 0.147, True)
    assert fell["image_count"] > 5
    assert (rose["status"], rose["low"], rose["drop"] < 0) == ("passed", None, True)


def test_a_service_that_does_not_answer_is_no_failed_rule(folder, capsys):
    asked = ["check", "ws/huUF720inUcymARwqAGK", "--rules", str(folder / "check.toml"), "--timeout", "1"]
    assert main([*asked, "--api-url", "http://127.0.0.1:9", "--no-cache", "--junit", str(folder / "check.xml")]) == 2
    assert capsys.readouterr().err.startswith("evallens: ")
    assert (folder / "check.xml").exists()


def test_info_says_how_much_changed(tmp_path, capsys):
    path = tmp_path / "both.evallens"
    evallens.compare(evallens.demo("v1"), evallens.demo("v2")).save(path)
    assert main(["info", str(path)]) == 0
    told = capsys.readouterr().out
    assert "changed:     6.1 % of the truths since v1: 2.3 % are wrong now, 2.4 % right now" in told
