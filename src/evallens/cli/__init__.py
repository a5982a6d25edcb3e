"""The command line: ``evallens demo | info | list | serve | evaluate | export | cache``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from ..errors import EvalLensError
from . import cache, demo, evaluating, exporting, info, listing, serving


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 for an error, 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except EvalLensError as error:
        print(f"evallens: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evallens",
        description="See where a vision model goes wrong, and on which images.",
        epilog="examples:\n  evallens demo\n  evallens info demo\n  evallens export run-7.evallens --out report.html",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"evallens {version('evallens')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (demo, info, listing, serving, evaluating, exporting, cache):
        command.add(commands)
    return parser
