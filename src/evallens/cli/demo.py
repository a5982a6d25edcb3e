"""``evallens demo``: see the embedded demo in a browser, with no notebook and no network."""

from __future__ import annotations

import argparse
import tempfile
import webbrowser
from pathlib import Path
from typing import Any

from ..sources import open_evaluation
from .command import command


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "demo", "show the embedded demo in a browser", "evallens demo", _run)
    parser.add_argument("--out", metavar="FILE", help="where to write the page (default: a temporary folder)")
    parser.add_argument("--no-browser", action="store_true", help="only write the page and say where it is")


def _run(arguments: argparse.Namespace) -> None:
    from ..lens import Lens

    out = arguments.out or Path(tempfile.mkdtemp(prefix="evallens-")) / "demo.html"
    lens = Lens(open_evaluation("demo"), thumbnail_budget=0, export_budget=0)
    page = lens.to_html(out, thresholds="all", thumbnails="all").absolute()
    print(f"The demo is at {page.as_uri()}")
    print("In a notebook:  import evallens; evallens.Lens(evallens.demo())")
    if not arguments.no_browser:
        webbrowser.open(page.as_uri())
