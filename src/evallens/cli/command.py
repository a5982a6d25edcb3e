"""What the commands share: how one is declared, and what its SOURCE may be."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

SOURCE = 'an evaluation: "demo", a .evallens file, or workspace/evalId'


def command(
    commands: Any, name: str, summary: str, example: str, run: Callable[[argparse.Namespace], None]
) -> argparse.ArgumentParser:
    """Declare one command with its help and an example."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_source(parser: argparse.ArgumentParser) -> None:
    """Declare the argument SOURCE."""
    parser.add_argument("source", metavar="SOURCE", help=SOURCE)
