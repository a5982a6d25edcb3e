"""Reports that commands write, and open in a browser."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path
from typing import Any

from ..evaluation import Evaluation
from .saying import say

_SUFFIXES = (".html", ".htm")


def is_page(path: str) -> bool:
    """Is a file of this name a report?"""
    return Path(path).suffix.lower() in _SUFFIXES


def write_page(
    evaluation: Evaluation,
    path: str | Path,
    split: str | None = None,
    confidence: int | tuple[int, int] | None = None,
    **options: Any,
) -> Path:
    """Write the report of an evaluation; ``options`` are those of ``Lens.to_html``, whose errors it raises.

    That of two models opens with their difference.
    """
    from ..lens import Lens

    # No browser is connected, so nothing is sent ahead to one.
    lens = Lens(evaluation, split, confidence, thumbnail_budget=0, export_budget=0)
    lens.compared = bool(evaluation.peers)
    return lens.to_html(path, **options)


def temporary(name: str) -> Path:
    """A file in a folder of its own, which stays: a browser reads it when it likes."""
    return Path(tempfile.mkdtemp(prefix="evallens-")) / name


def open_page(page: Path, *, is_wanted: bool) -> None:
    """Open a page in a browser where that is wanted, and say so where there is none."""
    if is_wanted and not webbrowser.open(page.absolute().as_uri()):
        say("No browser could be started here: open that address in one, or copy the file to where there is one.")


def say_written(page: Path) -> None:
    """Say where a page is and how large it is."""
    say(f"Wrote {page} ({page.stat().st_size / 1e6:.1f} MB): open it in a browser, or send it to someone.")
