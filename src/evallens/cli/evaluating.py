"""``evallens evaluate``: ground truth and predictions to one .evallens file."""

from __future__ import annotations

import argparse
from typing import Any

from .command import command
from .info import print_summary


def add(commands: Any) -> None:
    """Declare the command."""
    example = "evallens evaluate --truth truth.json --predictions results.json --images images/ --out run-7.evallens"
    parser = command(commands, "evaluate", "evaluate your own predictions", example, _run)
    kinds = "COCO JSON, a folder of YOLO or Pascal VOC files, a table, or a folder of mask pictures"
    parser.add_argument("--truth", required=True, metavar="PATH", help=f"the ground truth: {kinds}")
    parser.add_argument("--predictions", metavar="PATH", help="the predictions, in one of the same forms")
    parser.add_argument("--images", metavar="FOLDER", help="the pictures, to be shown")
    parser.add_argument("--out", required=True, metavar="FILE", help="the .evallens file to write")
    parser.add_argument("--iou", type=float, default=0.5, help="overlap a pair has to pass (default: %(default)s)")
    rules = '"iou" as supervision matches, "score" as FiftyOne does (default: %(default)s)'
    parser.add_argument("--matching", default="iou", help=rules)
    parser.add_argument("--title", help="what the evaluation is called")


def _run(arguments: argparse.Namespace) -> None:
    from ..local import evaluate

    evaluation = evaluate(
        arguments.truth,
        arguments.predictions,
        images=arguments.images,
        iou=arguments.iou,
        matching=arguments.matching,
        title=arguments.title,
    )
    evaluation.save(arguments.out)
    print_summary(evaluation)
    print(f"Wrote {arguments.out}. Open it in a notebook: evallens.Lens(evallens.open({arguments.out!r}))")
