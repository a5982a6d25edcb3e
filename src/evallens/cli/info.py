"""``evallens info``: say what an evaluation holds."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from ..evaluation import Evaluation
from ..evaluation.metrics import counts
from .command import add_source, command, opened


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "info", "say what an evaluation holds", "evallens info demo --json", _run)
    add_source(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _run(arguments: argparse.Namespace) -> None:
    (evaluation,) = opened([arguments.source], arguments)
    if arguments.json:
        print(json.dumps(evaluation.summary, ensure_ascii=False))
    else:
        print_summary(evaluation)


def print_summary(evaluation: Evaluation) -> None:
    """Print what an evaluation holds, in words."""
    named = len(evaluation.classes) - (evaluation.header.background is not None)
    splits = ", ".join(f"{name} {size}" for name, size in evaluation.splits.items())
    print(f"{evaluation.title}: {evaluation.task}, {named} classes")
    print(f"images:      {len(evaluation.columns.images)} ({splits})")
    print(f"thresholds:  {_ranges(evaluation.thresholds)}")
    print(f"result:      {_result(evaluation)}")
    for notice in evaluation.notices:
        print(f"note:        {notice}")


def _result(evaluation: Evaluation) -> str:
    shown = evaluation.confusion_matrix()
    total = counts.of_matrix(shown.matrix, evaluation.header)
    rates = f"precision {total.precision:.3f}, recall {total.recall:.3f}, F1 {total.f1:.3f}"
    return (
        f"{rates} ({shown.split} at {shown.confidence} %)" if evaluation.header.scored else f"{rates} ({shown.split})"
    )


def _ranges(thresholds: Sequence[int]) -> str:
    if not thresholds:
        return "none: the predictions carry no confidence"
    if len(thresholds) == thresholds[-1] - thresholds[0] + 1 > 1:
        return f"{thresholds[0]} % to {thresholds[-1]} %"
    return ", ".join(f"{threshold} %" for threshold in thresholds)
