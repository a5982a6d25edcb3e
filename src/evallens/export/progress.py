"""A progress bar, in a notebook or a terminal; nothing where nobody would see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..evaluation.protocols import Progress


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A bar that follows the (done, total) it is called with and disappears at the end."""
    from tqdm.auto import tqdm
    from tqdm.notebook import tqdm_notebook

    # A notebook's output is no terminal, but its bar is a widget; elsewhere None asks for a terminal.
    hidden = False if issubclass(tqdm, tqdm_notebook) else None
    with tqdm(desc=title, leave=False, disable=hidden) as shown:

        def follow(done: int, total: int) -> None:
            shown.total = total
            shown.update(done - shown.n)

        yield follow
