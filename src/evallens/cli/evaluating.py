"""``evallens evaluate``: ground truth and predictions to one .evallens file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, get_args

from ..errors import InputError
from ..evaluation.columns.header import Task
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
    parser.add_argument("--classes", nargs="+", metavar="NAME", help="class names in the order of the matrix")
    splits = 'split of the images: one word for all, or a JSON file {"IMAGE": "train"} or in the order of the truth'
    parser.add_argument("--splits", metavar="SPLIT|FILE", help=f"{splits} (default: test)")
    vectors = 'a place or a vector for each image: a .npy file (N, D), or JSON {"IMAGE": [x, y]}; "none": no map'
    parser.add_argument("--embeddings", metavar="FILE", help=f"{vectors} (default: computed from the pictures)")
    parser.add_argument("--task", choices=get_args(Task), help="the task, where the input leaves it open")
    parser.add_argument("--title", help="what the evaluation is called")


def _run(arguments: argparse.Namespace) -> None:
    from ..local import evaluate

    evaluation = evaluate(
        arguments.truth,
        arguments.predictions,
        images=arguments.images,
        splits=_splits(arguments.splits),
        iou=arguments.iou,
        matching=arguments.matching,
        embeddings=_embeddings(arguments.embeddings),
        classes=arguments.classes,
        task=arguments.task,
        title=arguments.title,
    )
    evaluation.save(arguments.out)
    print_summary(evaluation)
    print(f"Wrote {arguments.out}. Open it in a notebook: evallens.Lens(evallens.open({arguments.out!r}))")


def _splits(given: str | None) -> Any:
    return _json(Path(given)) if given is not None and Path(given).is_file() else given


def _embeddings(given: str | None) -> Any:
    if given is None or given == "none":
        return None if given is None else False
    path = Path(given)
    if path.suffix != ".npy":
        return _json(path)
    import numpy as np

    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"{path}: is no .npy file of numbers ({error})") from None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not JSON ({error})") from None
