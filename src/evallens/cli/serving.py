"""``evallens serve``: serve evaluations over the REST contract."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .command import SOURCE, add_source_options, command, opened


def add(commands: Any) -> None:
    """Declare the command."""
    example = "evallens serve demo run-7.evallens --port 8123"
    parser = command(commands, "serve", "serve evaluations over the REST contract", example, _run)
    several = f"{SOURCE}; WORKSPACE=SOURCE serves it in a workspace of its own"
    parser.add_argument("sources", metavar="SOURCE", nargs="+", help=several)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--workspace", default="local", help="workspace in the addresses (default: %(default)s)")
    parser.add_argument("--api-key", help="key that clients must send; required beyond this machine")
    add_source_options(parser)


def _run(arguments: argparse.Namespace) -> None:
    from ..server import ServedEvaluation, serve

    named = [_named(source, arguments.workspace) for source in arguments.sources]
    evaluations = opened([source for _, source in named], arguments)
    offered = [
        ServedEvaluation(evaluation=evaluation, workspace=workspace)
        for (workspace, _), evaluation in zip(named, evaluations, strict=True)
    ]
    with serve(
        *offered, host=arguments.host, port=arguments.port, api_key=arguments.api_key, access_log=True
    ) as server:
        for one in server.evaluations:
            print(f"{one.data.title}: {server.url}/{one.workspace}/model-evals/{one.eval_id}", flush=True)
            print(f'  evallens.open("{one.workspace}/{one.eval_id}", api_url="{server.url}")', flush=True)
        server.wait()


def _named(source: str, workspace: str) -> tuple[str, str]:
    """Workspace and source; ``WORKSPACE=SOURCE`` puts one evaluation into a workspace of its own."""
    name, separator, own = source.partition("=")
    return (name, own) if separator and not Path(source).exists() else (workspace, source)
