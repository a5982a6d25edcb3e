"""What the command line takes: the commands, their arguments and their help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, get_args

from ..evaluation.columns.header import Task
from . import commands

_SOURCE = (
    'an evaluation: "demo", "demo-v2", a .evallens file, workspace/evalId, or workspace/project/version (its newest)'
)

_EXAMPLES = """\
examples:
  evallens demo
  evallens show run-7.evallens
  evallens export run-7.evallens --out report.html"""


def parser() -> argparse.ArgumentParser:
    """The parser; what it returns holds, as ``run``, the function that carries the command out."""
    whole = argparse.ArgumentParser(
        prog="evallens",
        description="See where a vision model goes wrong, and on which images.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"evallens {version('evallens')}")
    subparsers = whole.add_subparsers(required=True, metavar="COMMAND")
    for add in (_demo, _show, _info, _list, _serve, _evaluate, _export, _cache):
        add(subparsers)
    return whole


def _demo(subparsers: Any) -> None:
    summary = "show the embedded demo in a browser"
    demo = _command(subparsers, "demo", summary, "evallens demo", commands.demo)
    demo.add_argument("--out", metavar="FILE", help="where to write the page (default: a temporary folder)")
    demo.add_argument("--no-browser", action="store_true", help="only write the page and say where it is")


def _show(subparsers: Any) -> None:
    example = "evallens show run-7.evallens\n  evallens show my-workspace/kXhJ2 --split valid --no-browser"
    show = _command(subparsers, "show", "show an evaluation in a browser, with no notebook", example, commands.show)
    _add_source(show)
    _add_page_options(show)
    show.add_argument("--no-browser", action="store_true", help="only write the page and say where it is")


def _info(subparsers: Any) -> None:
    info = _command(subparsers, "info", "say what an evaluation holds", "evallens info demo --json", commands.info)
    _add_source(info)
    info.add_argument("--json", action="store_true", help="print one JSON object")


def _list(subparsers: Any) -> None:
    example = "evallens list my-workspace --project rims --status done"
    summary = "list the evaluations of a workspace, newest first"
    listing = _command(subparsers, "list", summary, example, commands.list_evaluations)
    workspace = "the workspace as it stands in addresses (default: RF_WORKSPACE, or that of the Roboflow CLI)"
    listing.add_argument("workspace", metavar="WORKSPACE", nargs="?", help=workspace)
    listing.add_argument("--project", help="those of one project")
    listing.add_argument("--version", help="those of one version of the dataset")
    listing.add_argument("--status", choices=("running", "done", "failed"), help="those that are so far")
    listing.add_argument("--json", action="store_true", help="print one JSON object a line")
    _add_api_url(listing)


def _serve(subparsers: Any) -> None:
    example = "evallens serve demo run-7.evallens --port 8123"
    serve = _command(subparsers, "serve", "serve evaluations over the REST contract", example, commands.serve)
    several = f"{_SOURCE}; WORKSPACE=SOURCE serves it in a workspace of its own"
    serve.add_argument("sources", metavar="SOURCE", nargs="+", help=several)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    serve.add_argument("--workspace", default="local", help="workspace in the addresses (default: %(default)s)")
    keys = "key that clients must send, required beyond this machine (default: the variable EVALLENS_API_KEY)"
    serve.add_argument("--api-key", help=keys)
    _add_source_options(serve)


def _evaluate(subparsers: Any) -> None:
    inputs = "evallens evaluate --truth truth.json --predictions results.json --images images/"
    example = f"{inputs} --out run-7.evallens\n  {inputs} --out report.html"
    evaluate = _command(subparsers, "evaluate", "evaluate your own predictions", example, commands.evaluate)
    kinds = "COCO JSON, a folder of YOLO or Pascal VOC files, a table, or a folder of mask pictures"
    evaluate.add_argument("--truth", required=True, metavar="PATH", help=f"the ground truth: {kinds}")
    evaluate.add_argument("--predictions", metavar="PATH", help="the predictions, in one of the same forms")
    evaluate.add_argument("--images", metavar="FOLDER", help="the pictures, to be shown")
    evaluate.add_argument(
        "--out", required=True, metavar="FILE", help="what to write: a .evallens file, or a report as .html"
    )
    evaluate.add_argument("--iou", type=float, default=0.5, help="overlap a pair has to pass (default: %(default)s)")
    rules = '"iou" as supervision matches, "score" as FiftyOne does, "coco" as pycocotools (default: %(default)s)'
    evaluate.add_argument("--matching", default="iou", help=rules)
    evaluate.add_argument("--classes", nargs="+", metavar="NAME", help="class names in the order of the matrix")
    splits = (
        'split of the images: one word for all, WORD=SPLIT for a word of the input, or a JSON file {"IMAGE": "train"}'
    )
    evaluate.add_argument("--splits", metavar="SPLIT|FILE", help=f"{splits} (default: test)")
    vectors = 'a place or a vector for each image: a .npy file (N, D), or JSON {"IMAGE": [x, y]}; "none": no map'
    evaluate.add_argument("--embeddings", metavar="FILE", help=f"{vectors} (default: computed from the pictures)")
    evaluate.add_argument("--task", choices=get_args(Task), help="the task, where the input leaves it open")
    evaluate.add_argument("--title", help="what the evaluation is called")
    _add_answers(evaluate)


def _add_answers(evaluate: argparse.ArgumentParser) -> None:
    """Declare what a message about the input asks for; the words are those of ``evallens.evaluate``."""
    answers = evaluate.add_argument_group("where the input leaves it open")
    answers.add_argument("--format", metavar="NAME", help="what the input is: coco, yolo, yolo-pose, voc, table, ...")
    forms = "how four numbers of a box are meant: xyxy, xywh or cxcywh, for both sides or each"
    answers.add_argument("--box", nargs="+", metavar="FORM", help=forms)
    answers.add_argument("--match", metavar="id|name", help="how the predictions call images")
    ids = 'how category ids count the classes: "from 0", "from 1" or coco91'
    answers.add_argument("--category-ids", metavar="HOW", help=ids)
    answers.add_argument("--values", nargs="+", metavar="VALUE=NAME", help="what pixel values of masks mean: 255=crack")
    ignored = 'pixel values of the truth that are not judged, or "none" (default: 255, unless it is a class)'
    answers.add_argument("--ignore", nargs="+", default=["auto"], metavar="VALUE", help=ignored)
    difficult = "keep or ignore objects that Pascal VOC calls difficult (default: %(default)s)"
    answers.add_argument("--difficult", default="keep", metavar="keep|ignore", help=difficult)
    upright = "show pictures as they are stored, whatever their EXIF orientation says"
    answers.add_argument("--no-exif", dest="exif", action="store_false", help=upright)
    doubt = '"raise": every notice is an error; "tell": none of what was left out is'
    answers.add_argument("--on-doubt", metavar="raise|tell", help=doubt)


def _export(subparsers: Any) -> None:
    example = "evallens export demo --out report.html --split test --confidence 50"
    summary = "write an evaluation to one HTML file that works offline"
    export = _command(subparsers, "export", summary, example, commands.export)
    _add_source(export)
    export.add_argument("--out", required=True, metavar="FILE", help="the HTML file to write")
    _add_page_options(export)


def _add_page_options(command: argparse.ArgumentParser) -> None:
    """Declare what is in a page, and what it opens with."""
    command.add_argument("--split", help="the split on show at first: train, valid, test or all")
    command.add_argument("--confidence", type=int, help="the confidence threshold on show at first, integer percent")
    thresholds = 'thresholds that go in: "loaded" (the default), "all", or percents such as 20,40,60'
    command.add_argument("--thresholds", default="loaded", type=_thresholds, help=thresholds)
    thumbnails = 'pictures that go in: a number (default: %(default)s) or "all"'
    command.add_argument("--thumbnails", default=1000, type=_thumbnails, metavar="N", help=thumbnails)


def _cache(subparsers: Any) -> None:
    summary = "say where the reports and pictures of services are kept on disk, and how much they take"
    cache = _command(subparsers, "cache", summary, "evallens cache --clear", commands.cache)
    cache.add_argument("--clear", action="store_true", help="forget all of them")


def _command(
    subparsers: Any, name: str, summary: str, example: str, run: Callable[[argparse.Namespace], None]
) -> argparse.ArgumentParser:
    """Declare one command with its help and an example."""
    declared: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example{'s' * (chr(10) in example)}:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    declared.set_defaults(run=run)
    return declared


def _add_source(command: argparse.ArgumentParser) -> None:
    """Declare the argument SOURCE and the options of one that is a workspace's."""
    command.add_argument("source", metavar="SOURCE", help=_SOURCE)
    _add_source_options(command)


def _add_source_options(command: argparse.ArgumentParser) -> None:
    """Declare how an evaluation of a workspace is read."""
    options = command.add_argument_group(
        "for workspace/evalId, whose key is ROBOFLOW_API_KEY or that of the Roboflow CLI"
    )
    _add_api_url(options)
    options.add_argument("--images", metavar="FOLDER", help="the pictures (default: the service's)")
    options.add_argument(
        "--cache", metavar="FOLDER", help="where reports and pictures are kept (default: a folder of the user's)"
    )
    seconds = "seconds for one answer of the service, retries included (default: 180)"
    options.add_argument("--timeout", type=float, metavar="SECONDS", help=seconds)
    options.add_argument(
        "--wait", action="store_const", const=True, help="wait for an evaluation that is still running"
    )
    options.add_argument("--no-cache", action="store_const", const=False, dest="cache", help="keep none on disk")


def _add_api_url(command: Any) -> None:
    command.add_argument(
        "--api-url", metavar="URL", help="another host than Roboflow's, such as that of evallens serve"
    )


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
