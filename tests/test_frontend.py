"""The built front end: what a Lens carries, and what is said when an installation lacks it or holds a part."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import evallens
from evallens import frontend
from evallens.errors import BuildError

READERS = {
    "widget.js": frontend.widget,
    "widget.unpacked.js": frontend.module,
    "page.js": frontend.page_script,
    "beside.js": frontend.beside_script,
}


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built files, which the package reads."""
    copy = shutil.copytree(frontend._STATIC, tmp_path / "static")
    monkeypatch.setattr(frontend, "_STATIC", copy)
    return copy


def test_a_lens_carries_the_packed_module():
    assert evallens.Lens(evallens.demo())._esm == frontend.widget()
    assert len(str(frontend.widget()).encode()) < len(frontend.module().encode()) * 0.6


def test_in_development_a_lens_carries_the_file_that_is_watched():
    program = (
        "import evallens; from evallens import frontend; print(frontend.widget());"
        "print(evallens.Lens(evallens.demo())._esm == frontend.module())"
    )
    environment = os.environ | {"EVALLENS_DEV": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    path, is_plain = done.stdout.split()
    assert Path(path).name == "widget.unpacked.js"
    assert is_plain == "True"


@pytest.mark.parametrize("name", READERS)
def test_a_missing_file_says_what_to_do(static, name):
    (static / name).unlink()
    with pytest.raises(BuildError, match=f"is missing from this installation .*{name}.* make build.*reinstall"):
        READERS[name]()


@pytest.mark.parametrize("name", READERS)
def test_a_file_cut_short_says_what_to_do(static, name):
    whole = (static / name).read_bytes()
    (static / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BuildError, match=f"is cut short .*{name}.* make build.*reinstall"):
        READERS[name]()
