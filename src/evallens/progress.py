"""A progress bar, in a notebook or a terminal; nothing where nobody would see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .evaluation.protocols import Progress


@contextmanager
def bar(title: str, *, unit: str = "it") -> Iterator[Progress]:
    """A bar that follows the (done, total) it is called with and disappears at the end.

    ``unit`` is what is counted, such as "images"; "it": anything. A total of 0 is unknown.
    """
    from tqdm.auto import tqdm

    # A notebook's output is no terminal, but its bar is a widget; elsewhere None asks for a terminal.
    is_widget = any(base.__module__ == "tqdm.notebook" for base in tqdm.__mro__)
    hidden = False if is_widget else None
    with tqdm(desc=title, unit=f" {unit}", leave=False, disable=hidden) as shown:

        def follow(done: int, total: int) -> None:
            shown.total = total or None
            shown.update(done - shown.n)
            if not total:  # Rare steps: each is shown, however soon it comes.
                shown.refresh()

        yield follow
