"""What the command line takes: the commands, their arguments and their help."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from typing import Any, get_args

from ..comparison.gate.result import CANNOT_TELL
from ..evaluation.columns.header import Task
from . import commands, two
from .declaring import SOURCE, add_api_url, add_source, add_source_options, command

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
    for add in (_demo, _show, _info, _list, _serve, _evaluate, _compare, _check, _export, _cache):
        add(subparsers)
    return whole


def _demo(subparsers: Any) -> None:
    summary = "show the embedded demo in a browser"
    demo = command(subparsers, "demo", summary, "evallens demo", commands.demo)
    demo.add_argument("--out", metavar="FILE", help="where to write the page (default: a temporary folder)")
    demo.add_argument("--no-browser", action="store_true", help="only write the page and say where it is")


def _show(subparsers: Any) -> None:
    example = "evallens show run-7.evallens\n  evallens show my-workspace/kXhJ2 --split valid --no-browser"
    show = command(subparsers, "show", "show an evaluation in a browser, with no notebook", example, commands.show)
    add_source(show)
    _add_page_options(show)
    show.add_argument("--no-browser", action="store_true", help="only write the page and say where it is")


def _info(subparsers: Any) -> None:
    info = command(subparsers, "info", "say what an evaluation holds", "evallens info demo --json", commands.info)
    add_source(info)
    info.add_argument("--json", action="store_true", help="print one JSON object")


def _list(subparsers: Any) -> None:
    example = "evallens list my-workspace --project rims --status done"
    summary = "list the evaluations of a workspace, newest first"
    listing = command(subparsers, "list", summary, example, commands.list_evaluations)
    workspace = "the workspace as it stands in addresses (default: RF_WORKSPACE, or that of the Roboflow CLI)"
    listing.add_argument("workspace", metavar="WORKSPACE", nargs="?", help=workspace)
    listing.add_argument("--project", help="those of one project")
    listing.add_argument("--version", help="those of one version of the dataset")
    listing.add_argument("--status", choices=("running", "done", "failed"), help="those that are so far")
    listing.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_api_url(listing)


def _serve(subparsers: Any) -> None:
    example = "evallens serve demo run-7.evallens --port 8123"
    serve = command(subparsers, "serve", "serve evaluations over the REST contract", example, commands.serve)
    several = f"{SOURCE}; WORKSPACE=SOURCE serves it in a workspace of its own"
    serve.add_argument("sources", metavar="SOURCE", nargs="+", help=several)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    serve.add_argument("--workspace", default="local", help="workspace in the addresses (default: %(default)s)")
    keys = "key that clients must send, required beyond this machine (default: the variable EVALLENS_API_KEY)"
    serve.add_argument("--api-key", help=keys)
    add_source_options(serve)


def _evaluate(subparsers: Any) -> None:
    inputs = "evallens evaluate --truth truth.json --predictions results.json --images images/"
    example = (
        f"{inputs} --out run-7.evallens\n  {inputs} --out report.html\n"
        "  evallens evaluate --truth 'truth/*.parquet' --predictions 'predictions/*.parquet' --out run --workers 8"
    )
    evaluate = command(subparsers, "evaluate", "evaluate your own predictions", example, commands.evaluate)
    kinds = "COCO JSON, a folder of YOLO or Pascal VOC files, a table, or a folder of mask pictures"
    evaluate.add_argument("--truth", required=True, metavar="PATH", help=f"the ground truth: {kinds}")
    evaluate.add_argument("--predictions", metavar="PATH", help="the predictions, in one of the same forms")
    evaluate.add_argument("--images", metavar="FOLDER", help="the pictures, to be shown")
    evaluate.add_argument(
        "--out",
        required=True,
        metavar="FILE",
        help="what to write: a .evallens file, a report as .html, or, without an ending, a folder of tables",
    )
    processes = "how many processes match files of Parquet for a folder of tables (default: one for each processor)"
    evaluate.add_argument("--workers", type=int, metavar="N", help=processes)
    evaluate.add_argument("--overwrite", action="store_true", help="replace a folder of tables that is there already")
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


def _compare(subparsers: Any) -> None:
    example = "evallens compare run-7.evallens run-8.evallens\n  evallens compare demo demo-v2 --out report.html"
    summary = "compare two models on the same images: which is better, and for which classes"
    compare = command(subparsers, "compare", summary, example, two.compare_models)
    compare.add_argument("baseline", metavar="A", help=f"the model before, {SOURCE}")
    compare.add_argument("model", metavar="B", help="the model after it, from anywhere as well")
    compare.add_argument("--names", nargs=2, metavar="NAME", help="what they are called (default: as their files)")
    _add_where(compare)
    compare.add_argument("--json", action="store_true", help="print one JSON object")
    compare.add_argument("--out", metavar="FILE", help="what to write: a report as .html, or a .evallens file of both")
    add_source_options(compare)


def _check(subparsers: Any) -> None:
    example = "evallens check run-8.evallens --baseline run-7.evallens --rules check.toml --junit check.xml"
    summary = "check a model against rules: exits with 0 passed, 1 failed, 2 cannot tell"
    check = command(subparsers, "check", summary, example, two.check)
    check.set_defaults(on_error=CANNOT_TELL)
    check.add_argument("new", metavar="NEW", help=SOURCE)
    check.add_argument("--baseline", metavar="OLD", help="the model before, for rules with max_drop")
    rules = "TOML with [[rule]] tables of metric, class, slice, min, max_drop and significant"
    check.add_argument("--rules", metavar="FILE", required=True, help=rules)
    _add_where(check)
    accepted = "doubts that are right as they are, by the codes that their messages end with"
    check.add_argument("--accept", nargs="+", default=[], metavar="CODE", help=accepted)
    check.add_argument("--junit", metavar="FILE", help="write JUnit XML, which CI services show as tests")
    check.add_argument("--markdown", metavar="FILE", help="write a table to be posted on a change")
    check.add_argument("--out", metavar="FILE", help="write a report as .html, with the images behind each number")
    check.add_argument("--link", metavar="URL", help="where the report will be, to be linked (default: FILE of --out)")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    add_source_options(check)


def _add_where(command: argparse.ArgumentParser) -> None:
    """Declare what is counted over."""
    command.add_argument("--split", help="the split: train, valid, test or all (default: test, else valid, else train)")
    percents = "the confidence threshold of both, integer percent, or one each: of the model before, and of the other"
    command.add_argument("--confidence", type=int, nargs="+", metavar="N", help=percents)


def _export(subparsers: Any) -> None:
    example = "evallens export demo --out report.html --split test --confidence 50"
    summary = "write an evaluation to one HTML file that works offline"
    export = command(subparsers, "export", summary, example, commands.export)
    add_source(export)
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
    cache = command(subparsers, "cache", summary, "evallens cache --clear", commands.cache)
    cache.add_argument("--clear", action="store_true", help="forget all of them")


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
