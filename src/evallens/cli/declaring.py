"""What several commands declare alike: help with an example, and the source of an evaluation."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

SOURCE = (
    'an evaluation: "demo", "demo-v2", a .evallens file, a folder of tables, workspace/evalId, or '
    "workspace/project/version (its newest)"
)


def command(
    subparsers: Any, name: str, summary: str, example: str, run: Callable[[argparse.Namespace], int | None]
) -> argparse.ArgumentParser:
    """Declare one command with its help and an example."""
    declared: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example{'s' * (chr(10) in example)}:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    declared.set_defaults(run=run, on_error=1)
    return declared


def add_source(command: argparse.ArgumentParser) -> None:
    """Declare the argument SOURCE and the options of one that is a workspace's."""
    command.add_argument("source", metavar="SOURCE", help=SOURCE)
    add_source_options(command)


def add_source_options(command: argparse.ArgumentParser) -> None:
    """Declare how an evaluation of a workspace is read."""
    options = command.add_argument_group(
        "for workspace/evalId, whose key is ROBOFLOW_API_KEY or that of the Roboflow CLI"
    )
    add_api_url(options)
    options.add_argument(
        "--images", metavar="FOLDER", help="the pictures (default: the service's); of a folder of tables, too"
    )
    options.add_argument(
        "--cache", metavar="FOLDER", help="where reports and pictures are kept (default: a folder of the user's)"
    )
    seconds = "seconds for one answer of the service, retries included (default: 180)"
    options.add_argument("--timeout", type=float, metavar="SECONDS", help=seconds)
    options.add_argument(
        "--wait", action="store_const", const=True, help="wait for an evaluation that is still running"
    )
    options.add_argument("--no-cache", action="store_const", const=False, dest="cache", help="keep none on disk")


def add_api_url(command: Any) -> None:
    """Declare where a workspace is asked."""
    command.add_argument(
        "--api-url", metavar="URL", help="another host than Roboflow's, such as that of evallens serve"
    )
