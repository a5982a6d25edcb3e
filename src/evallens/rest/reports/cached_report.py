"""A report as bytes, to be kept on disk and read again without asking the service."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ...evaluation.columns.notices import Notice
from ...evaluation.columns.report import Report
from ...evaluation.columns.strings import Strings
from ...evaluation.columns.tables import Images, Outcomes
from .mixups import Comparison
from .validation import CheckedReport

VERSION = 2
"""Part of every key: raised when the form changes, so that older bytes are not found."""

_OUTCOMES = ("image", "actual", "predicted", "count")


class _Kept(msgspec.Struct):
    splits: tuple[str, ...]
    confidence: int
    classes: tuple[str, ...]
    notices: tuple[Notice, ...]
    stats: Comparison
    columns: dict[str, tuple[str, bytes]]


def to_bytes(checked: CheckedReport) -> bytes:
    """``checked`` as bytes."""
    report = checked.report
    columns = {name: _packed(getattr(report.outcomes, name)) for name in _OUTCOMES}
    for name, column in report.images.columns().items():
        if isinstance(column, Strings):
            columns[f"{name}.data"], columns[f"{name}.offsets"] = _packed(column.data), _packed(column.offsets)
        else:
            columns[f"images.{name}"] = _packed(column)
    kept = _Kept(report.splits, report.confidence, report.classes, report.notices, checked.stats, columns)
    return msgspec.msgpack.encode(kept)


def from_bytes(data: bytes | None) -> CheckedReport | None:
    """The report that was kept, or ``None`` for bytes that are none."""
    if data is None:
        return None
    try:
        kept = msgspec.msgpack.decode(data, type=_Kept)
        columns = {name: np.frombuffer(raw, dtype) for name, (dtype, raw) in kept.columns.items()}
        images = Images(
            id=Strings(columns["id.data"], columns["id.offsets"]),
            name=Strings(columns["name.data"], columns["name.offsets"]),
            **{n.removeprefix("images."): c for n, c in columns.items() if n.startswith("images.")},
        )
        outcomes = Outcomes.of(*(columns[n] for n in _OUTCOMES), first=kept.confidence, last=kept.confidence)
    except (msgspec.DecodeError, KeyError, ValueError, TypeError):
        return None
    report = Report(
        splits=kept.splits,
        confidence=kept.confidence,
        classes=kept.classes,
        images=images,
        outcomes=outcomes,
        notices=kept.notices,
    )
    return CheckedReport(report, kept.stats)


def _packed(column: NDArray[Any]) -> tuple[str, bytes]:
    little = column.astype(column.dtype.newbyteorder("<"), copy=False)
    return little.dtype.str, little.tobytes()
