"""YOLO's data.yaml given as the ground truth: the folders of labels that it means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...annotations import is_split_word
from ..files import read_text, read_yaml

SUFFIXES = frozenset({".yaml", ".yml"})
_LIST = ".txt"


def label_folders(path: Path) -> dict[str, Path]:
    """The folder of labels of each split that the file names and that is there."""
    content, roots = _content(path)
    found = {}
    for word, entry in _entries(content):
        if not entry.endswith(_LIST):
            # Roboflow writes ../train/images, seen from a folder that is not there.
            spellings = [entry, entry.removeprefix("../")]
            places = [_labels(root / spelled) for root in roots for spelled in spellings]
            place = next((place for place in places if place.is_dir()), None)
            if place is not None:
                found[word] = place
    return found


def image_lists(path: Path) -> dict[str, list[str]]:
    """The pictures that each split's list names, where the file names lists (``val: val.txt``) that are there."""
    content, roots = _content(path)
    found = {}
    for word, entry in _entries(content):
        place = next((root / entry for root in roots if entry.endswith(_LIST) and (root / entry).is_file()), None)
        if place is not None:
            lines = (line.strip().removeprefix("./") for line in read_text(place).splitlines())
            found[word] = list(dict.fromkeys(line for line in lines if line))
    return found


def dataset_folder(path: Path) -> Path:
    """The one folder of labels that the file means, else the folder it lies in."""
    folders = set(label_folders(path).values())
    return folders.pop() if len(folders) == 1 else path.parent


def _content(path: Path) -> tuple[Mapping[str, Any], list[Path]]:
    """What the file says, empty where it is no mapping, and the folders that its entries are looked for in."""
    content = read_yaml(path)
    if not isinstance(content, Mapping):
        return {}, []
    said = content.get("path")
    return content, [path.parent / said, path.parent] if isinstance(said, str) else [path.parent]


def _entries(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The word of each split, and the folder or list that it names; an empty ``test:`` names none."""
    alone = {
        word: entry[0] if isinstance(entry, list) and len(entry) == 1 else entry for word, entry in content.items()
    }
    return [(word, entry) for word, entry in alone.items() if is_split_word(word) and isinstance(entry, str) and entry]


def _labels(images: Path) -> Path:
    """Ultralytics' rule: the last folder called images has a sibling called labels."""
    parts = images.parts
    if "images" not in parts:
        return images
    at = len(parts) - 1 - parts[::-1].index("images")
    return Path(*parts[:at], "labels", *parts[at + 1 :])
