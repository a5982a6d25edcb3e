"""What crosses to the browser is described once, and the front end's copy of it is up to date."""

from __future__ import annotations

import sys

import msgspec
import pytest

import evallens
from evallens.evaluation.facets import OF_TWO
from evallens.lens.wire import said, schema, settings
from evallens.lens.wire.plain import plain
from scripts import generate_types


def test_the_front_ends_types_are_what_the_schema_says():
    assert generate_types.FILE.read_text(encoding="utf-8") == generate_types.text_of(*generate_types.DESCRIBED)


def test_a_stale_file_is_told_and_left_alone(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "wire.ts"
    stale.write_text("export {};\n")
    monkeypatch.setattr(generate_types, "FILE", stale)
    monkeypatch.setattr(sys, "argv", ["generate_types.py", "--check"])
    assert generate_types.main() == 1
    assert "make types" in capsys.readouterr().err
    assert stale.read_text() == "export {};\n"


@pytest.fixture
def lens():
    return evallens.Lens(evallens.demo())


def test_the_traits_are_those_that_the_schema_names(lens):
    sent = set(lens.keys) - {name for name in lens.keys if name.startswith("_")}
    blocks = {trait for traits in lens.header["blocks"].values() for trait in traits}
    of_ipywidgets = {"comm", "layout", "tabbable", "tooltip"}
    assert sent - blocks - of_ipywidgets == {*schema.BOTH_WRITE, *schema.PYTHON_WRITES, *schema.BROWSER_WRITES}


def test_what_the_browser_writes_is_not_echoed(lens):
    silent = {name for name in lens.keys if lens.trait_metadata(name, "echo_update") is False}
    assert silent == {*schema.BOTH_WRITE, *schema.BROWSER_WRITES}


@pytest.mark.parametrize(
    ("name", "struct"),
    [
        ("header", schema.Header),
        ("status", said.Status),
        ("reported", said.Reported),
        ("view", settings.View),
    ],
)
def test_a_trait_holds_what_its_struct_says(lens, name, struct):
    value = getattr(lens, name)
    assert plain(msgspec.convert(value, struct)) == value


def test_the_header_names_the_facets_that_may_be_set(lens):
    assert lens.header["facets"] == [name for name in schema.FACETS if name not in OF_TWO]


class _Written(msgspec.Struct, rename="camel"):
    pair_of: tuple[int, str | None]
    sizes: dict[str, list[list[float]]] = {}
    choices: list[str | None] = []
    left_out: bool | msgspec.UnsetType = msgspec.UNSET


def test_a_struct_is_written_with_names_types_and_notes():
    notes = {"Written": "A struct.", "Written.pair_of": "Two\n``things``."}
    written = generate_types.interface("Written", _Written, notes)
    assert written.splitlines() == [
        "/** A struct. */",
        "export interface Written {",
        "  /** Two `things`. */",
        "  readonly pairOf: readonly [number, string | null];",
        "  readonly sizes: Readonly<Record<string, readonly (readonly number[])[]>>;",
        "  readonly choices: readonly (string | null)[];",
        "  readonly leftOut?: boolean;",
        "}",
    ]
