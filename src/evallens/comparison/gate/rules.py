"""What must hold of a model, read from TOML or from tables like it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

from ...archive import is_file, named
from ...errors import InputError, unknown_name

METRICS = ("accuracy", "precision", "recall", "f1", "ap50", "map")
KEYS = ("metric", "class", "slice", "min", "max_drop", "significant")
EACH = "*"
"""The class that stands for each class."""
_EXAMPLE = 'metric = "recall", class = "person", min = 0.8'


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that must hold."""

    place: str
    """Where it stands, for messages: "check.toml, rule 2"."""
    metric: str
    """One of ``METRICS``; "map" is the mean over the IoU levels .5 to .95."""
    label: str | None = None
    """A class name, "*" for each class, ``None`` for all classes together."""
    slice: str | None = None
    """A split, "all", or a size of objects: small, medium or large."""
    least: float | None = None
    """The number is at least this, 0..1."""
    most_drop: float | None = None
    """The number is at most so much below the baseline's, 0..1."""
    significant: bool = False
    """A drop counts only where it is no luck."""


Given = str | os.PathLike[str] | Mapping[str, Any] | Iterable[Mapping[str, Any]]


def read(given: Given) -> tuple[Rule, ...]:
    """The rules of a TOML file, or of tables as one holds them.

    Args:
        given: The path of a file with ``[[rule]]`` tables, such a table, or several: ``{"metric": "f1", "min": 0.8}``.

    Raises InputError, in words that say where, for a file that cannot be read or is no TOML, for no rule, and for a
    key, a metric or a value that means nothing.
    """
    if isinstance(given, str | os.PathLike):
        path = named(given)
        return _rules(_tables(_parsed(path), path.name), f"{path.name}, ")
    if isinstance(given, Mapping):
        tables = _tables(given, "rules=") if "rule" in given else [given]
        return _rules(tables, "")
    if not isinstance(given, Iterable):
        raise InputError(f"rules= is the path of a TOML file, or a list of rules, not {shortened(given)}")
    return _rules(list(given), "")


def _parsed(path: Path) -> dict[str, Any]:
    if not is_file(path):
        raise InputError(f"{path}: there is no such file of rules.")
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is no text in UTF-8, which TOML is.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path}: is not TOML: {error}") from None


def _tables(whole: Mapping[str, Any], name: str) -> list[Any]:
    for key in whole:
        if key != "rule":
            misplaced = key in KEYS or key == "rules"
            hint = " Every rule stands under a line [[rule]]." if misplaced else ""
            raise InputError(f"{name}: {unknown_name('table', key, ['rule'])}{hint}")
    tables = whole.get("rule", [])
    if isinstance(tables, Mapping):
        raise InputError(f"{name}: a rule stands under [[rule]], in double brackets, so that there can be several.")
    if not isinstance(tables, list):
        raise InputError(f"{name}: rule is a list of tables under [[rule]], not {shortened(tables)}.")
    if not tables:
        raise InputError(f"{name}: there is no rule in it. One is, under a line [[rule]]: {_EXAMPLE}")
    return tables


def _rules(tables: list[Any], prefix: str) -> tuple[Rule, ...]:
    if not tables:
        raise InputError(f"There is no rule, so nothing could fail. One is: {_EXAMPLE}")
    return tuple(_rule(table, f"{prefix}rule {number}") for number, table in enumerate(tables, 1))


def _rule(table: Any, place: str) -> Rule:
    if not isinstance(table, Mapping):
        raise InputError(f"{place}: is a table such as {_EXAMPLE}, not {shortened(table)}.")
    for key in table:
        if key not in KEYS:
            raise InputError(f"{place}: {unknown_name('key', key, KEYS)}")
    rule = Rule(
        place=place,
        metric=_metric(table, place),
        label=_text(table, "class", place),
        slice=_text(table, "slice", place),
        least=_share(table, "min", place),
        most_drop=_share(table, "max_drop", place),
        significant=_flag(table, "significant", place),
    )
    if rule.least is None and rule.most_drop is None and not rule.significant:
        raise InputError(f"{place}: says nothing that could fail: give it min, or max_drop.")
    if rule.significant and rule.most_drop is None and rule.least is not None:
        raise InputError(f"{place}: significant is about a drop: give it max_drop too, such as max_drop = 0.")
    return rule


def _metric(table: Mapping[str, Any], place: str) -> str:
    if "metric" not in table:
        raise InputError(f"{place}: says no metric; there is {', '.join(METRICS)}.")
    given = table["metric"]
    word = given.lower() if isinstance(given, str) else given
    if word not in METRICS:
        raise InputError(f"{place}: {unknown_name('metric', word, METRICS)}")
    return str(word)


def _text(table: Mapping[str, Any], key: str, place: str) -> str | None:
    given = table.get(key)
    if given is not None and not isinstance(given, str):
        also = f' Names are texts: {key} = "{given}".' if isinstance(given, int) else " Two names are two rules."
        raise InputError(f"{place}: {key} is a name, not {shortened(given)}.{also}")
    return given


def _share(table: Mapping[str, Any], key: str, place: str) -> float | None:
    given = table.get(key)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given) or not 0 <= given <= 1:
        percent = isinstance(given, int | float) and not isinstance(given, bool) and 1 < given <= 100
        hint = f" Did you mean {given / 100:g}?" if percent else ""
        raise InputError(f"{place}: {key} is a number from 0 to 1, not {shortened(given)}.{hint}")
    return float(given)


def _flag(table: Mapping[str, Any], key: str, place: str) -> bool:
    given = table.get(key, False)
    if not isinstance(given, bool):
        raise InputError(f"{place}: {key} is true or false, not {shortened(given)}.")
    return given
