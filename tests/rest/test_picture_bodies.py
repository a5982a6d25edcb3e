"""What a service may send in place of a picture: shown where it can be read, missing where not, and never an error."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from evallens.rest import Client
from evallens.rest.pictures import RestPictures
from tests.rest.service import KEY, Reply, running
from tests.rest.test_pictures import Album, ref


def saved(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **options) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG of that size, with next to nothing in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def animated() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


SHOWN: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: saved("JPEG"),
    "progressive jpeg": lambda: saved("JPEG", progressive=True),
    "jpeg in grey": lambda: saved("JPEG", "L"),
    "jpeg for print": lambda: saved("JPEG", "CMYK"),
    "png": lambda: saved("PNG"),
    "png with a palette": lambda: saved("PNG", "P", transparency=0),
    "png of 16 bits": lambda: saved("PNG", "I;16"),
    "png that is transparent": lambda: saved("PNG", "RGBA"),
    "webp": lambda: saved("WEBP"),
    "gif that moves": animated,
    "bmp": lambda: saved("BMP"),
    "one pixel": lambda: saved("PNG", size=(1, 1)),
    "a line": lambda: saved("PNG", size=(20_000, 1)),
}
MISSING: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "html": lambda: b"<html>Sign in</html>",
    "json": lambda: b'{"error": "no"}',
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "tiff": lambda: saved("TIFF"),
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "half a jpeg": lambda: saved("JPEG", size=(400, 300))[:300],
    "png without pixels": lambda: png_of(40, 30),
    "png of 10 gigapixels": lambda: png_of(100_000, 100_000),
    "packed nothing of 64 MB": lambda: gzip.compress(bytes(1 << 26)),
}


@pytest.mark.parametrize("name", [*SHOWN, *MISSING])
def test_body_of_a_picture(name):
    body = {**SHOWN, **MISSING}[name]()
    album = Album(spoil=lambda request, answer: Reply(body) if ".jpg" in request.panel else answer)
    with running(album) as service, Client("ws", api_key=KEY, api_url=service.url) as client:
        pictures = RestPictures(client, "pets")
        found = [pictures.thumbnail(ref(1)), pictures.large(ref(1))]
    assert [picture is not None for picture in found] == [name in SHOWN] * 2
    assert bool(pictures.problem) == (name in MISSING)
