"""The commands about two models: ``evallens compare`` and ``evallens check``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import cast

from ..archive import is_file
from ..comparison import CheckResult, compare
from ..comparison import check as checked
from ..comparison.gate.junit import junit, junit_of_error
from ..comparison.gate.markdown import markdown, markdown_of_error
from ..comparison.overview import overview
from ..errors import EvalLensError
from ..exchange import write_text
from . import pages
from .commands import open_sources
from .saying import say, say_json


def compare_models(arguments: argparse.Namespace) -> None:
    """``evallens compare``: which of two models is better, and for which classes."""
    baseline, model = open_sources([arguments.baseline, arguments.model], arguments)
    names = arguments.names or _called(arguments.baseline, arguments.model, ("v1", "v2"))
    two = compare(baseline, model, names)
    percents = _percents(arguments.confidence)
    found = overview(two, arguments.split, percents)
    if arguments.json:
        say_json(found.as_dict())
    else:
        say(str(found))
    if arguments.out is None:
        return
    if pages.is_page(arguments.out):
        pages.say_written(pages.write_page(two, arguments.out, arguments.split, percents))
    else:
        two.save(arguments.out)
        say(f"Wrote {arguments.out}. Open it in a notebook: evallens.Lens(evallens.open({arguments.out!r}))")


def check(arguments: argparse.Namespace) -> int:
    """``evallens check``: may the new model ship? Returns the exit code.

    What a CI service reads is written whatever happens: an old file would tell of another run.
    """
    started = time.monotonic()
    try:
        result = _checked(arguments)
    except EvalLensError as error:
        seconds = time.monotonic() - started
        _write(arguments, junit_of_error(str(error), seconds), markdown_of_error(str(error)))
        raise
    seconds = time.monotonic() - started
    _write(arguments, junit(result, seconds), markdown(result, arguments.link or arguments.out))
    if arguments.json:
        say_json(result.as_dict())
    else:
        say(str(result))
    if arguments.out is not None:
        page = pages.write_page(result.evaluation, arguments.out, arguments.split, _percents(arguments.confidence))
        say(f"report: {arguments.link or page}", error=arguments.json)
    return result.exit_code


def _checked(arguments: argparse.Namespace) -> CheckResult:
    old = arguments.baseline
    new, *before = open_sources([arguments.new, *([] if old is None else [old])], arguments)
    return checked(
        new,
        *before,
        rules=arguments.rules,
        split=arguments.split,
        confidence=_percents(arguments.confidence),
        accept=arguments.accept,
        names=("baseline", "new") if old is None else _called(old, arguments.new, ("baseline", "new")),
    )


def _write(arguments: argparse.Namespace, xml: str, table: str) -> None:
    for path, text in ((arguments.junit, xml), (arguments.markdown, table)):
        if path is not None:
            write_text(text, path)


def _percents(given: list[int] | None) -> int | tuple[int, int] | None:
    """One threshold, or the baseline's and the model's."""
    if given is None or len(given) == 1:
        return None if given is None else given[0]
    return cast("tuple[int, int]", tuple(given))  # Any other number of them is refused in words.


def _called(baseline: str, model: str, otherwise: tuple[str, str]) -> tuple[str, str]:
    """What two sources are called: the files without their folders and endings, unless they are called alike."""
    first, second = (Path(source).stem if is_file(source) else source for source in (baseline, model))
    return (first, second) if first != second else otherwise
