"""The ways in which the name of an image is written: with folders, as an address, without its suffix, as a number."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import unquote

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"})
"""Of pictures that can be read."""
_OTHERS = ("jfif", "heic", "heif", "avif", "jp2", "dng", "mpo", "ppm", "pgm", "npy")
_SUFFIX = re.compile(rf"\.({'|'.join([*(suffix[1:] for suffix in sorted(SUFFIXES)), *_OTHERS])})$", re.IGNORECASE)
"""Of pictures: what else follows a dot, such as the 5 of ``frame_0.5``, belongs to the name."""

_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:[/\\]|file:")
SPLIT_WORDS = {
    "train": "train", "training": "train", "valid": "valid", "val": "valid", "validation": "valid", "dev": "valid",
    "test": "test", "testing": "test",
}  # fmt: skip
"""What people call the splits."""


def split_of(name: str) -> str | None:
    """The split that a folder of a path is called after; ``None``: none is.

    >>> split_of("val/images/a.jpg"), split_of("val.jpg")
    ('valid', None)
    """
    folders = path(name).lower().split("/")[:-1]
    return next((SPLIT_WORDS[folder] for folder in reversed(folders) if folder in SPLIT_WORDS), None)


def literal(name: str) -> str:
    """The name as it stands."""
    return name


def path(name: str) -> str:
    r"""The whole path with slashes, %-escapes decoded, in NFC; of an address, what it names.

    >>> path("..\\upload\\4\\my%20photo.jpg")
    '../upload/4/my photo.jpg'
    >>> path("/data/local-files/?d=imgs/a.jpg")
    'imgs/a.jpg'
    """
    read = (unquote(name) if "%" in name else name).replace("\\", "/")
    if "?" in read:
        before, _, query = read.partition("?")
        # Label Studio names a local file by a query; elsewhere a query is a signature.
        read = query.removeprefix("d=") if query.startswith("d=") else before
    return normalize("NFC", read.removeprefix("./"))


def last_two(name: str) -> str:
    """The folder and the file."""
    return "/".join(path(name).split("/")[-2:])


def last(name: str) -> str:
    """The file alone."""
    return path(name).rpartition("/")[2]


def path_stem(name: str) -> str:
    """The whole path without a picture's suffix.

    >>> path_stem("cam1/0001.jpg"), path_stem("frame_0.5")
    ('cam1/0001', 'frame_0.5')
    """
    return _SUFFIX.sub("", path(name))


def last_two_stem(name: str) -> str:
    """The folder and the file, without a picture's suffix."""
    return _SUFFIX.sub("", last_two(name))


def last_stem(name: str) -> str:
    """The file alone, without a picture's suffix."""
    return _SUFFIX.sub("", last(name))


def tellable(name: str) -> str:
    """A name for a notice, which travels: of an absolute path only the file. Where files are kept is nobody's business.

    >>> tellable("/home/ann/run/a.jpg"), tellable("cam1/a.jpg")
    ('a.jpg', 'cam1/a.jpg')
    """
    return last(name) if _ABSOLUTE.match(name) else name


def number(name: str) -> str:
    """A stem that is a whole number, without leading zeros; else nothing.

    >>> number("images/000000000042.jpg"), number("frame_42.jpg")
    ('42', '')
    """
    stem = last_stem(name)
    return (stem.lstrip("0") or "0") if stem.isascii() and stem.isdecimal() else ""
