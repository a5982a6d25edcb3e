"""Files of Parquet, matched part by part, give what ``evaluate`` gives of the same tables in memory."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest

import evallens
from evallens.local.pool import plan
from tests.local.batches.same import CLASSES, of_evaluation
from tests.local.pool.files import in_memory, sides


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts of a few images, so that there are several."""
    monkeypatch.setattr(plan.planned, "__defaults__", (60,))


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_gives_what_evaluate_gives(seed, rule, shuffled, tmp_path):
    truth, predictions = sides(tmp_path, seed, shuffled=shuffled)
    wanted = in_memory(truth, predictions, matching=rule, classes=CLASSES, difficult="ignore")
    found = evallens.evaluate(
        truth, predictions, matching=rule, classes=CLASSES, difficult="ignore", out=tmp_path / "run", workers=1
    )
    assert of_evaluation(found) == of_evaluation(wanted)
    # Where the files are in no order, others of the images that something is said of come first.
    assert [(one.code, one.count) for one in found.notices] == [(one.code, one.count) for one in wanted.notices]


@pytest.mark.parametrize("shuffled", [False, True])
def test_plans_ranges_where_images_are_sorted_and_divides_where_not(shuffled, tmp_path):
    from evallens.local.pool.files import Files

    truth, predictions = sides(tmp_path, 5, shuffled=shuffled)
    found = plan.planned(Files.of(truth, "truth", None), Files.of(predictions, "predictions", None), 60)
    assert found.is_divided is shuffled
    assert len(found.parts) > 4


def test_reads_classes_from_the_files(tmp_path):
    truth, predictions = sides(tmp_path, 8)
    wanted = in_memory(truth, predictions)
    found = evallens.evaluate(truth, predictions, out=tmp_path / "run", workers=1)
    assert found.classes == wanted.classes
    assert of_evaluation(found) == of_evaluation(wanted)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_give_the_same_however_they_are_started(method, tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 4, shuffled=True)
    monkeypatch.setattr(
        multiprocessing,
        "get_context",
        lambda: multiprocessing.context.BaseContext.get_context(
            multiprocessing.context._default_context,
            method,
        ),
    )
    said: dict[str, Any] = {"classes": CLASSES, "matching": "coco"}
    found = evallens.evaluate(truth, predictions, out=tmp_path / "run", workers=2, **said)
    assert of_evaluation(found) == of_evaluation(in_memory(truth, predictions, **said))
