"""The class names beside YOLO's labels: in data.yaml or another YAML file, in classes.txt or obj.names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import DataError, InputError
from ....evaluation.columns.tables import MAX_CLASSES
from ...values import number
from ..files import read_text, read_yaml
from .lines import looks_like_labels

_YAML = frozenset({".yaml", ".yml"})
_DATA = frozenset({"data.yaml", "data.yml", "dataset.yaml", "dataset.yml"})
_OF_DATA = frozenset({"train", "val", "valid", "test", "nc", "path"})
"""Keys by which a YAML file of any other name is a data set's."""
LISTS = ("classes.txt", "obj.names", "labels.txt", "classes.names", "_darknet.labels", "predefined_classes.txt")
"""Files that hold a class name a line."""


@dataclass(frozen=True)
class Described:
    """What a folder says of its labels beside them."""

    names: tuple[str, ...] | None
    """Class names by number; ``None``: it does not say."""
    keypoints: tuple[int, int] | None
    """``kpt_shape``: keypoints an object and numbers a keypoint."""


def described(folders: Sequence[Path], classes: Sequence[str] | None) -> Described:
    """What the nearest of ``folders`` says; raises DataError where its files name different classes.

    With ``classes``, the caller's own, files that differ need no settling.
    """
    names: tuple[str, ...] | None = None
    keypoints: tuple[int, int] | None = None
    for folder in folders:
        files = _files(folder)
        read = {path: content for path in files if (content := _content(path)) is not None}
        if names is None:
            names = _agreed({p: n for p in files if (n := _names(p, read.get(p)))}, classes)
        if keypoints is None:
            keypoints = next((k for p, content in read.items() if (k := _keypoints(content, p))), None)
    return Described(names, keypoints)


def run_task(folders: Sequence[Path]) -> str | None:
    """The ``task`` of an Ultralytics run, from its args.yaml; ``None`` where none of ``folders`` names one."""
    for folder in folders:
        path = folder / "args.yaml"
        content = read_yaml(path) if path.is_file() else None
        if isinstance(content, Mapping):
            task = content.get("task")
            return task if isinstance(task, str) else None
    return None


def _content(path: Path) -> Any:
    """What a YAML file holds; ``None``: it is none, or one of another program."""
    if path.suffix.lower() not in _YAML:
        return None
    if path.name.lower() in _DATA:
        return read_yaml(path)
    try:
        content = read_yaml(path)
    except InputError:
        return None
    return content if isinstance(content, Mapping) and "names" in content and _OF_DATA & set(content) else None


def _is_list(path: Path) -> bool:
    """A picture may be called labels.png, too: its label file is no list of names."""
    return path.is_file() and not looks_like_labels(path)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    yamls = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in _YAML and p.name != "args.yaml" and p.is_file()]
    return yamls + [folder / name for name in LISTS if _is_list(folder / name)]


def _agreed(found: Mapping[Path, tuple[str, ...]], classes: Sequence[str] | None) -> tuple[str, ...] | None:
    if len(set(found.values())) > 1:
        if classes is not None:
            return None
        files = ", ".join(f"{path.name} ({', '.join(names[:3])}, ...)" for path, names in list(found.items())[:3])
        raise DataError(
            f"{next(iter(found)).parent}: these files name different classes: {files}. "
            "Give classes=, the names in the order of the numbers."
        )
    return next(iter(found.values()), None)


def _names(path: Path, content: Any) -> tuple[str, ...] | None:
    """The names that a file holds, a made-up one for a number without."""
    if path.suffix.lower() not in _YAML:
        return _filled(dict(enumerate(read_text(path).rstrip().splitlines())), path)
    said = content.get("names") if isinstance(content, Mapping) else None
    if isinstance(said, str) and said:
        listed = path.parent / said
        if not listed.is_file():
            raise DataError(f"{path}: names is {said!r}: there is no such file")
        return _filled(dict(enumerate(read_text(listed).rstrip().splitlines())), listed)
    if isinstance(said, Mapping):
        return _filled({_index(own, path): name for own, name in said.items()}, path)
    return _filled(dict(enumerate(said)), path) if isinstance(said, list) else None


def _index(own: str, path: Path) -> int:
    if not (own.isascii() and own.isdecimal() and len(own) < 6 and int(own) < MAX_CLASSES):
        raise DataError(f"{path}: names has {own!r}, which is no class number")
    return int(own)


def _filled(named: Mapping[int, Any], path: Path) -> tuple[str, ...] | None:
    if any(not isinstance(name, str) for name in named.values()):
        raise DataError(f"{path}: names is not a list of names")
    if not any(name.strip() for name in named.values()):
        return None
    return tuple(named.get(row, "").strip() or f"class {row}" for row in range(max(named) + 1))


def _keypoints(content: Any, path: Path) -> tuple[int, int] | None:
    said = content.get("kpt_shape") if isinstance(content, Mapping) else None
    if said is None:
        return None
    shape = [number(side) for side in said] if isinstance(said, list) else []
    if len(shape) != 2 or not all(side is not None and 0 < side < 10_000 and side == int(side) for side in shape):
        raise DataError(f"{path}: kpt_shape is {said!r}, not the number of keypoints and of numbers for each")
    return int(shape[0] or 0), int(shape[1] or 0)
