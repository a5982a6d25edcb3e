"""A report that was kept is found again though columns came or went, and one that is broken is asked for again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evallens.evaluation.columns import codec
from evallens.evaluation.columns.report import Report
from evallens.evaluation.columns.schema import ABSENT, optional, optional_text
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import Images, Outcomes
from evallens.rest.http.cache import DiskCache
from evallens.rest.reports import cached_report
from evallens.rest.reports.mixups import Comparison
from evallens.rest.reports.validation import CheckedReport
from tests.rest.service import Service, record, running
from tests.rest.test_cache import columns, opened, panels


@dataclass(frozen=True, eq=False)
class LaterImages(Images):
    camera: Strings = field(default=ABSENT, metadata=optional_text())
    brightness: NDArray[np.float32] = field(default=ABSENT, metadata=optional(np.float32, np.nan))


def checked() -> CheckedReport:
    images = Images.of(["a", "b", "c"], ["test", "test", "valid"], embedding=np.arange(6.0).reshape(3, 2))
    added: dict[str, Any] = {"camera": Strings.of(["left", "", "right"]), "brightness": np.array([0.5, np.nan, 1])}
    report = Report(
        splits=("test", "valid"),
        confidence=20,
        classes=("cat", "dog", "background"),
        images=LaterImages(**images.columns() | added),
        outcomes=Outcomes.of([0, 2], [0, 1], [1, 2], [1, 1 << 40], first=20, last=20),
    )
    totals = dict.fromkeys(("both", "fp", "fn", "none"), (0, (1, 2, 3)))
    return CheckedReport(report, Comparison(20, 3, (1, 2, 3), totals))


def table(images: Images) -> list:
    columns = images.columns().values()
    return [np.nan_to_num(c, nan=-9).tolist() if isinstance(c, np.ndarray) else list(c) for c in columns]


def test_added_columns_of_strings_and_numbers_come_back(monkeypatch):
    monkeypatch.setattr(cached_report, "Images", LaterImages)
    found = cached_report.from_bytes(cached_report.to_bytes(checked()))
    assert found is not None
    assert table(found.report.images) == table(checked().report.images)
    assert found.stats == checked().stats


def test_a_version_without_the_added_columns_reads_the_rest():
    found = cached_report.from_bytes(cached_report.to_bytes(checked()))
    assert found is not None
    assert type(found.report.images) is Images
    assert table(found.report.images) == table(checked().report.images)[:-2]


def test_a_version_with_more_columns_reads_what_was_kept_before_them(tmp_path, monkeypatch):
    with running(Service(records=[record(0), record(1)])) as service:
        first = opened(service, tmp_path)
        service.asked.clear()
        monkeypatch.setattr(cached_report, "Images", LaterImages)
        second = opened(service, tmp_path)
    assert "image-predictions" not in panels(service)
    assert list(second.columns.images.columns()["camera"]) == ["", ""]
    assert columns(second)[0][:-2] == columns(first)[0]


def broken(change) -> bytes:
    state = codec.unframed(cached_report.to_bytes(checked()))
    change(state)
    return codec.framed(state)


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.pop("images"),
        lambda state: state["images"].pop("name.data"),
        lambda state: state["outcomes"].pop("count"),
        lambda state: state["head"].pop("classes"),
        lambda state: state["head"].update(classes=["cat"]),
        lambda state: state["head"].update(confidence="20"),
        lambda state: state["outcomes"].update(codec.block({"image": np.array([0, 3])})),
        lambda state: state["outcomes"].update(codec.block({"image": np.array([0, 1, 2])})),
        lambda state: state["outcomes"].update(codec.block({"actual": np.array([0.5, 1.5])})),
        lambda state: state["outcomes"]["count"].update(dtype="object"),
        lambda state: state["images"].update(x=None),
    ],
)
def test_a_broken_entry_is_none(change):
    assert cached_report.from_bytes(broken(lambda state: None)) is not None
    assert cached_report.from_bytes(broken(change)) is None


@given(st.data())
def test_changed_bytes_are_none_or_a_report(data):
    whole = bytearray(cached_report.to_bytes(checked()))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    for _ in range(data.draw(st.integers(0, 3))):
        if cut:
            cut[data.draw(st.integers(0, len(cut) - 1))] = data.draw(st.integers(0, 255))
    found = cached_report.from_bytes(bytes(cut))
    assert found is None or len(found.report.outcomes) == 2


def test_a_broken_entry_is_read_again_from_the_service(tmp_path):
    with running(Service(records=[record(0), record(1)])) as service:
        first = opened(service, tmp_path)
        reader = first.source.reader  # type: ignore[union-attr]
        DiskCache(tmp_path).put(reader._key("all", None), broken(lambda state: state["outcomes"].pop("count")))
        service.asked.clear()
        second = opened(service, tmp_path)
        assert "image-predictions" in panels(service)
        service.asked.clear()
        opened(service, tmp_path)
        assert "image-predictions" not in panels(service)
    assert columns(second) == columns(first)
