"""The columns of an evaluation whose rows are not in memory: whoever needs all of them is told so."""

from __future__ import annotations

from typing import Any, NoReturn

from ...errors import InputError
from .tables import Columns


class Elsewhere(Columns):
    """Stands where columns would be: reading any of them raises InputError."""

    def __init__(self) -> None:
        """Hold nothing."""

    def __getattribute__(self, name: str) -> Any:
        if name in _READ:
            _refuse()
        return super().__getattribute__(name)


_READ = frozenset(("images", "outcomes", "objects", "masks", "extent"))


def _refuse() -> NoReturn:
    raise InputError(
        "This evaluation is in tables, so its rows are not in memory, and this question needs all of them there. The "
        "tables answer ev.confusion_matrix(...), ev.images(...) and ev.instances(...) with every filter; "
        "ev.to_memory(ev.images(...)) takes the images of a filter into memory, and answers the rest of those."
    )
