"""``evallens list``: which evaluations a workspace has."""

from __future__ import annotations

import argparse
import json
from typing import Any

from .command import add_api_url, command


def add(commands: Any) -> None:
    """Declare the command."""
    example = "evallens list my-workspace --project rims --status done"
    parser = command(commands, "list", "list the evaluations of a workspace, newest first", example, _run)
    parser.add_argument("workspace", metavar="WORKSPACE", help="the workspace as it stands in addresses")
    parser.add_argument("--project", help="those of one project")
    parser.add_argument("--version", help="those of one version of the dataset")
    parser.add_argument("--status", choices=("running", "done", "failed"), help="those that are so far")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_api_url(parser)


def _run(arguments: argparse.Namespace) -> None:
    from ..rest import list_evaluations

    entries = list_evaluations(
        arguments.workspace, arguments.project, arguments.version, arguments.status, api_url=arguments.api_url
    )
    for entry in entries:
        if arguments.json:
            print(json.dumps(entry._asdict(), ensure_ascii=False))
            continue
        model = f"{entry.project or '?'}/{entry.version or '?'}"
        print(f"{entry.source}  {entry.status:8}{entry.created or '':26}{model}")
    if not entries and not arguments.json:
        print(f"No evaluations of that kind in {arguments.workspace}.")
