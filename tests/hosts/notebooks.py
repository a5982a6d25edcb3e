"""Notebooks made, executed and exported by Jupyter's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat

CHECKOUT = Path(__file__).parents[2]
LENS = "import evallens\n\nlens = evallens.Lens(evallens.demo())\nlens"
TABLES = """import tempfile
import evallens

demo, folder = evallens.demo(), f"{tempfile.mkdtemp()}/run"
demo.to_parquet(folder)
lens = evallens.Lens(evallens.open(folder, images=demo.pictures))
lens"""
"""The same over tables of DuckDB."""


def notebook(*sources: str) -> nbformat.NotebookNode:
    """A notebook of code cells."""
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def executed(content: nbformat.NotebookNode, folder: Path, name: str = "executed") -> Path:
    """Run every cell and save with widget state, as nbconvert does."""
    path = written(content, folder, name)
    convert("--execute", "--to", "notebook", "--inplace", path, folder=folder)
    return path


def written(content: nbformat.NotebookNode, folder: Path, name: str = "plain") -> Path:
    """Save a notebook as it is."""
    path = folder / f"{name}.ipynb"
    nbformat.write(content, path)
    return path


def without_state(path: Path) -> Path:
    """A copy as most notebooks are saved: outputs, but no widget state."""
    content = nbformat.read(path, 4)
    del content.metadata["widgets"]
    bare = path.with_name(f"{path.stem}-bare.ipynb")
    nbformat.write(content, bare)
    return bare


def page(path: Path, *options: object) -> Path:
    """The notebook as nbconvert's HTML."""
    convert("--to", "html", *options, path, folder=path.parent)
    return path.with_suffix(".html")


def convert(*arguments: object, folder: Path) -> None:
    """Run ``jupyter nbconvert`` with a home of its own."""
    run("nbconvert", "--log-level=WARN", *arguments, folder=folder)


def run(module: str, *arguments: object, folder: Path) -> str:
    """Run a Python module in ``folder``, which is its home too; what it printed."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(home: Path) -> dict[str, str]:
    """No setting of whoever runs the tests takes part."""
    folders = {"HOME": "", "IPYTHONDIR": "ipython", "JUPYTER_CONFIG_DIR": "config"}
    folders |= {"JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "XDG_CONFIG_HOME": "xdg"}
    return {**os.environ, **{name: str(home / folder) for name, folder in folders.items()}}
