"""What a Lens over a million images costs its kernel and its connection: ``python benchmarks/bench_memory.py``.

A real kernel reads the columns of a generated evaluation, makes a Lens, displays it and changes it from
Python; the messages are taken from its sockets. Peak is the largest resident size the kernel ever had
less what it had before there was an evaluation. Prints a table, exits 1 when the peak is three times the
columns or more; ``--json PATH`` writes the figures, ``--quick`` takes fewer images.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import command
import generated
import numpy as np
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from evallens import frontend
from evallens.evaluation import Evaluation
from evallens.evaluation.columns.strings import Strings

MOST = 3.0
"""Times the columns' own size."""

_PREPARE = """
import resource, numpy as np, evallens
from pathlib import Path
from IPython.display import display
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.strings import Strings

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

def read(folder, classes):
    load = lambda name: np.load(Path(folder) / f"{name}.npy")
    names = Strings(load("name.data"), load("name.offsets"))
    images = Images(names, names, *(load(name) for name in ("split", "x", "y", "cluster", "augmentations")))
    outcomes = Outcomes(**{name: load(f"outcomes.{name}") for name in Outcomes.none().columns()})
    header = Header(title="Generated", task="object-detection", classes=tuple(classes), background=len(classes) - 1)
    return Evaluation(header=header, columns=Columns(images, outcomes))

display(evallens.Lens(evallens.demo()))
before = resident()
"""

_PEAK = "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before)"


class Kernel:
    """A running kernel, and what comes out of it."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client

    def run(self, code: str) -> tuple[str, int]:
        """Run a cell; returns what it printed and how many bytes of comm messages it sent."""
        asked = self._client.execute(code)
        printed, sent = "", 0
        while True:
            message = self._client.get_iopub_msg(timeout=120)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind == "error":
                raise RuntimeError("\n".join(content["traceback"]))
            if kind == "stream":
                printed += content["text"]
            if kind.startswith("comm_"):
                sent += len(json.dumps(content)) + sum(len(buffer) for buffer in message["buffers"])
            if kind == "status" and content["execution_state"] == "idle":
                return printed, sent


@contextmanager
def kernel() -> Iterator[Kernel]:
    """A fresh kernel of this very Python."""
    manager = KernelManager(transport="ipc")  # Sockets of this machine alone, which need no encryption.
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def stored(ev: Evaluation, folder: Path) -> int:
    """Write every column to a file of its own; returns the bytes of all columns."""
    images = ev.columns.images.columns()
    columns = {name: column for name, column in images.items() if name not in ("id", "attributes")}
    columns |= {f"outcomes.{name}": column for name, column in ev.columns.outcomes.columns().items()}
    arrays: dict[str, np.ndarray] = {}
    for name, column in columns.items():
        if isinstance(column, Strings):
            arrays |= {f"{name}.data": column.data, f"{name}.offsets": column.offsets}
        else:
            arrays[name] = column
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return sum(array.nbytes for array in arrays.values())


def measure(images: int, classes: int) -> list[dict[str, Any]]:
    """All figures of one evaluation."""
    ev = generated.evaluation(images, classes)
    with tempfile.TemporaryDirectory() as folder, kernel() as running:
        columns = stored(ev, Path(folder))
        running.run(_PREPARE)
        running.run(f"ev = read({folder!r}, {list(ev.classes)!r})")
        _, opened = running.run("lens = evallens.Lens(ev); display(lens)")
        peak = int(running.run(_PEAK)[0])
        changes = {
            "cells": "lens.cells = [('cat', 'dog')]",
            "threshold": "lens.confidence = 37",
            "page": "lens.page = 3",
            "view": "lens.view = {'sort': 'name'}",
            "split": "lens.split = 'all'",
        }
        sent = {name: running.run(code)[1] for name, code in changes.items()}
        running.run("len(lens.selected)")
        used = int(running.run(_PEAK)[0])
    sent_columns = opened - len(json.dumps(frontend.widget()))
    found = [
        ("columns in the kernel", columns / 1e6, "MB"),
        ("sent when displayed, without the front end", sent_columns / 1e6, "MB"),
        ("sent when displayed, to columns", sent_columns / columns, "ratio"),
        ("kernel peak when displayed", peak / 1e6, "MB"),
        ("kernel peak when displayed, to columns", peak / columns, "ratio"),
        ("kernel peak after changes and lens.selected, to columns", used / columns, "ratio"),
        *((f"sent when {name} changes", float(size), "bytes") for name, size in sent.items()),
    ]
    label = f"{images:,} images, {classes:,} classes"
    return [
        {"what": what, "who": "evallens", "size": label, "value": value, "unit": unit} for what, value, unit in found
    ]


def main() -> int:
    """Print the figures; 1 when the kernel took too much."""
    given = command.options(__doc__)
    sizes = [(100_000, 100)] if given.quick else [(1_000_000, 100), (1_000_000, 1203)]
    figures = [figure for size in sizes for figure in measure(*size)]
    for figure in figures:
        print(f"{figure['size']:>32}  {figure['what']:<56} {figure['value']:>10,.2f} {figure['unit']}")
    command.write(figures, given.json)
    most = max(f["value"] for f in figures if f["what"].startswith("kernel peak") and f["unit"] == "ratio")
    if given.quick:
        return 0  # Of few images what any Lens costs is the larger part.
    if most >= MOST:
        print(f"The kernel took {most:.2f} times the size of the columns, not less than {MOST:.0f}.")
    return int(most >= MOST)


if __name__ == "__main__":
    sys.exit(main())
