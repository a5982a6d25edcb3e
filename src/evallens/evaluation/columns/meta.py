"""The part of a saved file that is not columns: its version, the header, and what else it holds."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from .header import Header
from .notices import Notice

FORMAT = 2
"""The newest format that is read and written: 2 holds regions that nobody judges, or several models."""
OLDEST = 1
"""Written where nothing newer is held, so that older versions read it."""
SUFFIX = ".evallens"


class Model(msgspec.Struct, omit_defaults=True):
    """One of several models in a file."""

    name: str
    header: dict[str, Any]
    has_objects: bool
    has_masks: bool = False
    notices: tuple[Notice, ...] = ()


class Meta(msgspec.Struct, omit_defaults=True):
    """What the file says of itself."""

    format: int
    header: dict[str, Any]
    """Its notices are texts: readers of format 1 know no other."""
    has_objects: bool
    has_pictures: bool
    has_masks: bool = False
    notices: tuple[Notice, ...] = ()
    """The same notices with their codes."""
    model_parts: tuple[Model, ...] = ()
    """Of several models each, the first one too; empty: there is one."""


def written(header: Header) -> dict[str, Any]:
    """The header as the file holds it."""
    return {**msgspec.to_builtins(header), "notices": list(map(str, header.notices))}


class Described(Protocol):
    """What holds a header as a file has it."""

    @property
    def header(self) -> dict[str, Any]:
        """Its notices are texts."""
        ...

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The same notices with their codes."""
        ...


def read(meta: Described) -> Header:
    """The header of a file; raises ValidationError when it is none."""
    coded = {notice.text: notice for notice in meta.notices}
    texts = msgspec.convert(meta.header.get("notices", []), tuple[str, ...])
    header = msgspec.convert({**meta.header, "notices": ()}, Header)
    return header.noticing(coded.get(text) or Notice.plain(text) for text in texts)
