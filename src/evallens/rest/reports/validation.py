"""Checks image records against their confusion matrix and makes a Report of what fits, with notices of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...contract import ConfusionMatrixReport
from ...errors import DataError, ResponseError
from ...evaluation.columns.header import BACKGROUND, Header, unique_names
from ...evaluation.columns.notices import Notice
from ...evaluation.columns.report import Report, deduplicated
from ...evaluation.columns.strings import Strings
from ...evaluation.columns.tables import ALL, MAX_CLASSES, MAX_COUNT, SPLITS, Images, Outcomes
from ...evaluation.metrics import counts
from ...text import counted
from . import mixups
from .confidence import percent
from .pages import Listing
from .records import UNKNOWN_SPLIT, Records

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


_INCONSISTENT = ("images-not-listed", "matrix-differs")
"""Codes of the notices that another reading may spare."""


class CheckedReport(NamedTuple):
    """A report, and what the service itself counted beside what its records sum to."""

    report: Report
    stats: mixups.Comparison
    """Over the records that carry stats and are used whole."""

    @property
    def is_consistent(self) -> bool:
        """Were all images listed that were announced, and do they sum to the service's own matrix?"""
        return not any(notice.code in _INCONSISTENT for notice in self.report.notices)


def check_report(matrix: ConfusionMatrixReport, listing: Listing, *, split: str, confidence: int) -> CheckedReport:
    """Make a report of the records of one split (or "all") at one integer percent.

    What is left out of it is named in its notices, and so is a matrix that the records do not sum to.
    Raises ResponseError for a matrix that does not fit its classes or holds a number that is no count,
    DataError for more classes than can be shown and for an image listed twice with different contents.
    """
    classes, renamed = unique_names(matrix.classes)
    reported = _square(matrix)
    records, notices = listing.records, [*renamed]
    wanted = _wanted(records, split)
    valid = _valid(records.entries, len(classes))
    notices += _left_out(records, wanted, valid, len(classes))
    row = np.cumsum(wanted) - 1
    usable = valid & wanted[records.image]
    images = _images(records)
    if not wanted.all():
        images = images.take(wanted)
    outcomes = _outcomes(records, usable, row, confidence)
    repeats = 0
    if listing.distinct < len(records):
        images, outcomes, repeats = deduplicated(images, outcomes)
    notices += _oddities(images, records, wanted, repeats)
    if split == ALL and len(listing.records) < listing.total:
        lacking = listing.total - len(listing.records)
        words = f"The service announced {counted(listing.total, 'images')} and listed {len(listing.records):,}."
        notices.append(Notice("images-not-listed", lacking, (), words))
    notices += _disagreement(counts.matrix(outcomes, _all(outcomes), len(classes)), reported, split, confidence)
    report = Report(
        splits=SPLITS if split == ALL else (split,),
        confidence=confidence,
        classes=classes,
        images=images,
        outcomes=outcomes,
        notices=tuple(notices),
    )
    return CheckedReport(report, _stats(records, wanted, valid, usable, report))


def background_of(classes: tuple[str, ...]) -> int | None:
    """The index of the class that stands for "nothing there"; it may be anywhere."""
    return classes.index(BACKGROUND) if BACKGROUND in classes else None


def threshold(matrix: ConfusionMatrixReport, asked: int | None) -> int:
    """The integer percent a matrix was really counted at."""
    return percent(matrix.confidence_threshold, asked=asked)


def _square(matrix: ConfusionMatrixReport) -> Counts:
    size = len(matrix.classes)
    if size > MAX_CLASSES:
        raise DataError(f"{size} classes are more than the {MAX_CLASSES} that can be shown")
    if len(matrix.matrix) != size or any(len(row) != size for row in matrix.matrix):
        widths = sorted({len(row) for row in matrix.matrix})
        raise ResponseError(f"The confusion matrix has {len(matrix.matrix)} rows of {widths} cells for {size} classes.")
    try:
        return np.array(matrix.matrix, np.int64).reshape(size, size)
    except OverflowError:
        words = "The confusion matrix holds a number too large to be a count."
    raise ResponseError(words)


def _wanted(records: Records, split: str) -> Mask:
    wanted: Mask = records.split != UNKNOWN_SPLIT if split == ALL else records.split == SPLITS.index(split)
    return wanted


def _inside(entries: Counts, classes: int) -> Mask:
    actual, predicted = entries[:, 0], entries[:, 1]
    inside: Mask = (actual >= 0) & (actual < classes) & (predicted >= 0) & (predicted < classes)
    return inside


def _valid(entries: Counts, classes: int) -> Mask:
    count = entries[:, 2]
    valid: Mask = _inside(entries, classes) & (count >= 0) & (count <= MAX_COUNT)
    return valid


def _images(records: Records) -> Images:
    return Images(
        id=Strings.of(records.id),
        name=Strings.of(records.name),
        # Unknown splits are dropped right after; any known code may stand there until then.
        split=np.where(records.split == UNKNOWN_SPLIT, 0, records.split).astype(np.uint8),
        x=records.embedding[:, 0],
        y=records.embedding[:, 1],
        cluster=records.cluster,
        augmentations=records.augmentations,
    )


def _outcomes(records: Records, usable: Mask, row: NDArray[np.intp], confidence: int) -> Outcomes:
    # A zero count says that nothing happened.
    rows = np.flatnonzero(usable & (records.entries[:, 2] != 0))
    actual, predicted, count = records.entries[rows].T
    return Outcomes.of(row[records.image[rows]], actual, predicted, count, first=confidence, last=confidence)


def _stats(records: Records, wanted: Mask, valid: Mask, usable: Mask, report: Report) -> mixups.Comparison:
    spoiled = np.zeros(len(records), np.bool_)
    spoiled[records.image[~valid]] = True
    compared = wanted & ~spoiled & (records.stats >= 0).all(axis=1)
    row = np.cumsum(compared) - 1
    outcomes = _outcomes(records, usable & compared[records.image], row, report.confidence)
    classes = report.classes
    header = Header(title="", task="object-detection", classes=classes, background=background_of(classes))
    return mixups.compared(outcomes, records.stats[compared], header, report.confidence)


def _all(outcomes: Outcomes) -> Mask:
    return np.ones(len(outcomes), np.bool_)


def _left_out(records: Records, wanted: Mask, valid: Mask, classes: int) -> Iterator[Notice]:
    unknown = records.split == UNKNOWN_SPLIT
    if unknown.any():
        named = ", ".join(repr(name[:40]) for name in sorted(records.unknown_splits)[:5])
        yield _notice("unknown-split", unknown, f"{_number(unknown, 'image')} of unknown split ({named}) left out.")
    other = ~wanted & ~unknown
    if other.any():
        words = f"{_number(other, 'image')} of another split than the one asked for left out."
        yield _notice("other-split", other, words)
    inside = _inside(records.entries, classes)
    if not inside.all():
        words = f"{_entries(records, ~inside)} left out: outside the {classes} classes of the report."
        yield _notice("unknown-class", ~inside, words)
    invalid = inside & ~valid
    if invalid.any():
        words = f"{_entries(records, invalid)} left out: the count is negative or above 2^53."
        yield _notice("no-count", invalid, words)


def _oddities(images: Images, records: Records, wanted: Mask, repeats: int) -> Iterator[Notice]:
    if repeats:
        words = f"{_counted(repeats, 'record')} listed again with the same contents: each image is counted once."
        yield Notice("listed-again", repeats, (), words)
    placeless = np.isnan(images.x)
    if placeless.any():
        words = f"{_number(placeless, 'image')} without embedding: not drawn in the scatter."
        yield _notice("no-embedding", placeless, words)
    clusterless = wanted & ~records.has_cluster
    if clusterless.any():
        words = f"{_number(clusterless, 'image')} without cluster: shown as unclustered."
        yield _notice("no-cluster", clusterless, words)


def _disagreement(own: Counts, reported: Counts, split: str, confidence: int) -> Iterator[Notice]:
    cells = int((own != reported).sum())
    if cells:
        yield Notice(
            "matrix-differs", cells, (),
            f"The image records of {split} at {confidence} % sum to {int(own.sum())}, the service's confusion "
            f"matrix to {int(reported.sum())}; they differ in {_counted(cells, 'cell')}. "
            "Shown are the sums of the records.",
        )  # fmt: skip


def _notice(code: str, mask: Mask, words: str) -> Notice:
    return Notice(code, int(mask.sum()), (), words)


def _entries(records: Records, mask: Mask) -> str:
    behind = len(np.unique(records.image[mask]))
    number = int(mask.sum())
    return f"{number} confusion {'entry' if number == 1 else 'entries'} of {_counted(behind, 'image')}"


def _number(mask: Mask, thing: str) -> str:
    return _counted(int(mask.sum()), thing)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
