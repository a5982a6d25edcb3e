"""What a SOURCE means: the demo, a saved file, or an evaluation of a workspace."""

from __future__ import annotations

import re
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from .errors import InputError
from .evaluation import Evaluation

_REMOTE = re.compile(r"(?P<workspace>[^/\\]+)/(?P<evaluation>[^/\\]+)")


def open_evaluation(source: str | PathLike[str], **options: Any) -> Evaluation:
    """Open an evaluation: ``"demo"``, a ``.evallens`` file, or ``"workspace/evalId"``.

    Args:
        source: What to open. A file wins where a path of that name exists.
        **options: For a workspace's evaluation: ``api_key``, ``api_url``, ``images``, ``cache``.

    Raises InputError for a source that is none of these, ServiceError when the service fails.

    >>> ev = open_evaluation("demo")
    """
    if not isinstance(source, str | PathLike):
        raise InputError(f"evallens.open takes 'demo', a .evallens file or workspace/evalId, not {source!r}.")
    name = fspath(source)
    if name == "demo":
        from .sample import load as load_demo

        return load_demo()
    if Path(name).is_file() or name.endswith(".evallens"):
        from .store import load

        return load(name)
    if Path(f"{name}.evallens").is_file():
        raise InputError(f"Cannot open {name!r}. Did you mean '{name}.evallens'?")
    remote = _REMOTE.fullmatch(name)
    if remote is None:
        raise InputError(f"Cannot open {name!r}: it is neither 'demo', nor a .evallens file, nor workspace/evalId.")
    from .rest import open_evaluation as open_remote

    return open_remote(remote["workspace"], remote["evaluation"], **options)
