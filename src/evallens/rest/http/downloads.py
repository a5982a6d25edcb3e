"""Pictures from the addresses that a service gives: by https or from the service itself, which alone sees the key."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from PIL import Image
from PIL.ImageFile import ImageFile

from ...errors import ResponseError
from ...pictures import Picture
from ...pictures.opening import Stored, orientation_of, turned
from ...pictures.original import original
from .breaker import CircuitBreaker
from .transport import Transport

SIZE_LIMIT = 20 << 20
"""Bytes of one picture; what Roboflow takes at most."""
PIXEL_LIMIT = 64_000_000
_REDIRECTS = (301, 302, 303, 307, 308)
_HOPS = 4
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


class _Host(NamedTuple):
    transport: Transport
    breaker: CircuitBreaker


@dataclass(frozen=True)
class Downloads:
    """Follows addresses of pictures; ``service`` is the one host that may see the key."""

    service: Transport
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def get(self, address: str, cancelled: threading.Event) -> bytes:
        """The bytes at ``address``, redirects followed.

        Raises ResponseError for an address that is not followed and for redirects without end,
        UnreachableError for a host that is left alone, any other ServiceError as :meth:`Transport.get` does.
        """
        for _ in range(_HOPS):
            host, path = self._host(address)
            with host.breaker.attempt():
                answer = host.transport.answer(path, None, cancelled, (200, *_REDIRECTS))
            if answer.status == 200:
                return answer.body
            if not answer.location:
                break
            address = _joined(address, answer.location)
        raise ResponseError("The picture is redirected without end.")

    def _host(self, address: str) -> tuple[_Host, str]:
        try:
            parts = urlsplit(address)
            origin = f"{parts.scheme}://{parts.netloc}".lower()
            is_odd = parts.username is not None or not parts.hostname
        except ValueError:
            raise ResponseError("The address of the picture cannot be read.") from None
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if is_odd:
            raise ResponseError("The address of the picture cannot be read.")
        own = urlsplit(self.service.base)
        is_own = origin == f"{own.scheme}://{own.netloc}".lower()
        if not is_own and parts.scheme != "https":
            raise ResponseError("The address of the picture is neither https nor of the service itself.")
        if origin not in self._hosts:
            transport = Transport(
                base=origin,
                key=self.service.key if is_own else None,
                retry=self.service.retry,
                clock=self.service.clock,
                limit=SIZE_LIMIT,
            )
            self._hosts[origin] = _Host(transport, CircuitBreaker(self.service.clock))
        return self._hosts[origin], path


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        words = "The picture is redirected to what is no address."
    raise ResponseError(words)


def resized(data: bytes, longest: int) -> Picture:
    """Shrink an encoded picture to a WebP of at most ``longest`` pixels a side, turned as its EXIF says.

    Raises ResponseError for bytes that are no picture and for one of more than ``PIXEL_LIMIT`` pixels.
    """
    with _opened(data) as opened:
        found = Stored(*opened.size, orientation_of(opened))
        opened.draft("RGB", (longest, longest))
        shown = opened.convert("RGB")
        shown.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        turned(shown, found.orientation).save(buffer, "WEBP", quality=80)
        return Picture(buffer.getvalue(), *found.size(exif=True))


def whole(data: bytes, name: str) -> Picture:
    """An encoded picture in all its pixels, as :func:`evallens.pictures.original.original` has it.

    Raises ResponseError for bytes that are no picture and for one of more than ``PIXEL_LIMIT`` pixels.
    """
    with _opened(data):
        return original(data, name)


@contextmanager
def _opened(data: bytes) -> Iterator[ImageFile]:
    try:
        with warnings.catch_warnings():
            # The limit below is lower than the one Pillow warns at.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                width, height = opened.size
                if width * height > PIXEL_LIMIT:
                    raise ResponseError(f"A picture of {width} x {height} pixels is not opened.")
                yield opened
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ResponseError("The answer is no picture that can be read.") from None
