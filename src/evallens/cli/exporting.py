"""``evallens export``: one HTML file that works without a kernel and without a network."""

from __future__ import annotations

import argparse
from typing import Any

from .command import add_source, command, opened


def add(commands: Any) -> None:
    """Declare the command."""
    example = "evallens export demo --out report.html --split test --confidence 50"
    parser = command(commands, "export", "write an evaluation to one HTML file that works offline", example, _run)
    add_source(parser)
    parser.add_argument("--out", required=True, metavar="FILE", help="the HTML file to write")
    parser.add_argument("--split", help="the split on show at first: train, valid, test or all")
    parser.add_argument("--confidence", type=int, help="the confidence threshold on show at first, integer percent")
    thresholds = 'thresholds that go in: "loaded" (the default), "all", or percents such as 20,40,60'
    parser.add_argument("--thresholds", default="loaded", type=_thresholds, help=thresholds)
    thumbnails = 'pictures that go in: a number (default: %(default)s) or "all"'
    parser.add_argument("--thumbnails", default=1000, type=_thumbnails, metavar="N", help=thumbnails)


def _thresholds(text: str) -> str | list[int]:
    if text in ("loaded", "all"):
        return text
    return [_number(percent, '"loaded", "all", or integer percents such as 20,40,60') for percent in text.split(",")]


def _thumbnails(text: str) -> str | int:
    return text if text == "all" else _number(text, 'a number of images, or "all"')


def _number(text: str, wanted: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not what it takes: {wanted}") from None


def _run(arguments: argparse.Namespace) -> None:
    from ..lens import Lens

    (evaluation,) = opened([arguments.source], arguments)
    # Nothing is sent ahead to a browser that there is not.
    lens = Lens(evaluation, arguments.split, arguments.confidence, thumbnail_budget=0, export_budget=0)
    path = lens.to_html(arguments.out, thresholds=arguments.thresholds, thumbnails=arguments.thumbnails)
    print(f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB): open it in a browser, or send it to someone.")
