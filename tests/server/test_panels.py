"""Panels say what the served matrix and records say: the same sums, made another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.server import ServedEvaluation, endpoints
from tests.server.evaluations import evaluations, small


def rates(tp: int, fp: int, fn: int) -> tuple[float, float, float]:
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    return precision, recall, 2 * tp / (2 * tp + fp + fn) if 2 * tp + fp + fn else 0.0


def tallies(matrix: list[list[int]], background: int | None, only: int | None = None) -> tuple[int, int, int]:
    """TP, FP, FN of a matrix, or of one class of it, with a mix-up counted as one of each."""
    tp = fp = fn = 0
    for actual, row in enumerate(matrix):
        for predicted, count in enumerate(row):
            if actual == predicted:
                tp += count if actual != background and only in (None, actual) else 0
                continue
            fp += count if predicted != background and only in (None, predicted) else 0
            fn += count if actual != background and only in (None, actual) else 0
    return tp, fp, fn


def served(evaluation: Evaluation) -> ServedEvaluation:
    return ServedEvaluation(evaluation=replace(evaluation, header=replace(evaluation.header, mixups="both")))


def matrix_at(one: ServedEvaluation, split: str, percent: int) -> list[list[int]]:
    return endpoints.confusion_matrix(one, {"split": split, "confidence": str(percent)}).matrix


@given(evaluation=evaluations())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_sweep_and_classes_are_what_the_matrices_sum_to(evaluation):
    one = served(evaluation)
    background = evaluation.header.background
    sweep = endpoints.confidence_sweep(one, {}).splits
    assert set(sweep) == set(evaluation.splits)
    for split, curve in sweep.items():
        assert list(curve.per_threshold) == [f"{t / 100:.2f}" for t in range(100)]
        for fraction, found in list(curve.per_threshold.items())[::33]:
            matrix = matrix_at(one, split, round(float(fraction) * 100))
            assert (found.precision, found.recall, found.f1) == pytest.approx(rates(*tallies(matrix, background)))
        best = round((curve.optimal_threshold or 0) * 100)
        assert curve.optimal_metrics is not None
        peak = max(found.f1 or 0 for found in curve.per_threshold.values())
        assert curve.optimal_metrics.f1 == pytest.approx(peak, abs=1e-12)
        for row in endpoints.performance_by_class(one, {"split": split}).classes:
            at = round((row.optimal_threshold or 0) * 100)
            index = evaluation.classes.index(row.class_name)
            expected = rates(*tallies(matrix_at(one, split, at), background, index))
            assert (row.precision, row.recall, row.f1) == pytest.approx(expected)
        assert 0 <= best <= 100


@given(evaluation=evaluations())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_clusters_are_what_the_records_sum_to(evaluation):
    one = served(evaluation)
    page = endpoints.image_predictions(one, {"limit": "1000", "confidence": "20"}).images
    clusters = endpoints.vector_analysis(one, {"confidence": "20"}).clusters
    assert sum(cluster.num_images for cluster in clusters) == len(page)
    for cluster in clusters:
        members = [record for record in page if (record.cluster.id if record.cluster else -1) == cluster.id]
        assert cluster.num_images == len(members) == sum(cluster.split_distribution.values())
        counted = [
            r.stats
            for r in members
            if r.stats and r.stats.true_positives + r.stats.false_positives + r.stats.false_negatives
        ]
        f1 = [rates(s.true_positives, s.false_positives, s.false_negatives)[2] for s in counted]
        assert cluster.metrics is not None
        assert cluster.metrics.f1_mean == pytest.approx(np.mean(f1) if f1 else 0.0)
        assert cluster.metrics.f1_max == pytest.approx(max(f1, default=0.0))
        assert set(cluster.sample_images) <= {record.image_name for record in members}


def test_class_without_instances_has_rates_of_0_at_threshold_one_half():
    rows = {
        row.class_name: row for row in endpoints.performance_by_class(ServedEvaluation(evaluation=small()), {}).classes
    }
    assert (rows["note"].precision, rows["note"].f1) == (0.0, 0.0)
    assert rows["note"].map50 is None


def pixels() -> Evaluation:
    header = Header(title="Roads", task="semantic-segmentation", classes=("road", "sky", "background"), background=2)
    outcomes = Outcomes.of([0, 0, 0, 0], [0, 0, 1, 2], [0, 2, 1, 0], [60, 20, 50, 20])
    return Evaluation(header=header, columns=Columns(Images.of(["a"], ["test"]), outcomes))


def test_semantic_segmentation_has_overlaps_in_place_of_precisions():
    one = ServedEvaluation(evaluation=pixels())
    split = endpoints.map_results(one, {}).splits["test"]
    assert endpoints.map_results(one, {}).task_type == "semantic-segmentation"
    assert isinstance(split.per_class, dict)
    assert {name: each.iou for name, each in split.per_class.items()} == {"road": 0.6, "sky": 1.0}
    assert split.mean_iou == pytest.approx(0.8)
    assert [(row.class_id, row.iou) for row in endpoints.performance_by_class(one, {}).classes] == [(0, 0.6), (1, 1.0)]
    summary = endpoints.evaluation(one).summary
    assert (summary.mAP, summary.mIoU) == (None, pytest.approx(0.8))  # type: ignore[union-attr]


def test_advice_names_the_worst_of_each_kind():
    header = Header(title="x", task="object-detection", classes=("cat", "dog", "background"), background=2)
    images = Images.of([f"{i}" for i in range(100)], ["test"] * 60 + ["train"] * 40)
    outcomes = Outcomes.of([0] * 6, [0, 0, 0, 1, 2, 1], [0, 1, 2, 1, 1, 2], [90, 4, 9, 40, 60, 3])
    advice = endpoints.recommendations(
        ServedEvaluation(evaluation=Evaluation(header=header, columns=Columns(images, outcomes))), {}
    )
    assert isinstance(advice.recommendations, dict)
    assert [(item["type"], item["className"]) for item in advice.recommendations["items"]] == [
        ("missed_detection", "cat"),
        ("wrong_class", "cat"),
        ("overconfident_fp", "dog"),
        ("dataset_health", None),
    ]
    assert isinstance(advice.recommendations, dict)
    summary = advice.recommendations["summary"]
    assert (summary["confidenceThreshold"], summary["split"], summary["count"]) == (0, "test", 4)


def test_server_answers_at_the_nearest_stored_threshold_when_the_usual_one_is_not():
    one = ServedEvaluation(evaluation=small(), thresholds=[5, 30, 90])
    assert one.canonical == 30
    assert ServedEvaluation(evaluation=small(), thresholds=[10, 30]).canonical == 10
