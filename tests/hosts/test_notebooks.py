"""Every notebook of this repository runs from top to bottom, with no network but this machine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.hosts import notebooks, offline

FOLDER = notebooks.CHECKOUT / "notebooks"


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    for name in ("ROBOFLOW_API_KEY", "EVALLENS_EVALUATION"):
        monkeypatch.delenv(name, raising=False)


SPARK = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not on the PATH"),
]


def every() -> list[Any]:
    """The notebooks; the one about Spark runs where Java is."""
    return [
        pytest.param(path, id=path.stem, marks=SPARK if path.stem == "spark" else [])
        for path in sorted(FOLDER.glob("*.ipynb"))
    ]


@pytest.mark.parametrize("path", every())
def test_runs_and_is_kept_without_outputs(path: Path, tmp_path):
    content = nbformat.read(path, 4)
    assert [cell for cell in content.cells if cell.get("outputs")] == []
    ran = nbformat.read(notebooks.executed(content, tmp_path, path.stem), 4)
    assert [out for cell in ran.cells for out in cell.get("outputs", []) if out.output_type == "error"] == []


def test_what_the_export_notebook_writes_works_offline(chromium, tmp_path):
    notebooks.executed(nbformat.read(FOLDER / "export-and-share.ipynb", 4), tmp_path)
    for name in ("report.html", "small.html"):
        with offline.opened(chromium, tmp_path / name) as shown:
            assert offline.in_page(shown.page).counts() == [4, 240, 5]
        assert shown.refused == []
