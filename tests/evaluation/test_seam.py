"""The core is asked, not looked into: columns are read by it, by what writes or sends them, and by what aligns two."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import evallens

PACKAGE = Path(evallens.__file__).parent
SENDERS = ("evaluation", "lens/wire", "comparison/comparing.py")
"""The core, the sender of blocks to the browser, and what makes columns of two evaluations rows of one another."""
READERS = ("local", "spark.py")
"""Here `columns` are also those of data frames; an evaluation goes by one of these names."""
EVALUATIONS = {"ev", "evaluation", "data", "fetched", "made"}


def uses(tree: ast.AST) -> Iterator[ast.Attribute]:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "columns" and id(node) not in called:
            yield node


def name_of(value: ast.expr) -> str:
    return value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""


def is_within(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(PACKAGE / folder) for folder in folders)


def test_nobody_outside_the_core_reads_its_columns_but_what_sends_them():
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        if not is_within(path, SENDERS)
        for node in uses(ast.parse(path.read_text("utf-8")))
        if not is_within(path, READERS) or name_of(node.value) in EVALUATIONS
    ]
    assert found == []
