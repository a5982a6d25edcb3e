"""Files that an early version wrote open with the rows that stand in them and the matrices that version counted."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evallens import store
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import UNTOLD
from tests.local.matching import as_before

FOLDER = Path(__file__).parent / "format1"
MATRICES = json.loads((FOLDER / "matrices.json").read_text("utf-8"))
TASKS = {
    "boxes": "object-detection",
    "masks": "instance-segmentation",
    "pixels": "semantic-segmentation",
    "labels": "classification",
    "labels-unscored": "classification",
    "service": "object-detection",
}

of_each_file = pytest.mark.parametrize("name", sorted(TASKS))


def opened(name):
    return store.load(FOLDER / f"{name}.evallens")


def entries_of(name):
    with zipfile.ZipFile(FOLDER / f"{name}.evallens") as archive:
        return {
            entry.removesuffix(".npy"): np.load(io.BytesIO(archive.read(entry)), allow_pickle=False)
            for entry in archive.namelist()
            if entry.endswith(".npy")
        }


@of_each_file
def test_every_matrix_is_what_it_was_at_all_thresholds(name):
    evaluation = opened(name)
    assert evaluation.task == TASKS[name]
    assert set(evaluation.splits) == set(MATRICES[name])
    for split, runs in MATRICES[name].items():
        starts = [first for first, _ in runs]
        for threshold in range(101):
            matrix = runs[np.searchsorted(starts, threshold, "right") - 1][1]
            assert evaluation.covers(split, threshold) == (matrix is not None)
            if matrix is not None:
                counted = evaluation.confusion_matrix(split=split, confidence=threshold).matrix
                assert counted.tolist() == matrix, (split, threshold)


@of_each_file
def test_rows_are_those_of_the_file_in_its_order(name):
    columns, entries = opened(name).columns, entries_of(name)
    columns = replace(columns, outcomes=as_before(columns.outcomes))
    for table in ("images", "outcomes", "objects"):
        names = {entry.split("/")[1] for entry in entries if entry.startswith(f"{table}/")}
        read = getattr(columns, table)
        assert (read is None) == (not names)
        for column in names:
            own, _, part = column.partition(".")
            values = getattr(read, own)
            values = getattr(values, part) if isinstance(values, Strings) else values
            assert values.dtype == entries[f"{table}/{column}"].dtype
            np.testing.assert_array_equal(values, entries[f"{table}/{column}"])


def test_kinds_are_told_where_the_objects_give_just_these_outcomes():
    for name in ("boxes", "masks"):
        header, outcomes = opened(name).header, opened(name).columns.outcomes
        assert (header.matching, header.iou, header.tb) == ("iou", 0.5, 0.1)
        assert UNTOLD not in outcomes.kind
    assert (opened("service").columns.outcomes.kind == UNTOLD).all()


@of_each_file
def test_opening_leaves_the_file_alone(name):
    before = (FOLDER / f"{name}.evallens").read_bytes()
    opened(name)
    assert (FOLDER / f"{name}.evallens").read_bytes() == before


def test_masks_objects_and_pictures_are_there():
    masks = opened("masks").columns
    assert masks.objects is not None
    assert masks.masks is not None
    assert len(masks.masks) == len(masks.objects) > 30
    assert masks.masks.areas.min() > 0
    pictures = opened("boxes").pictures
    assert pictures is not None
    assert all(picture is not None for picture in pictures.thumbnails(map(opened("boxes").image, range(8))))


def test_reports_of_a_service_cover_the_thresholds_that_were_fetched():
    assert opened("service").coverage.ranges() == {
        "train": [[20, 20], [37, 37]],
        "valid": [[20, 20], [60, 60]],
        "test": [[20, 20], [37, 37]],
    }
