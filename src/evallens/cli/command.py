"""What the commands share: how one is declared, what its SOURCE may be, and how one is opened."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from ..evaluation import Evaluation
from ..sources import is_of_workspace, open_evaluation

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
    """Declare the argument SOURCE and the options of one that is a workspace's."""
    parser.add_argument("source", metavar="SOURCE", help=SOURCE)
    add_source_options(parser)


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Declare how an evaluation of a workspace is read."""
    options = parser.add_argument_group(
        "for workspace/evalId, whose key is ROBOFLOW_API_KEY or that of the Roboflow CLI"
    )
    add_api_url(options)
    options.add_argument("--images", metavar="FOLDER", help="the pictures (default: the service's)")
    options.add_argument(
        "--cache", metavar="FOLDER", help="where reports and pictures are kept (default: a folder of the user's)"
    )
    options.add_argument("--no-cache", action="store_const", const=False, dest="cache", help="keep none on disk")


def add_api_url(parser: Any) -> None:
    """Declare which host is asked."""
    parser.add_argument("--api-url", metavar="URL", help="another host than Roboflow's, such as that of evallens serve")


def opened(sources: Sequence[str], arguments: argparse.Namespace) -> list[Evaluation]:
    """Open ``sources``; the options go to those of a workspace, and are refused where there is none."""
    given = {name: getattr(arguments, name) for name in ("api_url", "images", "cache")}
    options = {name: value for name, value in given.items() if value is not None}
    takes = [is_of_workspace(source) for source in sources]
    return [
        open_evaluation(source, **(options if one or not any(takes) else {}))
        for source, one in zip(sources, takes, strict=True)
    ]
