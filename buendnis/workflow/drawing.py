"""The workflow drawn as SVG: the longest way down the middle, what leaves it to the right, what
goes back to the left. Arrows bear numbers, and a list says which steps they are.

Whoever cannot see it reads `<title>` and `<desc>`, which say the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from buendnis.workflow.definition import Step, Workflow
from buendnis.workflow.export import Arrow, arrows

_WIDTH, _HEIGHT = 170, 40
_ROW, _COLUMN = 86, 235
_TOP, _LANE, _LINE = 64, 17, 21
_FONT = "font-family=\"'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif\""
_COLOURS = {
    "planned": ("#e8f1fb", "#2f6eb0"),
    "endorsed": ("#e6f4ea", "#2e7d4f"),
    "owes_report": ("#fdf3e0", "#b07415"),
    "final": ("#333f4a", "#333f4a"),
}
_USUAL = ("#f3f4f6", "#5b6772")
_DOWN, _BACK, _ASIDE = "#44515c", "#b4552d", "#7a868f"
# Words of the picture, for it stands alone, outside of the catalogue.
_WORDS = {
    "de": ("Ablauf", "Schritte", "Von „{source}“ nach „{target}“: {steps}."),
    "en": ("The course", "Steps", "From “{source}” to “{target}”: {steps}."),
}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a state stands: its row and column, and its middle in pixels."""

    row: int
    column: int
    x: float
    y: float


def svg(workflow: Workflow, language: str = "de") -> str:
    """The workflow as an SVG picture with labels in a language."""
    return _Drawing(workflow, language).text()


class _Drawing:
    def __init__(self, workflow: Workflow, language: str) -> None:
        self.workflow = workflow
        self.language = language
        self.arrows = arrows(workflow)
        self.spine = longest_way(workflow)
        self.back = [one for one in self.arrows if self._kind(one) == "back"]
        self.left = 40 + _LANE * (len(self.back) + 1)
        self.spots = self._spots()
        self.numbers = self._numbers()

    def text(self) -> str:
        columns = max(spot.column for spot in self.spots.values()) + 1
        legend = self.left + columns * _COLUMN + 60
        width = legend + 430
        rows = max(spot.row for spot in self.spots.values()) + 1
        height = max(_TOP + rows * _ROW, _TOP + 40 + _LINE * len(self.numbers))
        name, steps, _ = _WORDS[self.language]
        title = f"{name}: {self.workflow.alliance}, {self.workflow.version}"
        lines = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                f'width="{width}" height="{height}" role="img" lang="{self.language}" '
                f'aria-labelledby="title desc" {_FONT} font-size="13">'
            ),
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(self._words())}</desc>',
            "<defs>",
            *(_head(name, colour) for name, colour in _HEADS.items()),
            "</defs>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            (
                f'<text x="24" y="32" font-size="18" font-weight="bold" fill="#222b33">'
                f"{escape(title)}</text>"
            ),
            *self._lines(),
            *(self._box(state) for state in self.spots),
            *self._legend(legend, steps),
            "</svg>",
        ]
        return "\n".join(lines) + "\n"

    def _spots(self) -> dict[str, _Spot]:
        """The spine in the first column; every other state in the first free place below the
        lowest state of the spine that leads to it."""
        spots = {name: self._spot(row, 0) for row, name in enumerate(self.spine)}
        taken = {(spot.row, spot.column) for spot in spots.values()}
        for name in self.workflow.states:
            if name in spots:
                continue
            rows = [self.spine.index(a.source) for a in self.arrows
                    if a.target == name and a.source in self.spine]  # fmt: skip
            # What can be left from nearly everywhere stands apart, in the middle of its sources.
            apart = len(rows) > len(self.spine) // 3
            row = sum(rows) // len(rows) if apart else max(rows, default=0) + 1
            column = 3 if apart else 1
            while (row, column) in taken:
                column += 1
            taken.add((row, column))
            spots[name] = self._spot(row, column)
        return {name: spots[name] for name in self.workflow.states}

    def _spot(self, row: int, column: int) -> _Spot:
        x = self.left + _WIDTH / 2 + column * _COLUMN
        # Beside the spine states stand between its rows, so that arrows pass them.
        aside = _ROW * 0.45 if column in (1, 2) else 0
        return _Spot(row, column, x, _TOP + _HEIGHT / 2 + row * _ROW + aside)

    def _kind(self, arrow: Arrow) -> str:
        spine = self.spine
        if arrow.source in spine and arrow.target in spine:
            return "down" if spine.index(arrow.source) + 1 == spine.index(arrow.target) else "back"
        if arrow.target in spine and list(self.workflow.states).index(arrow.target) < list(
            self.workflow.states
        ).index(arrow.source):
            return "return"
        return "aside"

    def _numbers(self) -> dict[str, int]:
        """A number for each step that leads somewhere else."""
        moving = {step.name for arrow in self.arrows for step in arrow.steps}
        names = [name for name in self.workflow.steps if name in moving]
        return {name: number for number, name in enumerate(names, 1)}

    def _lines(self) -> Iterator[str]:
        lane = 0
        for arrow in sorted(self.arrows, key=lambda one: self._kind(one) == "down"):
            kind = self._kind(arrow)
            source, target = self.spots[arrow.source], self.spots[arrow.target]
            if kind == "down":
                path = f"M {source.x} {source.y + _HEIGHT / 2} V {target.y - _HEIGHT / 2 - 7}"
                at = (source.x, (source.y + target.y) / 2 - 3)
            elif kind == "back":
                lane += 1
                path, at = _around(source, target, self.left - 12 - _LANE * lane)
            else:
                path, at = _across(source, target)
            name = {"down": "down", "back": "back", "return": "back"}.get(kind, "aside")
            dash = "" if kind == "down" else ' stroke-dasharray="5 4"' if name == "back" else ""
            yield (
                f'<path d="{path}" fill="none" stroke="{_HEADS[name]}" '
                f'stroke-width="{1.8 if kind == "down" else 1.2}"{dash} '
                f'marker-end="url(#{name})"/>'
            )
            yield from self._badges(arrow.steps, at, _HEADS[name])

    def _badges(self, steps: Sequence[Step], at: tuple[float, float], colour: str) -> Iterator[str]:
        for offset, step in enumerate(steps):
            x, y = at[0] + offset * 21, at[1]
            yield f'<circle cx="{x:g}" cy="{y:g}" r="9.5" fill="#ffffff" stroke="{colour}"/>'
            yield (
                f'<text x="{x:g}" y="{y + 3.6:g}" text-anchor="middle" font-size="10.5" '
                f'fill="{colour}">{self.numbers[step.name]}</text>'
            )

    def _box(self, name: str) -> str:
        spot, state = self.spots[name], self.workflow.states[name]
        mark = next((one for one in _COLOURS if one in state.marks), "")
        fill, edge = _COLOURS.get(mark, _USUAL)
        ink = "#ffffff" if mark == "final" else "#222b33"
        return (
            f'<g><rect x="{spot.x - _WIDTH / 2:g}" y="{spot.y - _HEIGHT / 2:g}" width="{_WIDTH}" '
            f'height="{_HEIGHT}" rx="9" fill="{fill}" stroke="{edge}" stroke-width="1.6"/>'
            f'<text x="{spot.x:g}" y="{spot.y + 4.5:g}" text-anchor="middle" fill="{ink}">'
            f"{escape(state.label.in_language(self.language))}</text></g>"
        )

    def _legend(self, x: int, heading: str) -> Iterator[str]:
        yield (
            f'<text x="{x}" y="{_TOP + 12}" font-weight="bold" fill="#222b33">'
            f"{escape(heading)}</text>"
        )
        for row, (name, number) in enumerate(self.numbers.items(), 1):
            label = self.workflow.steps[name].label.in_language(self.language)
            y = _TOP + 14 + row * _LINE
            yield (
                f'<text x="{x + 18}" y="{y}" text-anchor="end" fill="#5b6772">{number}</text>'
                f'<text x="{x + 28}" y="{y}" fill="#222b33">{escape(label)}</text>'
            )

    def _words(self) -> str:
        labels = {n: s.label.in_language(self.language) for n, s in self.workflow.states.items()}
        sentence = _WORDS[self.language][2]
        return " ".join(
            sentence.format(
                source=labels[one.source],
                target=labels[one.target],
                steps=", ".join(step.label.in_language(self.language) for step in one.steps),
            )
            for one in self.arrows
        )


_HEADS = {"down": _DOWN, "back": _BACK, "aside": _ASIDE}


def longest_way(workflow: Workflow) -> tuple[str, ...]:
    """The longest way from the initial state, along arrows that go on in the order of the file."""
    order = {name: number for number, name in enumerate(workflow.states)}
    best: dict[str, tuple[str, ...]] = {workflow.initial: (workflow.initial,)}
    for name in workflow.states:
        if name not in best:
            continue
        for arrow in arrows(workflow):
            way = (*best[name], arrow.target)
            if arrow.source != name or order[arrow.target] < order[name]:
                continue
            if len(way) > len(best.get(arrow.target, ())):
                best[arrow.target] = way
    return max(best.values(), key=len)


def _around(source: _Spot, target: _Spot, x: float) -> tuple[str, tuple[float, float]]:
    """Past the boxes on their left side: out, along a lane of its own, and in again."""
    left = source.x - _WIDTH / 2
    up = target.y < source.y
    out, into = source.y + (-7 if up else 7), target.y + (7 if up else -7)
    turn = -8 if up else 8
    path = (
        f"M {left:g} {out:g} H {x + 8:g} Q {x:g} {out:g} {x:g} {out + turn:g} "
        f"V {into - turn:g} Q {x:g} {into:g} {x + 8:g} {into:g} H {left - 7:g}"
    )
    return path, (x, (out + into) / 2)


def _across(source: _Spot, target: _Spot) -> tuple[str, tuple[float, float]]:
    """A curve between two columns, from side to side."""
    right = target.x > source.x
    if target.column == source.column:
        right = True
    half = _WIDTH / 2
    x1 = source.x + (half if right else -half)
    x2 = target.x + (-half - 7 if right and target.column != source.column else half + 7)
    bend = max(40.0, abs(x2 - x1) / 2)
    c1 = x1 + (bend if right else -bend)
    c2 = x2 + (-bend if right and target.column != source.column else bend)
    path = f"M {x1:g} {source.y:g} C {c1:g} {source.y:g} {c2:g} {target.y:g} {x2:g} {target.y:g}"
    part = 1 / 4  # nearer to where the step begins
    x = _curve(x1, c1, c2, x2, part)
    y = _curve(source.y, source.y, target.y, target.y, part)

    return path, (x, y)


def _curve(a: float, b: float, c: float, d: float, t: float) -> float:
    s = 1 - t
    return s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d


def _head(name: str, colour: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 10 10" refX="3" refY="5" markerWidth="8" '
        f'markerHeight="8" orient="auto" markerUnits="userSpaceOnUse">'
        f'<path d="M 0 0 L 10 5 L 0 10 z" fill="{colour}"/></marker>'
    )
