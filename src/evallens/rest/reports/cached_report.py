"""A report as bytes, for the cache on disk."""

from __future__ import annotations

from typing import Any

import msgspec

from ...errors import DataError
from ...evaluation.columns import codec
from ...evaluation.columns.notices import Notice
from ...evaluation.columns.report import Report
from ...evaluation.columns.tables import Images, Outcomes
from .mixups import Comparison
from .validation import CheckedReport

VERSION = 4
"""Part of every key: raised when sums or the form change, so that older bytes are not found; columns come and go."""


class _Head(msgspec.Struct):
    """What a report is besides its columns."""

    splits: tuple[str, ...]
    confidence: int
    classes: tuple[str, ...]
    notices: tuple[Notice, ...]
    stats: Comparison


class _Frame(msgspec.Struct):
    """What the bytes hold."""

    head: _Head
    images: dict[str, Any]
    outcomes: dict[str, Any]


def to_bytes(checked: CheckedReport) -> bytes:
    """``checked`` as bytes."""
    report = checked.report
    head = _Head(report.splits, report.confidence, report.classes, report.notices, checked.stats)
    tables = {"images": report.images, "outcomes": report.outcomes}
    blocks = {name: codec.block(codec.encode(table, is_brief=True)) for name, table in tables.items()}
    return codec.framed({"head": msgspec.to_builtins(head), **blocks})


def from_bytes(data: bytes | None) -> CheckedReport | None:
    """The report in bytes of ``to_bytes``; ``None`` for other bytes: it is then asked for again."""
    try:
        return None if data is None else _checked(msgspec.convert(codec.unframed(data), _Frame))
    except (DataError, msgspec.ValidationError):
        return None


def _checked(frame: _Frame) -> CheckedReport:
    head = frame.head
    images = codec.decode(Images, codec.arrays_of(frame.images))
    outcomes = codec.decode(Outcomes, codec.arrays_of(frame.outcomes))
    most = {"image": len(images), "actual": len(head.classes), "predicted": len(head.classes)}
    for name, size in most.items():
        column = getattr(outcomes, name)
        if len(column) and int(column.max()) >= size:
            raise DataError(f"outcomes/{name}: {int(column.max())} is not one of {size}")
    report = Report(
        splits=head.splits,
        confidence=head.confidence,
        classes=head.classes,
        images=images,
        outcomes=outcomes,
        notices=head.notices,
    )
    return CheckedReport(report, head.stats)
