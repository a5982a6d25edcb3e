"""How a Lens is displayed in a notebook: as one output, or as two where only that survives being reopened.

ipywidgets' renderer in JupyterLab and Notebook 7 says "model not found" when there is no widget any more, and never
tries another MIME type of the same output. So what the notebook keeps is an output of its own there, before the widget.
"""

from __future__ import annotations

import os
import sys
from types import FrameType
from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
_FORMATTER = "IPython.core.formatters"
_SHOWING = ("IPython.core.display_functions", "IPython.core.displayhook")


def takes_two_outputs() -> bool:
    """Is this shown, now, by a kernel whose notebooks need two outputs?

    Not in Colab and Databricks, where each output is a page of its own and would not hear of the other, and not in
    VS Code, which does fall back to text/html. Nor for who asks the formatter for a bundle without showing it, as
    ``Output.append_display_data`` does, or shows it under a ``display_id``.
    """
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None or getattr(shell, "kernel", None) is None:
        return False
    is_apart = "google.colab" in sys.modules or "DATABRICKS_RUNTIME_VERSION" in os.environ
    return not is_apart and not _is_vscode(shell.user_ns) and _is_shown()


def show(html: str, plain: str, view: dict[str, Any], metadata: dict[str, Any]) -> None:
    """Send what the notebook keeps, then the widget, which says nothing where it is not drawn."""
    from IPython.display import display

    display({"text/html": html, "text/plain": plain}, raw=True)  # type: ignore[no-untyped-call]
    display({VIEW: view, "text/plain": ""}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def _is_vscode(names: dict[str, Any]) -> bool:
    """Is this a kernel of VS Code: of one of its notebooks, else of its interactive window?

    A JupyterLab that was started in its terminal has its variables, too, and names the notebook of each kernel.
    """
    is_notebook = os.environ.get("JPY_SESSION_NAME", "").endswith(".ipynb")
    return "__vsc_ipynb_file__" in names or ("VSCODE_PID" in os.environ and not is_notebook)


def _is_shown() -> bool:
    """Does whoever asked IPython's formatter show what it gets?"""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the formatter does not say for whom it asks
    while frame is not None and not _formats(frame):
        frame = frame.f_back
    if frame is None:
        return True
    while frame is not None and _module(frame) == _FORMATTER:
        frame = frame.f_back
    # What is displayed under an id takes the place of one output, or gives it up later.
    return frame is not None and _module(frame) in _SHOWING and not frame.f_locals.get("display_id")


def _formats(frame: FrameType) -> bool:
    return _module(frame) == _FORMATTER and frame.f_code.co_name == "format"


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__"))
