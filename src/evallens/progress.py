"""A progress bar, in a notebook or a terminal; nothing where nobody would see it, and nothing left behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Literal

from .errors import InputError

Progress = Callable[[int, int], None]
"""Called with (done, total) while something long runs; total 0: unknown."""
ShowProgress = Progress | Literal["bar"] | None
"""How long work is followed: by a bar, by a callable of one's own, or not."""

_DELAY = 0.5
"""Seconds after which a notebook shows a bar: what is done before needs none."""


@contextmanager
def bar(title: str, *, unit: str = "it") -> Iterator[Progress]:
    """A bar that follows the (done, total) it is called with and disappears at the end.

    ``unit`` is what is counted, such as "images"; "it": anything. A total of 0 is unknown.
    """
    from tqdm.auto import tqdm

    # A notebook's output is no terminal, but its bar is a widget; elsewhere None asks for a terminal.
    is_widget = any(base.__module__ == "tqdm.notebook" for base in tqdm.__mro__)
    options: dict[str, Any] = {"disable": False, "display": False} if is_widget else {"disable": None}
    with tqdm(desc=title, unit=f" {unit}", leave=False, **options) as shown, _output(shown) as show:

        def follow(done: int, total: int) -> None:
            shown.total = total or None
            show()
            shown.update(done - shown.n)
            if not total:  # Rare steps: each is shown, however soon it comes.
                shown.refresh()

        yield follow


def following(progress: ShowProgress, title: str, *, unit: str) -> AbstractContextManager[Progress | None]:
    """What follows long work as ``progress`` says; raises InputError for what is none of it."""
    if progress == "bar":
        return bar(title, unit=unit)
    if progress is not None and not callable(progress):
        raise InputError(f"progress is 'bar', None or a function of (done, total), not {progress!r}")
    return nullcontext(progress)


def after(follow: Progress | None, done: int, times: int) -> Progress | None:
    """What follows one of several runs of equal length, ``done`` of which are over."""
    return None if follow is None else lambda now, total: follow(done * total + now, times * total)


@contextmanager
def _output(shown: Any) -> Iterator[Any]:
    """Shows the widget of a bar once it takes a while, and empties that output at the end.

    tqdm would leave it as it was when it was shown, "0it [00:00, ?it/s]", for readers of the saved notebook.
    """
    container, begun = getattr(shown, "container", None), time.monotonic()
    outputs: list[Any] = []

    def show() -> None:
        if container is None or outputs or time.monotonic() - begun < _DELAY:
            return
        from IPython.display import display

        outputs.append(display(container, display_id=True))  # type: ignore[no-untyped-call]

    try:
        yield show
    finally:
        for output in outputs:
            output.update({"text/plain": ""}, raw=True)
