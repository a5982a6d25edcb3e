"""The wheel that users install: built from the sdist, installed alone, run away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
STATIC = "evallens/static"
BUILT = ("beside.js", "page.js", "widget.js", "widget.unpacked.js")
LIMIT = 120 * 1024

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(900)]


def run(*command: object, cwd: Path, path: Path | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run with nothing of the checkout in reach; `path` replaces the PATH."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    if path is not None:
        env["PATH"] = str(path)
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


def pip_wheel(source: Path, out: Path, *, path: Path | None = None, check: bool = True):
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", out]
    return run(sys.executable, "-m", "pip", "wheel", *options, source, cwd=out.parent, path=path, check=check)


def front_end_in(folder: Path) -> dict[str, bytes]:
    """The built files in the only wheel of a folder."""
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(f"{STATIC}/{name}") for name in BUILT}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", out, CHECKOUT, cwd=out)
    return next(out.glob("*.tar.gz"))


def unpacked(sdist: Path, folder: Path) -> Path:
    run("tar", "-xzf", sdist, cwd=folder)
    return next(path for path in folder.iterdir() if path.is_dir())


@pytest.fixture
def source(sdist: Path, tmp_path: Path) -> Path:
    """An unpacked sdist for one test."""
    return unpacked(sdist, tmp_path)


@pytest.fixture(scope="module")
def workshop(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One in which the front end is built again and again: the first build installs what it takes."""
    return unpacked(sdist, tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="module")
def no_tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PATH on which there is neither node nor npm."""
    return tmp_path_factory.mktemp("no-tools")


@pytest.fixture(scope="module")
def wheel(sdist: Path, no_tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "wheel"
    pip_wheel(sdist, out, path=no_tools)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel and what it asks for, no more."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home / "venv", with_pip=True)
    folder = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    options = ["--quiet", "--constraint", CHECKOUT / "constraints.txt"]
    run(folder / "python", "-m", "pip", "install", *options, wheel, cwd=home)
    return folder


def test_sdist_carries_the_front_end_as_source_and_built(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "js/src/index.ts",
        "js/build.mjs",
        "js/package-lock.json",
        *(f"src/{STATIC}/{name}" for name in BUILT),
    } <= names
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]


def test_wheel_from_the_sdist_needs_no_node_and_holds_the_front_end(wheel: Path) -> None:
    assert all(front_end_in(wheel.parent).values())
    assert len(front_end_in(wheel.parent)["widget.js"]) <= LIMIT
    with zipfile.ZipFile(wheel) as archive:
        assert "evallens/py.typed" in archive.namelist()
        assert {name.partition("/")[0].partition("-")[0] for name in archive.namelist()} == {"evallens"}


def test_demo_opens_from_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    program = "import evallens; ev = evallens.demo(); print(evallens.__file__, len(ev.images(split='test')), sep='\\n')"
    done = run(installed / "python", "-W", "error", "-c", program, cwd=tmp_path)
    where, count = done.stdout.splitlines()
    assert Path(where).is_relative_to(installed.parent)
    assert int(count) > 0


def test_lens_of_the_installed_wheel_carries_the_packed_module(installed: Path, wheel: Path, tmp_path: Path) -> None:
    program = "import evallens; print(len(str(evallens.Lens(evallens.demo())._esm).encode()))"
    done = run(installed / "python", "-c", program, cwd=tmp_path)
    assert int(done.stdout) == len(front_end_in(wheel.parent)["widget.js"])


def test_command_describes_the_demo_in_json(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "evallens", "info", "demo", "--json", cwd=tmp_path)
    about = json.loads(done.stdout)
    assert list(about) == [
        "title",
        "task",
        "classes",
        "background",
        "splits",
        "thresholds",
        "images",
        "outcomes",
        "objects",
    ]
    assert about["images"] == sum(about["splits"].values()) > 0


@pytest.mark.parametrize("name", BUILT)
def test_what_is_missing_is_built(workshop: Path, wheel: Path, tmp_path: Path, name: str) -> None:
    (workshop / "src" / STATIC / name).unlink()
    pip_wheel(workshop, tmp_path / "wheel")
    assert front_end_in(tmp_path / "wheel") == front_end_in(wheel.parent)


@pytest.mark.parametrize("name", BUILT)
def test_what_is_older_than_its_source_is_built_again(workshop: Path, wheel: Path, tmp_path: Path, name: str) -> None:
    built = workshop / "src" / STATIC / name
    built.write_text("old", encoding="utf-8")
    os.utime(built, (0, 0))
    pip_wheel(workshop, tmp_path / "wheel")
    assert front_end_in(tmp_path / "wheel") == front_end_in(wheel.parent)


@pytest.mark.parametrize(
    ("version", "found"),
    [
        (None, "no node was found on the PATH"),
        ("v18.19.1", "the node on the PATH is v18.19.1"),
        ("v20.19.2", "no npm was found on the PATH"),
    ],
)
def test_missing_front_end_that_cannot_be_built_is_one_plain_sentence(
    source: Path, tmp_path: Path, version: str | None, found: str
) -> None:
    shutil.rmtree(source / "src" / STATIC)
    tools = tmp_path / "tools"
    tools.mkdir()
    if version is not None:
        (tools / "node").write_text(f"#!{shutil.which('sh')}\necho {version}\n", encoding="utf-8")
        (tools / "node").chmod(0o755)
    done = pip_wheel(source, tmp_path / "wheel", path=tools, check=False)
    assert done.returncode != 0
    output = done.stdout + done.stderr
    assert "evallens needs Node >= 20 to build its front end" in output
    assert found in output
    assert "Traceback" not in output
