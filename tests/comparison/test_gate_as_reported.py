"""Gates that let pass what they should not, or stopped what was well, as people reported them; rebuilt small."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import mistune
import numpy as np
import pytest
from junitparser import JUnitXml

import evallens
from evallens.comparison.gate.junit import junit
from evallens.comparison.gate.markdown import markdown
from evallens.comparison.gate.rules import read
from evallens.errors import InputError
from evallens.evaluation import Evaluation

BOX = [0.0, 0.0, 40.0, 40.0]
TINY = [50.0, 50.0, 60.0, 60.0]


def side(images: int, *rows: tuple[list[float], int, range]) -> dict[str, Any]:
    """Objects of so many images: (box, class, images that hold it)."""
    held = {}
    for i in range(images):
        own = [(box, label) for box, label, where in rows if i in where]
        held[f"{i}.jpg"] = {
            "boxes": np.array([box for box, _ in own], np.float64).reshape(-1, 4),
            "labels": np.array([label for _, label in own], np.intp),
            "scores": np.full(len(own), 0.9),
        }
    return held


def evaluated(truth: Any, found: Any, classes: tuple[str, ...] = ("cat", "dog")) -> Evaluation:
    bare = {name: {key: one[key] for key in ("boxes", "labels")} for name, one in truth.items()}
    return evallens.evaluate(bare, found, classes=list(classes), embeddings=False, on_doubt="tell")


@pytest.fixture(scope="module")
def minority() -> tuple[Evaluation, Evaluation]:
    """400 cats that are found, 25 dogs of which the new model misses most; the dogs are small."""
    cats, dogs = (BOX, 0, range(400)), (TINY, 1, range(25))
    truth = side(400, cats, dogs)
    return evaluated(truth, side(400, cats, dogs)), evaluated(truth, side(400, cats, (TINY, 1, range(5))))


def test_a_rule_of_a_class_binds_although_the_average_holds(minority):
    # Imbad0202/academic-research-skills#328: thresholds of single classes were computed and ignored.
    old, new = minority
    rules = [{"metric": "recall", "min": 0.9, "max_drop": 0.05}, {"metric": "recall", "class": "dog", "min": 0.9}]
    found = evallens.check(new, old, rules=rules)
    assert [(one.label, one.status) for one in found.findings] == [
        ("dog", "failed"),
        (None, "passed"),
        (None, "passed"),
    ]
    assert found.exit_code == 1


def test_a_slice_fails_although_the_average_holds(minority):
    # akash-coded/nanorag#58: an aggregate cannot detect a failure confined to a minority.
    old, new = minority
    (found,) = evallens.check(new, old, rules={"metric": "recall", "slice": "small", "significant": True}).findings
    assert (found.status, found.what) == ("failed", "recall in small objects of test")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, 1.5])
@pytest.mark.parametrize("key", ["min", "max_drop"])
def test_a_bound_that_could_never_fail_is_refused(key, value):
    # paiml/aprender#2391, GindaChen/nsys-ai#175: nan or a negative tolerance disarmed the gate, which printed "Ok".
    with pytest.raises(InputError, match=f"{key} is a number from 0 to 1"):
        read({"metric": "f1", key: value})


def test_what_was_never_predicted_has_no_precision_and_fails(minority):
    # PrincetonUniversity/athena#223, ralna/RALFit#138: every comparison with NaN is false, so nothing failed.
    # bas-logist/PolarRoute#127: a NaN on either side was skipped.
    old, _ = minority
    silent = evaluated(side(400, (BOX, 0, range(400)), (TINY, 1, range(25))), side(400, (BOX, 0, range(400))))
    for rule in (
        {"metric": "precision", "class": "dog", "min": 0},
        {"metric": "precision", "class": "dog", "max_drop": 1},
    ):
        (found,) = evallens.check(silent, old, rules=rule).findings
        assert found.status == "failed"
        assert found.number.startswith("undefined")


def test_a_bound_of_zero_is_a_bound(minority):
    # jenkinsci/warnings-ng-plugin#1367: a threshold of 0 and none at all were one.
    old, new = minority
    assert evallens.check(new, old, rules={"metric": "recall", "max_drop": 0}).exit_code == 1
    assert evallens.check(old, old, rules={"metric": "recall", "max_drop": 0}).exit_code == 0


def test_a_tolerance_is_absolute_and_its_edge_passes(minority):
    # treeverse/dvc#10408: awk over a table, for want of a tolerance.
    old, new = minority
    drop = evallens.check(new, old, rules={"metric": "recall", "max_drop": 0}).findings[0].measured.value
    assert drop == pytest.approx(20 / 425)
    assert evallens.check(new, old, rules={"metric": "recall", "max_drop": drop}).passed
    assert not evallens.check(new, old, rules={"metric": "recall", "max_drop": drop - 1e-6}).passed


def test_the_same_models_come_to_the_same_words(minority):
    # maziyarpanahi/openmed#447, py-why/EconML#127: an unseeded bootstrap reads noise as a regression.
    old, new = minority
    rule = {"metric": "f1", "class": "*", "significant": True}
    assert str(evallens.check(new, old, rules=rule)) == str(evallens.check(new, old, rules=rule))


def test_too_little_evidence_is_neither_passed_nor_failed(minority):
    # dipeshbabu/private-lab-bench#31: "investigate" where evidence is insufficient.
    old = evaluated(side(10, (BOX, 0, range(10))), side(10, (BOX, 0, range(10))))
    new = evaluated(side(10, (BOX, 0, range(10))), side(10, (BOX, 0, range(7))))
    assert evallens.check(new, old, rules={"metric": "recall", "class": "cat", "significant": True}).exit_code == 2


def test_a_model_that_gets_worse_a_little_at_a_time_meets_its_floor():
    # mozilla/bugbug#852: 4 % at a time under a threshold of 5 %.
    truth = side(100, (BOX, 0, range(100)))
    steps = [evaluated(truth, side(100, (BOX, 0, range(100 - 4 * step)))) for step in range(4)]
    rules = [{"metric": "recall", "max_drop": 0.05}, {"metric": "recall", "min": 0.9}]
    codes = [evallens.check(new, old, rules=rules).exit_code for old, new in pairwise(steps)]
    assert codes == [0, 0, 1]


def test_rules_that_are_alike_are_two_cases_in_junit(minority):
    # JuliaTesting/TestReports.jl#43, DavidAnson/markdownlint-cli2#512: GitLab keeps one of two cases of one name.
    result = evallens.check(minority[0], rules=[{"metric": "f1", "min": 0.5}] * 3)
    (suite,) = JUnitXml.fromstring(junit(result).encode())
    names = [(case.classname, case.name) for case in suite]
    assert len(set(names)) == len(names) == 4


def test_every_case_has_its_class_and_the_suite_none(minority):
    # eslint/eslint#11068, postmanlabs/newman#1932: Jenkins refuses a case without one, and a suite with one.
    text = junit(evallens.check(minority[0], rules={"metric": "f1", "min": 0.5}))
    assert text.count("classname=") == text.count("<testcase ") == 2


def test_names_with_signs_of_markdown_stay_in_their_cells():
    # sorenlouv/backport#515: a bar in a title broke the table. iterative/cml#125: text stuck to the table's end.
    classes = ("cat | dog", "_@team_ `x`")
    truth = side(30, (BOX, 0, range(30)), (TINY, 1, range(30)))
    ev = evaluated(truth, side(30, (BOX, 0, range(30))), classes)
    text = markdown(evallens.check(ev, rules={"metric": "recall", "class": "*", "min": 0.5}), "report.html")
    page = mistune.create_markdown(escape=False, plugins=["table"])(text)
    assert str(page).count("<td>") == 10
    assert "cat &#124; dog" in text
    assert '<p><a href="report.html">' in str(page)


def test_a_class_that_is_new_has_nothing_to_drop_from():
    # A release adds a class: "*" means those that were there, and the notice is the user's to accept.
    truth = side(30, (BOX, 0, range(30)), (TINY, 1, range(30)))
    new = evaluated(truth, truth)
    old = evaluated(side(30, (BOX, 0, range(30))), side(30, (BOX, 0, range(30))), ("cat",))
    rule = {"metric": "recall", "class": "*", "max_drop": 0}
    found = evallens.check(new, old, rules=rule)
    assert [one.label for one in found.findings] == ["cat"]
    assert {one.code for one in found.doubts} == {"class-in-one", "truths-differ"}
    assert found.remarks == ("1 class is not known to the baseline, which leaves nothing to drop from.",)
    assert evallens.check(new, old, rules=rule, accept=["class-in-one", "truths-differ"]).passed
