"""The pictures of a REST evaluation: the service's, or those of a folder, a mapping or a callable."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msgspec

from ..contract import EvalInfo
from ..errors import EvalLensError, ServiceError, UnreachableError
from ..evaluation import Images
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import SPLIT_NAMES
from ..pictures import ImageRef, Picture, Pictures
from ..pictures.from_callable import CallablePictures
from ..pictures.given import LARGE, THUMBNAIL, SourcePictures
from ..pictures.lookup import look_up, original_name
from ..pictures.naming import ImageNames
from .client import Client
from .http.breaker import CircuitBreaker
from .http.cache import DiskCache
from .http.downloads import Downloads, resized, whole
from .http.parallel import in_order
from .http.session import WORKERS

_GONE = (403, 404, 410)
"""Statuses that will not change in a moment. An error without a status is about an address that is not known or not
followed, or about bytes that are no picture."""


@dataclass(eq=False)
class RestPictures:
    """Pictures by image id from the service. Whatever goes wrong, a picture is only missing.

    A picture that the service does not hold or refuses is not asked for again; after a failure that may
    pass it is, when it is shown next.

    The image endpoint is asked once: the address in its answer holds the owner, which gives the addresses of
    all other pictures of the same owner. Picklable, without the key.
    """

    is_at_hand = False

    client: Client
    project: str
    cache: DiskCache | None = None
    problem: str | None = None
    """Why the last picture is missing, in words."""
    _pattern: str | None = None
    _missing: set[str] = field(default_factory=set, repr=False)
    """Cache keys of the pictures that are not asked for again."""

    def __post_init__(self) -> None:
        self._downloads = Downloads(self.client.transport)
        self._breaker = CircuitBreaker(self.client.transport.clock)

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A WebP of at most 192 pixels a side, or ``None``."""
        return self._picture(image, "thumb.jpg", THUMBNAIL, threading.Event())

    def large(self, image: ImageRef) -> Picture | None:
        """A WebP of at most 1600 pixels a side, or ``None``."""
        return self._picture(image, "original.jpg", LARGE, threading.Event())

    def original(self, image: ImageRef) -> Picture | None:
        """All pixels that the service has of it, or ``None``; fetched each time, as the cache is for small pictures."""
        key = self._key(image, "original")
        if key in self._missing:
            return None
        try:
            return whole(self._fetched(image, "original.jpg", threading.Event()), image.name)
        except EvalLensError as error:
            self._note_failure(key, error)
            return None

    def thumbnails(
        self, images: Iterable[ImageRef], *, cancelled: threading.Event | None = None
    ) -> Iterator[Picture | None]:
        """The thumbnails of ``images`` in order, a few under way at once; ``cancelled`` stops them."""
        stop = cancelled or threading.Event()
        try:
            yield from in_order(lambda image: self._picture(image, "thumb.jpg", THUMBNAIL, stop), images, WORKERS)
        finally:
            stop.set()

    def __getstate__(self) -> dict[str, Any]:
        return {"client": self.client, "project": self.project, "cache": self.cache, "_pattern": self._pattern}

    def __setstate__(self, state: dict[str, Any]) -> None:
        pattern = state.pop("_pattern")
        self.__init__(**state, _pattern=pattern)  # type: ignore[misc]  # unpickled, not yet made

    def _picture(self, image: ImageRef, size: str, longest: int, cancelled: threading.Event) -> Picture | None:
        key = self._key(image, longest)
        cached = self.cache.get(key) if self.cache else None
        if cached is not None:
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(cached, type=Picture)
        if key in self._missing or cancelled.is_set():
            return None
        try:
            picture = resized(self._fetched(image, size, cancelled), longest)
        except EvalLensError as error:
            self._note_failure(key, error)
            return None
        if self.cache:
            self.cache.put(key, msgspec.msgpack.encode(picture))
        return picture

    def _key(self, image: ImageRef, size: int | str) -> str:
        return f"picture {self.client.api_url} {self.client.workspace} {self.project} {image.id} {size}"

    def _fetched(self, image: ImageRef, size: str, cancelled: threading.Event) -> bytes:
        if self._pattern is not None:
            address = self._pattern.format(id=quote(image.id, safe=""), size=size)
            try:
                return self._downloads.get(address, cancelled)
            except ServiceError as error:
                # The image may belong to another owner: ask for its own address.
                if error.status not in (403, 404):
                    raise
        address = self._address(image, size, cancelled)
        data = self._downloads.get(address, cancelled)
        self._pattern = self._pattern or _pattern_of(address, image.id)
        return data

    def _address(self, image: ImageRef, size: str, cancelled: threading.Event) -> str:
        with self._breaker.attempt():
            urls = self.client.image(self.project, image.id, cancelled=cancelled).urls
        thumb, original = (urls.thumb, urls.original) if urls else (None, None)
        address = (thumb or original) if size == "thumb.jpg" else (original or thumb)
        # The service has been seen to hand out addresses of an owner called "undefined".
        if not address or "/undefined/" in address:
            raise ServiceError("The service knows no address of this picture.")
        return address

    def _note_failure(self, key: str, error: EvalLensError) -> None:
        self.problem = str(error)
        is_passing = isinstance(error, UnreachableError)
        if isinstance(error, ServiceError) and not is_passing and error.status in (None, *_GONE):
            self._missing.add(key)


def pictures_of(
    given: Any, images: Images, client: Client, info: EvalInfo, cache: DiskCache | None
) -> tuple[Pictures | None, tuple[Notice, ...]]:
    """The pictures of ``images``, what was ``given``, else the service's, if the project is known; and notices."""
    if given is None:
        project = info.project or info.older_project
        return (RestPictures(client, project, cache) if project else None), ()
    if hasattr(given, "thumbnails"):
        return given, ()
    if callable(given):
        return CallablePictures(given), ()
    names = list(images.name)
    wanted = ImageNames(names=names, splits=[SPLIT_NAMES[code] or None for code in images.split.tolist()])
    found = look_up(given, wanted, [original_name(name) for name in names], list(images.id))
    count = len(found.doubtful)
    notices = (Notice("picture-in-doubt", count, tuple(found.doubtful[:3]), found.words),) if count else ()
    return SourcePictures(tuple(found.pictures)), notices


def _pattern_of(address: str, image_id: str) -> str | None:
    """``address`` with places for another id and size; ``None`` when it does not follow the known form."""
    start, _, size = address.rpartition("/")
    owner, _, named = start.rpartition("/")
    if "?" in address or named != quote(image_id, safe="") or size not in ("thumb.jpg", "original.jpg"):
        return None
    return owner.replace("{", "{{").replace("}", "}}") + "/{id}/{size}"
