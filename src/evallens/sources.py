"""What a SOURCE means: the demo, a saved file, or an evaluation of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable
from inspect import signature
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from .arguments import hidden
from .errors import InputError
from .evaluation import Evaluation

_REMOTE = re.compile(r"(?P<workspace>[^/\\]+)/(?P<evaluation>[^/\\]+)")


def open_evaluation(source: str | PathLike[str], **options: Any) -> Evaluation:
    """Open an evaluation: ``"demo"``, a ``.evallens`` file, or ``"workspace/evalId"``.

    Args:
        source: What to open. A file wins where a path of that name exists.
        **options: For a workspace's evaluation: ``api_key``, ``api_url``, ``images``, ``cache``,
            ``progress``, ``timeout``, ``client``. The demo and files take none.

    Raises InputError for a source that is none of these and for an option that it does not take,
    ServiceError when the service fails.

    >>> ev = open_evaluation("demo")
    """
    if "api_key" in options:
        options["api_key"] = hidden(options["api_key"])
    if not isinstance(source, str | PathLike):
        raise InputError(f"evallens.open takes 'demo', a .evallens file or workspace/evalId, not {source!r}.")
    name = fspath(source)
    if name == "demo":
        from .sample import load as load_demo

        _check_options("The demo", options, ())
        return load_demo()
    if Path(name).is_file() or name.endswith(".evallens"):
        from .store import load

        _check_options(f"The file {name!r}", options, ())
        return load(name)
    if Path(f"{name}.evallens").is_file():
        raise InputError(f"Cannot open {name!r}. Did you mean '{name}.evallens'?")
    if Path(name).is_dir():
        raise InputError(f"Cannot open {name!r}: it is a folder, not a .evallens file.")
    remote = _REMOTE.fullmatch(name)
    if remote is None:
        raise InputError(f"Cannot open {name!r}: it is neither 'demo', nor a .evallens file, nor workspace/evalId.")
    from .rest import open_evaluation as open_remote

    _check_options(f"The evaluation {name!r}", options, signature(open_remote).parameters)
    return open_remote(remote["workspace"], remote["evaluation"], **options)


def is_of_workspace(source: str) -> bool:
    """Would ``source`` be read from a workspace, by its name: neither the demo nor a file?"""
    return not Path(source).is_file() and not source.endswith(".evallens") and bool(_REMOTE.fullmatch(source))


def _check_options(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise InputError for the first option that this kind of source does not take."""
    taken = [name for name in known if name not in ("workspace", "eval_id")]
    for name in given:
        if name not in taken:
            options = f"takes {', '.join(f'{one}=' for one in taken)}" if taken else "takes no options"
            raise InputError(f"{what} has no option {name!r}: it {options}.")
