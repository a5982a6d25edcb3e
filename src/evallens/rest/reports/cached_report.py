"""A report as bytes, to be kept on disk and read again without asking the service."""

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

VERSION = 3
"""Part of every key: raised when sums or the form change, so that older bytes are not found; columns come and go."""


class _Said(msgspec.Struct):
    """What a report is besides its columns."""

    splits: tuple[str, ...]
    confidence: int
    classes: tuple[str, ...]
    notices: tuple[Notice, ...]
    stats: Comparison


class _Tables(msgspec.Struct):
    """The frame that is kept."""

    said: _Said
    images: dict[str, Any]
    outcomes: dict[str, Any]


def to_bytes(checked: CheckedReport) -> bytes:
    """``checked`` as bytes."""
    report = checked.report
    said = _Said(report.splits, report.confidence, report.classes, report.notices, checked.stats)
    tables = {"images": report.images, "outcomes": report.outcomes}
    blocks = {name: codec.block(codec.encode(table, is_brief=True)) for name, table in tables.items()}
    return codec.framed({"said": msgspec.to_builtins(said), **blocks})


def from_bytes(data: bytes | None) -> CheckedReport | None:
    """The report that was kept, or ``None`` for bytes that are none: it is asked for again, then."""
    try:
        return None if data is None else _checked(msgspec.convert(codec.unframed(data), _Tables))
    except (DataError, msgspec.ValidationError):
        return None


def _checked(kept: _Tables) -> CheckedReport:
    said = kept.said
    images = codec.decode(Images, codec.arrays_of(kept.images))
    outcomes = codec.decode(Outcomes, codec.arrays_of(kept.outcomes))
    most = {"image": len(images), "actual": len(said.classes), "predicted": len(said.classes)}
    for name, size in most.items():
        column = getattr(outcomes, name)
        if len(column) and int(column.max()) >= size:
            raise DataError(f"outcomes/{name}: {int(column.max())} is not one of {size}")
    report = Report(
        splits=said.splits,
        confidence=said.confidence,
        classes=said.classes,
        images=images,
        outcomes=outcomes,
        notices=said.notices,
    )
    return CheckedReport(report, said.stats)
