"""What a Lens sends, message by message: columns once, and after that only what changed."""

from __future__ import annotations

import json

import comm
import numpy as np
import pytest

import evallens
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.codec import bytes_of
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.report import Report
from evallens.pictures import Picture

SIZE = 2000
CLASSES = ("cat", "dog", "background")


class Message:
    """One message to the browser, as the comm takes it."""

    def __init__(self, data, buffers):
        self.state = data["state"]
        self.paths = [path[0] for path in data["buffer_paths"]]
        self.bytes = sum(len(buffer) for buffer in buffers or [])
        self.text = len(json.dumps(self.state))
        self.traits = set(self.state)


@pytest.fixture
def sent(monkeypatch):
    """Every state message, in the order in which they are sent."""
    messages = []

    def publish(_self, _kind, data=None, metadata=None, buffers=None, **_keys):
        if data and "state" in data:
            messages.append(Message(data, buffers))

    monkeypatch.setattr(comm.DummyComm, "publish_msg", publish)
    return messages


def outcomes(confidence):
    rng = np.random.default_rng(confidence)
    labels = rng.integers(0, 2, (2, SIZE))
    return Outcomes.of(np.arange(SIZE), *labels, first=confidence, last=confidence)


def images():
    splits = ["test"] * (SIZE // 2) + ["valid"] * (SIZE // 2)
    names = [f"{row:04}.png" for row in range(SIZE)]
    return Images.of(names, splits, embedding=np.random.default_rng(0).normal(size=(SIZE, 2)))


class Reports:
    """Stores every threshold."""

    def report(self, split, confidence, *, progress=None, cancelled=None):
        return Report(
            splits=("test", "valid"),
            confidence=confidence,
            classes=CLASSES,
            images=images(),
            outcomes=outcomes(confidence),
        )


class Pictures:
    """Notes for which images it is asked."""

    is_at_hand = True

    def __init__(self):
        self.asked = []

    def thumbnails(self, refs):
        return map(self.large, refs)

    def large(self, ref):
        self.asked.append(ref.row)
        return Picture(b"picture", 4, 3)


def evaluation(pictures=None):
    return Evaluation(
        header=Header(title="Sent", task="object-detection", classes=CLASSES, background=2),
        columns=Columns(images(), outcomes(20)),
        coverage=Coverage.of(("test", "valid"), 20),
        source=Reports(),
        pictures=pictures,
    )


CHANGES = {
    "split": "valid",
    "cells": [("cat", "dog")],
    "page": 3,
    "page_size": 50,
    "view": {"sort": "name"},
    "query": "00",
    "lasso": [(0, 0), (1, 0), (1, 1)],
}


def test_a_lens_is_opened_with_all_columns_in_one_message(sent):
    lens = evallens.Lens(evaluation())
    [opened] = [message for message in sent if message.bytes]
    assert {"header", "status", "split", "_esm"} <= opened.traits
    columns = sum(map(bytes_of, (lens.places_0, lens.images_0, lens.outcomes_0)))
    assert set(opened.paths) == {"places_0", "images_0", "outcomes_0", "cube_0", "assets"}
    assert opened.bytes == columns + bytes_of(lens.cube_0) + bytes_of(lens.assets)
    # x, y, names, their offsets, and splits; image, actual and predicted; the others are one value each, or none.
    assert columns == SIZE * (4 + 4 + 8 + 2 + 1) + 2 + SIZE * (2 + 1 + 1) + 3


@pytest.mark.parametrize("trait", CHANGES)
def test_a_change_sends_itself_and_no_column(sent, trait):
    lens = evallens.Lens(evaluation())
    sent.clear()
    setattr(lens, trait, CHANGES[trait])
    assert trait in sent[0].traits
    assert [message for message in sent if message.bytes] == []
    assert sum(message.text for message in sent) < 400


def test_a_report_sends_its_own_rows_and_no_other(sent):
    lens = evallens.Lens(evaluation())
    sent.clear()
    lens.confidence = 37
    cube, carrying = [message for message in sent if message.bytes]
    assert cube.traits == {"cube_1"}
    assert cube.bytes == bytes_of(lens.cube_1) < 100
    assert carrying.traits == {"outcomes_1"}
    assert carrying.bytes == bytes_of(lens.outcomes_1) == SIZE * (2 + 1 + 1) + 3
    assert sum(message.text for message in sent) < 3000
    sent.clear()
    lens.confidence = 20
    lens.confidence = 37
    assert [message for message in sent if message.bytes] == []


def test_cells_are_sent_before_anything_is_looked_for_and_their_pictures_after(sent, monkeypatch):
    pictures = Pictures()
    lens = evallens.Lens(evaluation(pictures), thumbnail_budget=0)
    sent.clear()
    pictures.asked.clear()
    selected = []
    select = Evaluation.select

    def noted(*given):
        selected.append([*sent])
        return select(*given)

    monkeypatch.setattr(Evaluation, "select", noted)
    lens.cells = [("cat", "dog")]
    first, *later = sent
    assert first.traits == {"cells"}
    assert [before[0] for before in selected] == [first]
    assert set(later[-1].paths) == {"page_assets"}
    assert len(pictures.asked) == 24


def test_without_pictures_no_page_is_looked_up(monkeypatch):
    lens = evallens.Lens(evaluation())
    monkeypatch.setattr(Evaluation, "select", None)
    lens.cells = [("cat", "dog")]
    lens.confidence = 37
    assert lens.page_assets == {}
