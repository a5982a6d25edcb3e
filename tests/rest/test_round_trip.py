"""What is served and read again is the same evaluation."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evallens.evaluation import Evaluation
from evallens.evaluation.columns.tables import SPLITS
from evallens.rest import open_evaluation
from evallens.server import serve
from tests.server.evaluations import evaluations, small


def triples(evaluation: Evaluation, confidence: int) -> dict:
    """The sum of counts of every cell of every image at one threshold, by name and identity."""
    images, outcomes, classes = evaluation.columns.images, evaluation.columns.outcomes, evaluation.classes
    found: dict = {}
    for row in np.flatnonzero((outcomes.first <= confidence) & (confidence <= outcomes.last) & (outcomes.count > 0)):
        image = int(outcomes.image[row])
        key = (
            images.id[image],
            int(images.split[image]),
            classes[outcomes.actual[row]],
            classes[outcomes.predicted[row]],
        )
        found[key] = found.get(key, 0) + int(outcomes.count[row])
    return found


def listed(evaluation: Evaluation) -> list:
    """Every image with everything known of it; half a point is none."""
    images = evaluation.columns.images
    placed = np.isfinite(images.x) & np.isfinite(images.y)
    columns = (
        images.id, images.name, images.split.tolist(), np.where(placed, images.x, 0).tolist(),
        np.where(placed, images.y, 0).tolist(), images.cluster.tolist(), images.augmentations.tolist(),
    )  # fmt: skip
    return list(zip(*columns, strict=True))


@given(evaluation=evaluations(), thresholds=st.sets(st.integers(0, 100), min_size=1, max_size=3))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reads_back_classes_images_and_triples_of_every_stored_report(evaluation, thresholds):
    with serve(evaluation, thresholds=sorted(thresholds)) as server:
        again = open_evaluation(server.workspace, server.eval_ids[0], api_url=server.url, progress=None)
        assert again.classes == evaluation.classes
        assert again.header.background == evaluation.header.background
        assert listed(again) == listed(evaluation)
        for threshold in sorted(thresholds):
            for split in SPLITS:
                again = again.fetched(split, threshold)
            assert triples(again, threshold) == triples(evaluation, threshold)
        assert listed(again) == listed(evaluation)


def test_takes_the_canonical_threshold_from_what_the_service_answers():
    with serve(small(), thresholds=[37, 90]) as server:
        again = open_evaluation(server.workspace, server.eval_ids[0], api_url=server.url, progress=None)
    assert again.header.confidence == 37
    assert again.thresholds == (37,)


def test_finds_the_background_wherever_it_stands():
    with serve(small()) as server:
        again = open_evaluation(server.workspace, server.eval_ids[0], api_url=server.url, progress=None)
    assert again.header.background == 1
