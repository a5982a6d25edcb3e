"""Files as text, JSON and YAML, whatever tool wrote them; every fault names the file."""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ...errors import DataError, InputError
from ...pictures.spelling import SUFFIXES

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GZIP = b"\x1f\x8b"


def found_in(folder: Path, suffix: str | None = None) -> list[Path]:
    """The files of a folder and the folders in it, sorted, or those with a suffix in any case.

    What is hidden, such as an editor's copies, is none.
    """
    paths = sorted(path for path in folder.rglob("*") if suffix is None or path.suffix.lower() == suffix)
    return [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def picture_paths(folder: Path) -> list[Path]:
    """The pictures of a folder and the folders in it."""
    return [path for path in found_in(folder) if path.suffix.lower() in SUFFIXES]


def is_there(path: Path) -> bool:
    """Is there a file or folder? A text too long for a path is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path) -> bytes:
    """What a file holds, unpacked where it is gzip'd; raises InputError where it cannot be read."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(_GZIP) else data
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def read_text(path: Path) -> str:
    """A text in UTF-8, or in UTF-16 where its mark says so; raises DataError for any other."""
    data = read_bytes(path)
    encoding = "utf-16" if data.startswith(_WIDE_MARKS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not UTF-8 ({error}); save it as UTF-8") from error


def read_json(path: Path) -> Any:
    """Decode JSON, also as Python writes it (NaN, Infinity) or one value a line; raises DataError naming the file."""
    data = read_bytes(path)
    if not data.strip():
        raise DataError(f"{path}: is empty")
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        return _lenient_json(data, path, str(error))
    except RecursionError:
        raise _too_deep(path) from None


def json_outline(path: Path) -> Any:
    """The keys of a JSON object, or the first record of a list: enough to tell what the file is."""
    try:
        outline: Any = msgspec.json.decode(read_bytes(path), type=dict[str, msgspec.Raw] | list[msgspec.Raw])
        return [msgspec.json.decode(outline[0])] if isinstance(outline, list) and outline else outline
    except msgspec.DecodeError:
        document = read_json(path)
        return document[:1] if isinstance(document, list) else document
    except RecursionError:
        raise _too_deep(path) from None


def read_yaml(path: Path) -> Any:
    """Decode YAML with every scalar a text; raises DataError naming the file, also for a key used twice."""
    text = read_text(path)
    # YAML allows no tab there, but people's editors write it.
    lines = [_without_tab(line) for line in text.splitlines()]
    try:
        return yaml.load("\n".join(lines), Loader=_TextLoader)  # noqa: S506 - builds texts, lists and mappings only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DataError(f"{path}: is not valid YAML ({' '.join(str(error).split())[:200]})") from error


def _lenient_json(data: bytes, path: Path, fault: str) -> Any:
    try:
        return json.loads(data)
    except RecursionError:
        raise _too_deep(path) from None
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in data.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise DataError(f"{path}: is not valid JSON ({fault})") from None


def _too_deep(path: Path) -> DataError:
    return DataError(f"{path}: is nested too deeply to be read")


def _without_tab(line: str) -> str:
    before, colon, after = line.partition(":\t")
    return f"{before}: {after.lstrip()}" if colon else line


class _TextLoader(yaml.BaseLoader):
    """YAML's plain values stay texts: ``no``, ``on`` and ``12:30`` are names of classes, too."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(None, None, "a key is no text", key_node.start_mark)
            if key in found:
                raise yaml.constructor.ConstructorError(None, None, f"{key} is there twice", key_node.start_mark)
            found[key] = self.construct_object(value_node, deep=deep)
        return found
