"""``evallens cache``: the reports and pictures of services that are kept on disk."""

from __future__ import annotations

import argparse
from typing import Any

from .command import command


def add(commands: Any) -> None:
    """Declare the command."""
    summary = "forget the reports and pictures of services that are kept on disk"
    parser = command(commands, "cache", summary, "evallens cache --clear", _run)
    parser.add_argument("--clear", action="store_true", required=True, help="forget all of them")


def _run(_arguments: argparse.Namespace) -> None:
    from ..rest import clear_cache

    print(f"Freed {clear_cache() / 1e6:.1f} MB.")
