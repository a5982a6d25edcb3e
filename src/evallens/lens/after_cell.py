"""Work that a cell does once what it shows is on its way to the page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any


def after_cell(job: Callable[[], None]) -> None:
    """Run ``job`` at the end of the cell that runs now, whose output then comes first; at once where none runs.

    It is still part of the cell: whoever saves a notebook that was run to its end has what it sent.
    """
    events = _events()
    if events is None:
        job()
        return

    def once() -> None:
        events.unregister("post_execute", once)
        job()

    events.register("post_execute", once)


def is_in_cell() -> bool:
    """Does a cell run now, for this thread?"""
    return _events() is not None


def _events() -> Any:
    """The events of the shell that runs a cell for this thread; ``None``: there is none."""
    if "IPython" not in sys.modules or threading.current_thread() is not threading.main_thread():
        return None
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None or not hasattr(kernel, "get_parent"):
        return None
    # What a button's callback makes belongs to no cell.
    asked = kernel.get_parent().get("header", {}).get("msg_type")
    return shell.events if asked == "execute_request" else None
