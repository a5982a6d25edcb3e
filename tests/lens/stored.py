"""A source of reports that a test holds in its hand: when it answers, and with what."""

import threading
from dataclasses import replace

import numpy as np

from evallens.errors import ReportNotStoredError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.report import Report

CLASSES = ("cat", "dog", "background")
NAMES = ["a.png", "b.png", "c.png"]
SPLITS_OF = ["test", "test", "valid"]


def images():
    return Images.of(NAMES, SPLITS_OF, embedding=np.arange(6.0).reshape(3, 2))


def outcomes(confidence):
    """One mix-up in every image; at higher thresholds the last image loses its own."""
    rows = [0, 1, 2] if confidence < 50 else [0, 1]
    return Outcomes.of(rows, [0] * len(rows), [1] * len(rows), first=confidence, last=confidence)


class Reports:
    """Stores some thresholds; while `gate` is closed an answer waits for it."""

    def __init__(self, stored=(20, 37, 60)):
        self.stored = stored
        self.gate = threading.Event()
        self.gate.set()
        self.asked = []
        self.arrived = threading.Semaphore(0)
        self.cancelled = None
        """What the latest question may be given up by."""
        self.is_silent = False
        """Does it tell nobody how far it is, as a source of one page does once it has it?"""

    def report(self, split, confidence, *, progress=None, cancelled=None):
        self.asked.append((split, confidence))
        self.cancelled = cancelled
        self.arrived.release()
        assert self.gate.wait(60)
        if progress is not None and not self.is_silent:
            progress(1, 1)
        if confidence not in self.stored:
            raise ReportNotStoredError(f"No report stored at {confidence} %. Known: 20 %.")
        splits = ("test", "valid") if split == "all" else (split,)
        rows = [row for row, of in enumerate(SPLITS_OF) if of in splits]
        found = outcomes(confidence)
        mine = found.take(np.isin(found.image, rows))
        return Report(
            splits=splits,
            confidence=confidence,
            classes=CLASSES,
            images=images().take(np.array(rows)),
            outcomes=replace(mine, image=mine.image - rows[0]),
        )


def evaluation(source):
    return Evaluation(
        header=Header(title="Stored", task="object-detection", classes=CLASSES, background=2),
        columns=Columns(images(), outcomes(20)),
        coverage=Coverage.of(("test", "valid"), 20),
        source=source,
    )
