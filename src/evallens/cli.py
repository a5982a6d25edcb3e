"""The command line: ``evallens demo | info | serve | evaluate | export``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from .errors import EvalLensError
from .evaluation import Evaluation
from .sources import open_evaluation

_SOURCE = 'an evaluation: "demo", a .evallens file, or workspace/evalId'


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
        epilog="examples:\n  evallens info demo\n  evallens serve demo run-7.evallens --port 8123",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_info(commands)
    _add_serve(commands)
    _add_export(commands)
    return parser


def _add(commands: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def _add_demo(commands: Any) -> None:
    parser = _add(commands, "demo", "say what the embedded demo holds and how to see it", "evallens demo")
    parser.set_defaults(run=_demo)


def _add_info(commands: Any) -> None:
    parser = _add(commands, "info", "say what an evaluation holds", "evallens info demo --json")
    parser.add_argument("source", metavar="SOURCE", help=_SOURCE)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_info)


def _add_serve(commands: Any) -> None:
    parser = _add(commands, "serve", "serve evaluations over the REST contract", "evallens serve demo --port 8123")
    parser.add_argument("sources", metavar="SOURCE", nargs="+", help=_SOURCE)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--api-key", help="key that clients must send; required beyond this machine")
    parser.set_defaults(run=_serve)


def _add_export(commands: Any) -> None:
    example = "evallens export demo --out report.html --split test --confidence 50"
    parser = _add(commands, "export", "write an evaluation to one HTML file that works offline", example)
    parser.add_argument("source", metavar="SOURCE", help=_SOURCE)
    parser.add_argument("--out", required=True, metavar="FILE", help="the HTML file to write")
    parser.add_argument("--split", help="the split on show at first: train, valid, test or all")
    parser.add_argument("--confidence", type=int, help="the confidence threshold on show at first, integer percent")
    thresholds = 'thresholds that go in: "loaded" (the default), "all", or percents such as 20,40,60'
    parser.add_argument("--thresholds", default="loaded", type=_thresholds, help=thresholds)
    thumbnails = 'pictures that go in: a number (default: %(default)s) or "all"'
    parser.add_argument("--thumbnails", default=1000, type=_thumbnails, metavar="N", help=thumbnails)
    parser.set_defaults(run=_export)


def _thresholds(text: str) -> str | list[int]:
    return text if text in ("loaded", "all") else [int(percent) for percent in text.split(",")]


def _thumbnails(text: str) -> str | int:
    return text if text == "all" else int(text)


def _export(arguments: argparse.Namespace) -> None:
    from .lens import Lens

    # Nothing is sent ahead to a browser that there is not.
    lens = Lens(
        open_evaluation(arguments.source), arguments.split, arguments.confidence, thumbnail_budget=0, export_budget=0
    )
    path = lens.to_html(arguments.out, thresholds=arguments.thresholds, thumbnails=arguments.thumbnails)
    print(f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB): open it in a browser, or send it to someone.")


def _demo(_arguments: argparse.Namespace) -> None:
    _print_summary(open_evaluation("demo"))
    print("\nSee it in a notebook:\n\n  import evallens\n  evallens.Lens(evallens.demo())")


def _info(arguments: argparse.Namespace) -> None:
    evaluation = open_evaluation(arguments.source)
    if arguments.json:
        print(json.dumps(evaluation.summary, ensure_ascii=False))
    else:
        _print_summary(evaluation)


def _print_summary(evaluation: Evaluation) -> None:
    splits = ", ".join(f"{name} {size}" for name, size in evaluation.splits.items())
    print(f"{evaluation.title}: {evaluation.task}, {len(evaluation.classes)} classes")
    print(f"images:      {len(evaluation.columns.images)} ({splits})")
    print(f"thresholds:  {_ranges(evaluation.thresholds)}")
    for notice in evaluation.header.notices:
        print(f"note:        {notice}")


def _ranges(thresholds: Sequence[int]) -> str:
    if not thresholds:
        return "none: the predictions carry no confidence"
    if len(thresholds) == thresholds[-1] - thresholds[0] + 1 > 1:
        return f"{thresholds[0]} % to {thresholds[-1]} %"
    return ", ".join(f"{threshold} %" for threshold in thresholds)


def _serve(arguments: argparse.Namespace) -> None:
    from .server import serve

    evaluations = [open_evaluation(source) for source in arguments.sources]
    with serve(*evaluations, host=arguments.host, port=arguments.port, api_key=arguments.api_key) as server:
        print(f"Serving {len(evaluations)} evaluation(s) at {server.url}/{server.workspace}/model-evals", flush=True)
        server.wait()
