"""Write js/src/data/wire.ts from what evallens/lens/wire describes; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

import msgspec
from msgspec import inspect as types

from evallens.lens.wire import said, schema, settings, stand_ins

FILE = Path(__file__).resolve().parents[1] / "js" / "src" / "data" / "wire.ts"
_LINE = 120

DESCRIBED = (schema, settings, said, stand_ins)
"""The modules that describe what crosses."""

_HEAD = """\
/** What crosses between Python and the browser. Made from lens/wire by scripts/generate_types.py. */
"""


def text_of(*modules: ModuleType) -> str:
    """The TypeScript of constants and structs of some modules, formatted as Biome does it."""
    notes: dict[str, str] = {}
    own: dict[str, Any] = {}
    for module in modules:
        found = _notes(ast.parse(inspect.getsource(module)))
        own |= {name: value for name, value in vars(module).items() if name in found}
        notes |= found
    constants = [_constant(name, value, notes[name]) for name, value in own.items() if name.isupper()]
    structs = [interface(name, value, notes) for name, value in own.items() if _is_struct(value)]
    return "\n".join([_HEAD, *constants, *structs])


def _is_struct(value: object) -> TypeGuard[type[msgspec.Struct]]:
    return inspect.isclass(value) and issubclass(value, msgspec.Struct)


def _notes(tree: ast.Module | ast.ClassDef, prefix: str = "") -> dict[str, str]:
    """Public class, constant or ``Class.field`` -> its docstring; empty where it has none."""
    found: dict[str, str] = {}
    for statement, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        match statement:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                found[name] = ast.get_docstring(statement) or ""
                found |= _notes(statement, f"{name}.")
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[prefix + name] = _docstring(following)
    return found


def _docstring(statement: ast.stmt | None) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(note))):
            return inspect.cleandoc(note)
    return ""


def _constant(name: str, value: Any, note: str) -> str:
    is_composed = isinstance(value, dict | tuple)
    line = _value(value, len(name) + len("export const  =  as const;"))
    return "".join(_comment(note)) + f"export const {name} = {line}{' as const' * is_composed};\n"


def _value(value: Any, beside: int) -> str:
    """A literal; a dict has a line for each entry, a list one where it has room with ``beside`` letters more."""
    if isinstance(value, dict):
        return "".join(
            ["{\n", *(f"  {key}: {_value(item, len(key) + len('  : ,'))},\n" for key, item in value.items()), "}"]
        )
    if not isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    items = [json.dumps(item, ensure_ascii=False) for item in value]
    line = f"[{', '.join(items)}]"
    is_short = beside + len(line) <= _LINE
    return line if is_short else "".join(["[\n", *(f"  {item},\n" for item in items), "]"])


def interface(name: str, struct: type[msgspec.Struct], notes: dict[str, str]) -> str:
    """A struct; ``notes`` holds the docstrings of ``name`` and of ``name.field``."""
    found = types.type_info(struct)
    assert isinstance(found, types.StructType)
    lines = [*_comment(notes[name]), f"export interface {name} {{\n"]
    for field in found.fields:
        lines += _comment(notes.get(f"{name}.{field.name}", ""), "  ")
        is_optional = not field.required and field.default is field.default_factory is msgspec.NODEFAULT
        lines.append(f"  readonly {field.encode_name}{'?' * is_optional}: {type_of(field.type)};\n")
    return "".join([*lines, "}\n"])


def type_of(found: types.Type) -> str:
    """A type of msgspec's as TypeScript writes it."""
    match found:
        case types.StructType(cls=cls):
            written = cls.__name__
        case types.LiteralType(values=values):
            written = " | ".join(map(json.dumps, values))
        case types.UnionType(types=members):
            written = " | ".join(map(type_of, members))
        case types.ListType(item_type=item):
            written = f"readonly {_grouped(item)}[]"
        case types.TupleType(item_types=items):
            written = f"readonly [{', '.join(map(type_of, items))}]"
        case types.DictType(key_type=key, value_type=value):
            written = f"Readonly<Record<{type_of(key)}, {type_of(value)}>>"
        case _:
            written = _SIMPLE[type(found)]
    return written


_SIMPLE: dict[type[types.Type], str] = {
    types.AnyType: "unknown",
    types.BoolType: "boolean",
    types.FloatType: "number",
    types.IntType: "number",
    types.NoneType: "null",
    types.StrType: "string",
}


def _grouped(item: types.Type) -> str:
    written = type_of(item)
    return f"({written})" if " " in written else written


def _comment(note: str, indent: str = "") -> Iterator[str]:
    if note:
        line = " ".join(note.replace("``", "`").split())
        yield f"{indent}/** {line} */\n"


def main() -> int:
    """Write the file, or with ``--check`` compare it."""
    written = text_of(*DESCRIBED)
    if "--check" not in sys.argv:
        FILE.write_text(written, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != written:
        print(f"{FILE.name} is not what lens/wire says: run `make types`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
