"""Mutants of a module: each is the module with one small mistake.

The mistakes are those that people make in counting: a comparison that is off by its edge or turned
round, a number that is one too large or too small, a condition that is forgotten or negated, `and`
for `or`, a statement left out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

from msgspec import Struct

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
}
_DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Raise, ast.Return)


class Mutant(Struct, frozen=True):
    """A module with one mistake: its file, the line, what was changed, and the whole text."""

    file: Path
    line: int
    change: str
    text: str


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines."""
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source, str(file))
    lines, kept = source.splitlines(), _kept(tree)
    found = [
        (node.lineno, number, change, apply)
        for number, node in enumerate(ast.walk(tree))
        if hasattr(node, "lineno") and node not in kept
        for change, apply in _changes(node)
    ]
    for line, number, change, apply in sorted(found, key=lambda one: one[:2]):
        copy = deepcopy(tree)
        changed = list(ast.walk(copy))[number]
        if isinstance(changed, ast.Constant):
            change += f" in “{lines[line - 1].strip()}”"
        apply(changed)
        yield Mutant(file, line, change, ast.unparse(ast.fix_missing_locations(copy)))


Apply = Callable[[ast.AST], None]


def _kept(tree: ast.Module) -> frozenset[ast.AST]:
    """What is no counting: how a record is made (`frozen=True`)."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return frozenset(one.value for node in classes for one in node.keywords)


def _changes(node: ast.AST) -> Iterator[tuple[str, Apply]]:
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{_word(node.op)} → {_word(other())}", _setter("op", other)
        for number in range(len(node.values)):
            yield f"without “{ast.unparse(node.values[number])}”", _remover("values", number)
    elif isinstance(node, ast.BinOp) and type(node.op) in _CALCULATED:
        calculated = _CALCULATED[type(node.op)]
        yield f"{_word(node.op)} → {_word(calculated())}", _setter("op", calculated)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without not: “{ast.unparse(node)}”", _without_not
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.If | ast.IfExp):
        yield f"if not ({ast.unparse(node.test)})", _negated("test")
    yield from _omissions(node)


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, Apply]]:
    for number, operator in enumerate(node.ops):
        for other in _COMPARED[type(operator)]:

            def change(one: ast.AST, number: int = number, other: type[ast.cmpop] = other) -> None:
                assert isinstance(one, ast.Compare)
                one.ops[number] = other()

            yield f"{_word(operator)} → {_word(other())} in “{ast.unparse(node)}”", change


def _constants(node: ast.Constant) -> Iterator[tuple[str, Apply]]:
    values: tuple[object, ...] = ()
    if isinstance(node.value, bool):
        values = (not node.value,)
    elif isinstance(node.value, int):
        values = (node.value + 1, node.value - 1)
    for value in values:

        def change(one: ast.AST, value: object = value) -> None:
            assert isinstance(one, ast.Constant)
            one.value = value  # type: ignore[assignment]

        yield f"{node.value!r} → {value!r}", change


def _omissions(node: ast.AST) -> Iterator[tuple[str, Apply]]:
    """A body without one of its statements; what a name stands for is never left without value."""
    for part in ("body", "orelse"):
        body = getattr(node, part, None)
        if not isinstance(body, list) or isinstance(node, ast.Module | ast.ClassDef):
            continue
        for number, statement in enumerate(body):
            documented = isinstance(statement, ast.Expr) and isinstance(
                statement.value, ast.Constant
            )
            if isinstance(statement, _DROPPED) and not documented:

                def change(one: ast.AST, part: str = part, number: int = number) -> None:
                    getattr(one, part)[number] = ast.Pass()

                yield f"without “{ast.unparse(statement)}” (line {statement.lineno})", change


def _setter(name: str, made: Callable[[], ast.AST]) -> Apply:
    return lambda one: setattr(one, name, made())


def _remover(name: str, number: int) -> Apply:
    def change(one: ast.AST) -> None:
        assert isinstance(one, ast.BoolOp)
        # One value left is no BoolOp for a reader, but Python accepts it doubled.
        kept = [value for place, value in enumerate(one.values) if place != number]
        setattr(one, name, kept if len(kept) > 1 else kept * 2)

    return change


def _without_not(one: ast.AST) -> None:
    assert isinstance(one, ast.UnaryOp)
    one.operand = ast.UnaryOp(ast.Not(), one.operand)


def _negated(name: str) -> Apply:
    def change(one: ast.AST) -> None:
        setattr(one, name, ast.UnaryOp(ast.Not(), getattr(one, name)))

    return change


def _word(operator: ast.AST) -> str:
    return {
        "Lt": "<",
        "LtE": "<=",
        "Gt": ">",
        "GtE": ">=",
        "Eq": "==",
        "NotEq": "!=",
        "Add": "+",
        "Sub": "-",
        "Mult": "*",
        "In": "in",
        "NotIn": "not in",
        "Is": "is",
        "IsNot": "is not",
        "And": "and",
        "Or": "or",
    }[type(operator).__name__]
