"""What one run of the benchmarks found, where, and with what."""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.scale.figures import Figures
from evallens import __version__

PACKAGES = (
    "jupyter-scatter",
    "altair",
    "vegafusion",
    "vl-convert-python",
    "plotly",
    "anywidget",
    "ipywidgets",
    "ipykernel",
    "jupyterlab",
    "nbconvert",
    "numpy",
    "pandas",
    "duckdb",
)

Row = dict[str, Any]
"""A figure of a benchmark without a browser: what, who, size, value, unit."""


@dataclass(frozen=True)
class Run:
    """One run."""

    day: str
    machine: dict[str, str]
    versions: dict[str, str]
    took: float
    """Seconds."""
    rounds: int
    """Visits to each widget at each size."""
    figures: Figures
    queries: list[Row]

    def write(self, path: Path) -> None:
        """Keep it in a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**vars(self), "figures": self.figures.to_json()}, indent=1), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Run:
        """One that was kept."""
        kept = json.loads(path.read_text("utf-8"))
        return cls(**{**kept, "figures": Figures.of_json(kept["figures"])})


def today() -> str:
    """Such as 2026-11-22."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def machine(browser: dict[str, str]) -> dict[str, str]:
    """Processor, memory, and what ``browser`` says of itself and of what draws."""
    return {
        "processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        **browser,
    }


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown"


def versions() -> dict[str, str]:
    """Of everything that was measured or measured with."""
    return {
        "evallens": __version__,
        **{package: version(package) for package in PACKAGES},
        "Python": platform.python_version(),
    }
