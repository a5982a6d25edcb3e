"""The built front end: what a Lens carries, and what is said when an installation lacks it or holds a part."""

from __future__ import annotations

import bz2
import os
import re
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


def test_the_packed_module_holds_the_plain_one_as_other_tools_unpack_it():
    digits = [chr(code) for code in range(32, 127) if chr(code) not in '"<\\']
    (text,) = re.findall(r'"([^"]{1000,})"', str(frontend.widget()))
    bits = length = 0
    for first, second in zip(text[::2], text[1::2], strict=False):
        value = digits.index(first) * 92 + digits.index(second)
        bits |= value << length
        length += 14 if value % 8192 < 272 else 13
    if len(text) % 2:
        bits |= digits.index(text[-1]) << length
    packed = bits.to_bytes(length // 8 + 2, "little")
    assert bz2.BZ2Decompressor().decompress(packed).decode() == frontend.module()


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
