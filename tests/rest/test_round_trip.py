"""What is served and read again is the same evaluation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import evallens
from evallens.errors import InputError
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


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"cells": [("3", "9"), ("8", "1"), ("3", "background")]},
        {"lasso": [(-1, -20), (3, -20), (3, 30), (-1, 30)], "cells": [("3", "background")]},
        {"clusters": [1, 3], "query": "1"},
    ],
)
def test_a_question_has_one_answer_here_and_through_the_service(pair_of_demos, filters):
    ours, again = (ev.images("test", 20, **filters) for ev in pair_of_demos)
    assert len(ours) > 0
    assert list(again.name) == list(ours.name)
    assert [(image.tp, image.fp, image.fn) for image in again] == [(image.tp, image.fp, image.fn) for image in ours]


def test_reports_of_a_service_have_no_boxes_to_choose_ranges_of(pair_of_demos):
    with pytest.raises(InputError, match="has no boxes, so its outcomes have no score"):
        pair_of_demos[1].images("test", 20, where={"score": (0.5, 0.9)})


@pytest.fixture(scope="module")
def pair_of_demos():
    """The demo, and the same read from a service."""
    here = evallens.demo()
    with serve(here, thresholds=[20]) as server:
        yield here, open_evaluation(server.workspace, server.eval_ids[0], api_url=server.url, progress=None)
