"""What was left out or looked odd, for people in words and for programs by a code."""

from __future__ import annotations

import msgspec

from .strings import encodable


class Notice(msgspec.Struct, frozen=True):
    """One thing that a reader of the numbers should know.

    >>> str(Notice("crowd", 2, (), "2 crowd regions are left out."))
    '2 crowd regions are left out.'
    """

    code: str
    """What kind of thing it is, such as ``no-area``; it stays what it is when the words change."""
    count: int
    """How many records, images or classes it is about."""
    examples: tuple[str, ...]
    """Names of a few of them."""
    text: str
    """A sentence for people."""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "examples", tuple(map(encodable, self.examples)))
        msgspec.structs.force_setattr(self, "text", encodable(self.text))

    def __str__(self) -> str:
        return self.text

    def of(self, name: str) -> Notice:
        """The same, told of one of several models.

        >>> str(Notice("crowd", 2, (), "2 crowd regions are left out.").of("v2"))
        'v2: 2 crowd regions are left out.'
        """
        return msgspec.structs.replace(self, text=f"{name}: {self.text}")

    @classmethod
    def plain(cls, text: str) -> Notice:
        """A notice that is known by its words alone."""
        return cls("note", 1, (), text)
