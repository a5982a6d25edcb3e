"""What the commands do, each with the arguments that its parser returned."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..archive import is_file
from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation.metrics import counts
from ..sources import is_of_workspace, open_evaluation
from ..text import counted
from . import pages
from .saying import say, say_json


def demo(arguments: argparse.Namespace) -> None:
    """``evallens demo``: see the embedded demo in a browser, with no notebook and no network."""
    out = arguments.out or pages.temporary("demo.html")
    page = pages.write_page(open_evaluation("demo"), out, thresholds="all", thumbnails="all")
    say(f"The demo is at {page.absolute().as_uri()}")
    say("In a notebook:  import evallens; evallens.Lens(evallens.demo())")
    pages.open_page(page, is_wanted=not arguments.no_browser)


def show(arguments: argparse.Namespace) -> None:
    """``evallens show``: see an evaluation in a browser, with no notebook."""
    (evaluation,) = open_sources([arguments.source], arguments)
    page = pages.write_page(evaluation, pages.temporary("report.html"), **_of_page(arguments))
    say(f"{evaluation.title or 'The evaluation'} is at {page.absolute().as_uri()}")
    pages.open_page(page, is_wanted=not arguments.no_browser)


def info(arguments: argparse.Namespace) -> None:
    """``evallens info``: say what an evaluation holds."""
    (evaluation,) = open_sources([arguments.source], arguments)
    if arguments.json:
        say_json(evaluation.summary)
    else:
        _print_summary(evaluation)


def list_evaluations(arguments: argparse.Namespace) -> None:
    """``evallens list``: which evaluations a workspace has."""
    from ..rest import list_evaluations as listed

    entries = listed(
        arguments.workspace, arguments.project, arguments.version, arguments.status, api_url=arguments.api_url
    )
    for entry in entries:
        if arguments.json:
            say_json(entry._asdict())
            continue
        model = f"{entry.project or '?'}/{entry.version or '?'}"
        say(f"{entry.source}  {entry.status:8}{entry.created or '':26}{model}")
    if not entries and not arguments.json:
        say(f"No evaluations of that kind in {arguments.workspace or 'the default workspace'}.")


def serve(arguments: argparse.Namespace) -> None:
    """``evallens serve``: serve evaluations over the REST contract until interrupted."""
    from ..server import ServedEvaluation
    from ..server import serve as served

    named = [_workspace_and_source(source, arguments.workspace) for source in arguments.sources]
    evaluations = open_sources([source for _, source in named], arguments)
    given = [
        ServedEvaluation(evaluation=evaluation, workspace=workspace)
        for (workspace, _), evaluation in zip(named, evaluations, strict=True)
    ]
    # An argument can be read by every user of the machine, in the list of processes.
    key = os.environ.get("EVALLENS_API_KEY") if arguments.api_key is None else arguments.api_key
    with served(*given, host=arguments.host, port=arguments.port, api_key=key, access_log=True) as server:
        for one in server.evaluations:
            say(f"{one.data.title}: {server.url}/{one.workspace}/model-evals/{one.eval_id}")
            say(f'  evallens.open("{one.workspace}/{one.eval_id}", api_url="{server.url}")')
        server.wait()


def evaluate(arguments: argparse.Namespace) -> None:
    """``evallens evaluate``: ground truth and predictions to one .evallens file, a report, or a folder of tables."""
    from ..local import evaluate as evaluated

    is_folder = arguments.out.endswith(("/", os.sep)) or not Path(arguments.out).suffix
    folder = arguments.out if is_folder else None
    evaluation = evaluated(
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
        format=arguments.format,
        box=_one_or_pair(arguments.box),
        match=arguments.match,
        category_ids=arguments.category_ids,
        values=None if arguments.values is None else _pairs(arguments.values, "--values", "255=crack"),
        ignore=_ignored(arguments.ignore),
        difficult=arguments.difficult,
        exif=arguments.exif,
        on_doubt=arguments.on_doubt,
        out=folder,
        workers=arguments.workers,
        overwrite=arguments.overwrite,
    )
    if pages.is_page(arguments.out):
        page = pages.write_page(evaluation, arguments.out)
        _print_summary(evaluation)
        pages.say_written(page)
        return
    if folder is None:
        evaluation.save(arguments.out)
    _print_summary(evaluation)
    say(f"Wrote {arguments.out}. Open it in a notebook: evallens.Lens(evallens.open({arguments.out!r}))")


def export(arguments: argparse.Namespace) -> None:
    """``evallens export``: one HTML file that works without a kernel and without a network."""
    (evaluation,) = open_sources([arguments.source], arguments)
    pages.say_written(pages.write_page(evaluation, arguments.out, **_of_page(arguments)))


def cache(arguments: argparse.Namespace) -> None:
    """``evallens cache``: the reports and pictures of services that are kept on disk."""
    from ..rest import default_cache

    kept = default_cache()
    if arguments.clear:
        say(f"Freed {kept.clear() / 1e6:.1f} MB.")
    else:
        say(f"{kept.folder}: {kept.size / 1e6:.1f} MB")


def open_sources(sources: Sequence[str], arguments: argparse.Namespace) -> list[Evaluation]:
    """Open ``sources``; the options go to those of a workspace, and are refused where there is none."""
    given = {name: getattr(arguments, name) for name in ("api_url", "images", "cache", "timeout", "wait")}
    options = {name: value for name, value in given.items() if value is not None}
    takes = [is_of_workspace(source) for source in sources]
    return [
        open_evaluation(source, **(options if one or not any(takes) else {}))
        for source, one in zip(sources, takes, strict=True)
    ]


def _of_page(arguments: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(arguments, name) for name in ("split", "confidence", "thresholds", "thumbnails")}


def _workspace_and_source(source: str, workspace: str) -> tuple[str, str]:
    """``WORKSPACE=SOURCE`` puts one evaluation into a workspace of its own."""
    name, separator, own = source.partition("=")
    return (name, own) if separator and not is_file(source) else (workspace, source)


def _print_summary(evaluation: Evaluation) -> None:
    named = len(evaluation.classes) - (evaluation.header.background is not None)
    sizes = {**evaluation.splits, "no split": evaluation.unsplit}
    splits = ", ".join(f"{name} {size:,}" for name, size in sizes.items() if size)
    say(f"{evaluation.title}: {evaluation.task}, {counted(named, 'classes')}")
    if len(evaluation.models) > 1:
        say(f"models:      {', '.join(evaluation.models)}; shown is {evaluation.shown_model}")
    say(f"images:      {evaluation.image_count:,} ({splits})")
    say(f"thresholds:  {_ranges(evaluation.thresholds)}")
    say(f"result:      {_rates(evaluation)}")
    found = evaluation.summary
    if found.get("churn") is not None:
        churn, broken, fixed = (f"{100 * found[name]:.1f} %" for name in ("churn", "negative_flips", "positive_flips"))
        say(f"changed:     {churn} of the truths since {found['baseline']}: {broken} are wrong now, {fixed} right now")
    for notice in evaluation.notices:
        say(f"note:        {notice}")


def _rates(evaluation: Evaluation) -> str:
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


def _splits(given: str | None) -> Any:
    if given is not None and is_file(given):
        return _json(Path(given))
    return _pairs([given], "--splits", "restval=train") if given is not None and "=" in given else given


def _pairs(given: Sequence[str], option: str, example: str) -> dict[Any, str]:
    """``NAME=MEANING``, several of them, as a mapping."""
    found = [text.partition("=") for text in given]
    if not all(name and separator and meaning for name, separator, meaning in found):
        raise InputError(f"{option} takes pairs such as {example}, not {' '.join(given)!r}")
    return {name: meaning for name, _, meaning in found}


def _one_or_pair(given: Sequence[str] | None) -> Any:
    return given if given is None or len(given) > 1 else given[0]


def _ignored(given: Sequence[str]) -> Any:
    return given[0] if given == ["auto"] else None if given == ["none"] else given


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
