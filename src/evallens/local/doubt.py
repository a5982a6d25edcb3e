"""What is done about doubt: told as a notice while the numbers stay right, an error where they would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ..errors import DataError, unknown_name
from ..evaluation.columns.notices import Notice

OnDoubt = Literal["tell", "raise"]

_FEW = 3
"""So many records of one side may be left out of the smallest input."""
_SHARE = 0.01


@dataclass(frozen=True)
class LeftOut:
    """How many of the records of one side could not count."""

    source: str
    count: int
    of: int

    @property
    def is_much(self) -> bool:
        """More than one percent, and more than three."""
        return self.count > max(_FEW, _SHARE * self.of)


def checked(given: Any) -> OnDoubt | None:
    """``on_doubt`` as it was given; raises UnknownNameError for any other word."""
    words: tuple[OnDoubt, ...] = get_args(OnDoubt)
    if given is not None and (not isinstance(given, str) or given not in words):
        raise unknown_name("on_doubt", given, words)
    return next((word for word in words if word == given), None)


def check_notices(notices: Sequence[Notice], on_doubt: OnDoubt | None) -> None:
    """Raise DataError for every notice, where the caller wants that."""
    if on_doubt == "raise" and notices:
        raise DataError(f'on_doubt="raise": {" ".join(map(str, notices))}')


def check_left_out(sides: Sequence[LeftOut], notices: Sequence[Notice], on_doubt: OnDoubt | None) -> None:
    """Raise DataError where much of one side was left out, unless that shall only be told."""
    for side in sides if on_doubt != "tell" else ():
        if side.is_much:
            why = " ".join(map(str, notices))
            raise DataError(
                f"{side.source}: {side.count:,} of {side.of:,} records would be left out. {why} "
                'To evaluate the rest all the same, say on_doubt="tell".'
            )
