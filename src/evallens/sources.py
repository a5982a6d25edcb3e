"""What a SOURCE means: the demo, a saved file, a folder of tables, or an evaluation of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from inspect import signature
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import unquote

from .archive import is_file, is_folder, unfinished
from .errors import InputError
from .evaluation import Evaluation
from .text import hidden, without_key

_REMOTE = re.compile(r"(?P<workspace>[^/\\]+)/(?P<evaluation>[^/\\?#]+(/[^/\\?#]+)?)")
"""``workspace/evalId`` or ``workspace/project/version``."""
_IN_APP = re.compile(
    r"https://app\.roboflow\.com/(?P<workspace>[^/?#]+)/(?P<project>[^/?#]+)/evaluation/(?P<version>[^/?#]+)([/?#].*)?"
)

_DESCRIBED = "evallens.json"
"""The file of a folder of tables that says what is in it."""

_DEMOS: dict[str, Literal["v1", "v2"]] = {"demo": "v1", "demo-v2": "v2"}


class SdkEvaluation(Protocol):
    """A ``ModelEval`` of Roboflow's SDK."""

    id: str


def open_evaluation(source: str | PathLike[str] | SdkEvaluation | None = None, **options: Any) -> Evaluation:
    """Open an evaluation: ``"demo"``, ``"demo-v2"``, a ``.evallens`` file, a folder, one of a workspace, or tables.

    Args:
        source: What to open. A file or a folder wins where a path of that name exists. A folder is one that
            ``Evaluation.to_parquet`` wrote: its rows stay there, and DuckDB answers. Of a workspace:
            ``"workspace/evalId"``, ``"workspace/project/version"`` (the newest finished evaluation of a
            version), the address of an evaluation in Roboflow's app, or a ``ModelEval`` of Roboflow's SDK.
            None for tables.
        **options: For a workspace's evaluation: ``api_key``, ``api_url``, ``images``, ``cache``,
            ``progress``, ``timeout``, ``wait``, ``client``. For a folder: ``images``, its pictures. The demo and
            files take none. For tables, which are DuckDB relations, Polars, Spark, pandas or Arrow frames, or Ibis
            tables: ``outcomes``, ``images`` and maybe ``objects``, and ``classes``, ``background``, ``task``,
            ``title``, ``mixups``, ``confidence``, ``matching``, ``iou``, ``tb``; docs/scale.md lists their columns.

    Raises InputError for a source that is none of these and for an option that it does not take,
    ServiceError when the service fails.

    >>> ev = open_evaluation("demo")
    """
    if "api_key" in options:
        options["api_key"] = hidden(options["api_key"])
    if type(source).__name__ == "ModelEval":
        return _of_sdk(source, options)
    if source is None:
        return _of_tables(options)
    if not isinstance(source, str | PathLike):
        raise InputError(f"evallens.open takes 'demo', a .evallens file, a folder or workspace/evalId, not {source!r}.")
    name = fspath(source)
    if name in _DEMOS:
        from .sample import load as load_demo

        _check_options("The demo", options, ())
        return load_demo(_DEMOS[name])
    _check_part(name)
    if is_file(name) or name.endswith(".evallens"):
        from .store import load

        _check_options(f"The file {name!r}", options, ())
        found, file = load(name), str(Path(name).absolute())
        return replace(found, file=file, peers=tuple(replace(one, file=file) for one in found.peers))
    if is_file(f"{name}.evallens"):
        raise InputError(f"Cannot open {name!r}. Did you mean '{name}.evallens'?")
    if name and (is_folder(name) or unfinished(name)):
        from .tables.of_folder import open_folder

        _check_options(f"The folder {name!r}", options, signature(open_folder).parameters)
        return open_folder(name, **options)
    remote = _remote(name)
    if remote is None:
        raise InputError(
            f"Cannot open {without_key(name)!r}: it is neither 'demo', nor a .evallens file or a folder of tables, nor "
            "workspace/evalId or workspace/project/version."
        )
    return _open_remote(*remote, options)


def _check_part(name: str) -> None:
    """Raise InputError for a part of a folder of tables, and for a file of Parquet, saying what is opened instead."""
    path = Path(name)
    if path.suffix == ".evallens" or not (is_file(name) or is_folder(name)):
        return
    if not is_file(path / _DESCRIBED):
        for folder in (path.parent, path.parent.parent):
            if is_file(folder / _DESCRIBED) and (folder == path.parent or path.suffix == ".parquet"):
                raise InputError(f"{name!r} is a part of an evaluation in tables: open its folder, {str(folder)!r}.")
    if path.suffix == ".parquet" and is_file(name):
        raise InputError(
            f"{name!r} is a file of Parquet. Tables of outcomes are opened as evallens.open(outcomes=..., images=...), "
            "by way of duckdb.read_parquet(...); files of boxes are matched by evallens.evaluate(truth, predictions)."
        )


def _of_tables(options: dict[str, Any]) -> Evaluation:
    from .tables.opening import opened

    for name in ("outcomes", "images"):
        if options.get(name) is None:
            raise InputError(
                "evallens.open takes 'demo', a .evallens file, a folder or workspace/evalId; or tables, by name: "
                f"evallens.open(outcomes=..., images=...). Here {name} is missing."
            )
    _check_options("An evaluation in tables", options, signature(opened).parameters)
    return opened(**options)


def is_of_workspace(source: str) -> bool:
    """Would ``source`` be read from a workspace, by its name: neither the demo, nor a file, nor a folder?"""
    is_here = is_file(source) or is_folder(source) or source.endswith(".evallens")
    return not is_here and _remote(source) is not None


def _remote(name: str) -> tuple[str, str] | None:
    """Workspace and evaluation, or ``None`` for a name that has neither."""
    in_app = _IN_APP.fullmatch(name)
    if in_app is not None:
        workspace, project, version = map(unquote, in_app.group("workspace", "project", "version"))
        return workspace, f"{project}/{version}"
    remote = _REMOTE.fullmatch(name)
    return None if remote is None else (remote["workspace"], remote["evaluation"])


def _of_sdk(found: Any, options: dict[str, Any]) -> Evaluation:
    """A ``ModelEval`` knows its workspace and, unless another one is given, the key."""
    try:
        workspace, key = str(found._workspace_url), hidden(found._api_key)  # noqa: SLF001 - it has no other names
    except AttributeError:
        raise InputError("This ModelEval does not know its workspace; open 'workspace/evalId' instead.") from None
    return _open_remote(workspace, str(found.id), {"api_key": key} | options)


def _open_remote(workspace: str, evaluation: str, options: dict[str, Any]) -> Evaluation:
    from .rest import open_evaluation as open_remote

    _check_options(f"The evaluation '{workspace}/{evaluation}'", options, signature(open_remote).parameters)
    return open_remote(workspace, evaluation, **options)


def _check_options(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise InputError for the first option that this kind of source does not take."""
    taken = [name for name in known if name not in ("workspace", "eval_id", "path")]
    for name in given:
        if name not in taken:
            options = f"takes {', '.join(f'{one}=' for one in taken)}" if taken else "takes no options"
            raise InputError(f"{what} has no option {name!r}: it {options}.")
