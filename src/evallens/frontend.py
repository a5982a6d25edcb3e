"""The front end as js/build.mjs leaves it in static/: what a notebook carries, and what a page unpacks."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import BuildError

_STATIC = Path(__file__).parent / "static"
_END = "// end of evallens"
"""How every file of the build ends."""


def widget() -> str | Path:
    """The module that a notebook carries, which unpacks itself.

    With ``EVALLENS_DEV=1`` in the environment the file of the plain module, which anywidget watches. Raises
    BuildError when this installation lacks the front end or holds only a part of it.
    """
    if os.environ.get("EVALLENS_DEV") == "1":
        return _whole("widget.unpacked.js")
    return _whole("widget.js").read_text(encoding="utf-8")


def module() -> str:
    """The same as a plain module, for a page that unpacks by itself; raises BuildError as ``widget``."""
    return _whole("widget.unpacked.js").read_text(encoding="utf-8")


def page_script() -> str:
    """The script of a page that holds a saved Lens; raises BuildError as ``widget``."""
    return _whole("page.js").read_text(encoding="utf-8")


def beside_script() -> str:
    """The script of what a notebook keeps beside the widget; raises BuildError as ``widget``."""
    return _whole("beside.js").read_text(encoding="utf-8")


def _whole(name: str) -> Path:
    path = _STATIC / name
    if not path.is_file():
        raise BuildError(f"The front end of EvalLens is missing from this installation (static/{name}). {_REMEDY}")
    if not path.read_text(encoding="utf-8").rstrip().endswith(_END):
        raise BuildError(f"The front end of EvalLens is cut short in this installation (static/{name}). {_REMEDY}")
    return path


_REMEDY = "In a checkout, build it with: make build. Otherwise reinstall evallens."
