"""What a template may do at most: a sandbox that reads its data, and always comes to an end.

No attribute of an object of Python is reached, no filter but a short list, and all that a template
prints, joins, calls and walks through is taken from one budget, so that none runs for ever or fills
the memory. With `text` the only door to Jinja2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from jinja2 import Undefined, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment

# A document of forty pages with three times its text in macros takes a hundredth of it.
MOST = 20_000_000
FILTERS = frozenset(
    {
        *("default", "first", "last", "length", "list", "lower", "upper", "capitalize", "trim"),
        *("map", "select", "reject", "selectattr", "rejectattr", "sort", "unique", "reverse"),
        *("sum", "max", "min", "abs", "groupby", "items", "string", "escape", "e"),
    }
)
_MOST_IN_A_ROW = 100
_CALL, _ROUND = 2000, 100  # what a call of a macro and a round of a loop cost at least


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox with a budget; `begin` fills it, before each rendering."""

    intercepted_binops = frozenset({"**", "*", "%", "+", "-", "/", "//"})

    def __init__(self, **options: Any) -> None:
        super().__init__(finalize=self._printed, **options)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters.update(
            batch=_batch, join=self._join, joined_text=self._joined, walked=self._walked
        )
        self._left = MOST

    def begin(self) -> None:
        """A new budget."""
        self._left = MOST

    def spend(self, cost: int) -> None:
        """Take from the budget. Raises `SecurityError` where it is used up."""
        self._left -= cost
        if self._left < 0:
            raise SecurityError("it does not come to an end, or prints without measure")

    # ------------------------------------------------------------ what it may reach

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Loop variables and what a module exports are Jinja's own; a list may be counted in."""
        if isinstance(obj, LoopContext | TemplateModule | TemplateReference) or (
            isinstance(obj, list) and attribute == "count"
        ):
            return super().getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return getattr(obj, attribute)
        raise SecurityError(f"{attribute} of a value is not reached from a template")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Lists and texts by their places; never an attribute of that name."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    # ------------------------------------------------------------ what it may spend

    def call(self, *arguments: Any, **named: Any) -> Any:
        """Macros, and the few callables that `getattr` lets pass."""
        self.spend(_CALL)
        made = super().call(*arguments, **named)
        if isinstance(made, str):
            self.spend(len(made))
        return made

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers are added and subtracted, nothing else is reckoned with."""
        whole = all(isinstance(one, int) for one in (left, right))
        if operator in ("+", "-") and whole:
            return super().call_binop(context, operator, left, right)
        raise SecurityError(f"{operator} is not allowed in a template")

    def _printed(self, value: Any) -> Any:
        if value is None:
            raise SecurityError("it prints a value that is none")
        self.spend(1 + (len(value) if isinstance(value, str) else 20))
        return value

    def _joined(self, parts: list[Any]) -> Any:
        texts = [one if isinstance(one, str) else str(one) for one in parts]
        self.spend(sum(map(len, texts)))
        return _concatenated(texts, parts)

    def _join(self, values: Iterable[Any], between: str = "", attribute: str | None = None) -> Any:
        found = list(values)
        if attribute is not None:
            found = [self.getitem(one, attribute) for one in found]
        texts = [one if isinstance(one, str) else str(one) for one in found]
        self.spend(sum(map(len, texts)) + len(between) * len(texts))
        return between.join(texts)

    def _walked(self, values: Any, cost: int) -> Iterator[Any]:
        for value in values:
            self.spend(cost)
            yield value

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with its loops and joints led through the budget."""
        self.spend(len(source))
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            size = sum(len(one.data) for one in loop.find_all(nodes.TemplateData))
            loop.iter = _filter("walked", cast(nodes.Expr, loop.iter), [nodes.Const(_ROUND + size)])
        for joint in list(tree.find_all(nodes.Concat)):
            joint.nodes = [_filter("joined_text", nodes.List(joint.nodes), [])]
        return tree


def _filter(name: str, value: nodes.Expr, arguments: list[nodes.Expr]) -> nodes.Filter:
    made = nodes.Filter(value, name, arguments, [], None, None)
    made.set_lineno(value.lineno or 1)
    return made


def _concatenated(texts: list[str], parts: list[Any]) -> Any:
    """What Jinja's own joint gives: marked-up text where a part is marked up."""
    from markupsafe import Markup, escape

    if any(hasattr(one, "__html__") for one in parts):
        return Markup("").join(escape(one) for one in parts)
    return "".join(texts)


def _batch(values: Iterable[Any], count: int) -> Iterator[list[Any]]:
    """Rows of so many values; the last may be shorter."""
    if not 0 < count <= _MOST_IN_A_ROW:
        raise SecurityError("batch takes from 1 to 100 in a row")
    row: list[Any] = []
    for value in values:
        row.append(value)
        if len(row) == count:
            yield row
            row = []
    if row:
        yield row
