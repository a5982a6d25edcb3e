"""``evallens serve``: serve evaluations over the REST contract."""

from __future__ import annotations

import argparse
from typing import Any

from ..sources import open_evaluation
from .command import SOURCE, command


def add(commands: Any) -> None:
    """Declare the command."""
    example = "evallens serve demo run-7.evallens --port 8123"
    parser = command(commands, "serve", "serve evaluations over the REST contract", example, _run)
    parser.add_argument("sources", metavar="SOURCE", nargs="+", help=SOURCE)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--workspace", default="local", help="workspace in the addresses (default: %(default)s)")
    parser.add_argument("--api-key", help="key that clients must send; required beyond this machine")


def _run(arguments: argparse.Namespace) -> None:
    from ..server import serve

    evaluations = [open_evaluation(source) for source in arguments.sources]
    with serve(
        *evaluations,
        host=arguments.host,
        port=arguments.port,
        api_key=arguments.api_key,
        workspace=arguments.workspace,
        access_log=True,
    ) as server:
        for evaluation, eval_id in zip(evaluations, server.eval_ids, strict=True):
            print(f"{evaluation.title}: {server.url}/{server.workspace}/model-evals/{eval_id}", flush=True)
            print(f'  evallens.open("{server.workspace}/{eval_id}", api_url="{server.url}")', flush=True)
        server.wait()
