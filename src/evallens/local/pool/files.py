"""The files of one side: which they are, which of their columns hold what, and where their rows lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from glob import escape, glob, has_magic
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import DataError, InputError
from ...evaluation.tabled.about import NAME as EVALUATION
from ..batches.arrow import arrow, is_text
from ..readers.reading import BoxForm, Role, is_path
from ..readers.tables.naming import Naming
from .alike import folders, names_of, types_of

_SUFFIX = ".parquet"


class RowGroup(NamedTuple):
    """One row group of a side."""

    file: int
    """Place of the file among those of its side."""
    group: int
    rows: int
    least: Any
    """The least and the greatest image in it, as the file says; ``None``: it does not."""
    most: Any


@dataclass(frozen=True)
class Files:
    """One side, in the order of the names of its files, which is the order of its boxes."""

    role: Role
    paths: tuple[str, ...]
    naming: Naming
    groups: tuple[RowGroup, ...]
    types: Mapping[str, Any]
    """Of each column of ``naming``, the Arrow type that holds the values of all files."""
    said: tuple[Mapping[str, str | None], ...]
    """Of each file, what its folders say of all its rows."""
    is_numbered: bool
    """Are images called by whole numbers?"""
    score: str = ""
    """The precision of scores, "" of a truth."""

    @property
    def rows(self) -> int:
        """Boxes, with the rows of images that have none."""
        return sum(group.rows for group in self.groups)

    @classmethod
    def of(cls, given: Any, role: Role, box: BoxForm | None) -> Files:
        """Read the footers; raises InputError or DataError for files that are not there, or of which columns lack."""
        paths = found(given)
        if not paths:
            raise InputError(f"{given}: no file of Parquet is called so")
        _check_once(paths)
        paths, footers = _with_rows(paths, [_footer(path) for path in paths])
        schemas = [footer.schema.to_arrow_schema() for footer in footers]
        said = tuple(folders(path) for path in paths)
        naming = Naming.of(names_of(schemas, said), role, paths[0], box)
        types = types_of(naming, schemas, said, paths)
        groups = [
            RowGroup(file, group, footer.row_group(group).num_rows, *_ends(footer, group, naming.image))
            for file, footer in enumerate(footers)
            for group in range(footer.num_row_groups)
        ]
        return cls(
            role=role, paths=tuple(paths), naming=naming, groups=tuple(groups), types=types, said=said,
            is_numbered=_is_numbered(types[naming.image], naming.image, paths[0]),
            score="" if naming.score is None else _precision(types[naming.score], paths[0], naming.score),
        )  # fmt: skip


def found(given: Any) -> list[str]:
    """The files of Parquet that a path, a pattern, a folder or a list of paths names, by name; none for others."""
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return [path for one in given for path in found(one)] if all(map(is_path, given)) else []
    if not is_path(given):
        return []
    text = str(given)
    if "://" in text:
        raise InputError(f"{text}: files are read from this machine's folders: mount it there, or copy them")
    if Path(text).is_dir():
        folder = Path(text)
        ours = [found.parent for found in folder.rglob(EVALUATION) if found.parent != folder]
        paths = [path for path in folder.rglob(f"*{_SUFFIX}") if _is_shown(path.relative_to(folder))]
        return sorted(str(path) for path in paths if not any(map(path.is_relative_to, ours)))
    return [name for name in _named(text) if name.lower().endswith(_SUFFIX) and Path(name).is_file()]


def _named(text: str) -> list[str]:
    """What a pattern names, by name; what is no pattern names itself."""
    if not has_magic(text) or Path(text).exists():
        return [text]
    # Path.glob takes no pattern in the folders above.
    names = glob(text, recursive=True)  # noqa: PTH207 - see above
    if not names and Path(text).parent.is_dir():
        # Brackets of the folders' own names.
        names = glob(str(Path(escape(str(Path(text).parent)), Path(text).name)))  # noqa: PTH207 - as above
    return sorted(names)


def _is_shown(path: Path) -> bool:
    """Is it none of the files that writers hide, as Spark and macOS do? They hold no rows, or unfinished ones."""
    return not any(part.startswith((".", "_")) for part in path.parts)


def _check_once(paths: Sequence[str]) -> None:
    """Raise InputError for a file that is named twice, whose boxes would count twice."""
    seen = set[Path]()
    for path in paths:
        if (place := Path(path).resolve()) in seen:
            raise InputError(f"{path}: is named twice; name each file once")
        seen.add(place)


def _with_rows(paths: list[str], footers: list[Any]) -> tuple[list[str], list[Any]]:
    """The files that hold rows, or the first: what writers make of no rows has columns without a type."""
    held = [place for place, footer in enumerate(footers) if footer.num_rows] or [0]
    return [paths[place] for place in held], [footers[place] for place in held]


def _footer(path: str) -> Any:
    from pyarrow import parquet

    pa = arrow()
    try:
        return parquet.read_metadata(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"{path}: is no file of Parquet, or is cut off ({error})") from error


def _ends(footer: Any, group: int, image: str) -> tuple[Any, Any]:
    """The least and the greatest image of a row group, where the file says so and none is missing."""
    held = footer.row_group(group)
    for place in range(held.num_columns):
        column = held.column(place)
        if column.path_in_schema == image:
            told = column.statistics
            is_whole = told is not None and told.has_min_max and (told.null_count or 0) == 0
            ends = _end(told.min if is_whole else None), _end(told.max if is_whole else None)
            return ends if None not in ends else (None, None)
    return None, None


def _end(told: Any) -> str | int | None:
    """A name or a whole number, whatever type has it; ``None``: it is neither."""
    if isinstance(told, float | Decimal):
        return int(told) if told == told // 1 else None
    return told if isinstance(told, str | int) else None


def _is_numbered(kind: Any, image: str, path: str) -> bool:
    types = arrow().types
    if types.is_integer(kind) or types.is_decimal(kind):
        return True
    if is_text(kind):
        return False
    raise DataError(f"{path}: the column {image!r} is {kind}, not the name or number of an image")


def _precision(kind: Any, path: str, name: str) -> str:
    types = arrow().types
    if types.is_floating(kind):
        return str(kind.to_pandas_dtype().__name__)
    if types.is_integer(kind) or types.is_decimal(kind):
        return "float64"
    raise DataError(f"{path}: the column {name!r} is {kind}, not numbers")
