"""Where long German words may be broken: the only door to pyphen.

Soft hyphens go into long words only, and leave at least four letters on each side. A compound is
broken between its words, where they are known (`compounds.PARTS`) or an ending such as -ungs-
shows it; any other word by the patterns of the language, without the places that no reader would
break at (before a vowel, before letters that begin no syllable, between s and t). Pure: a word is
always broken alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyphen import LANGUAGES  # type: ignore[import-untyped]
from pyphen import HyphDict as _Patterns

from buendnis.documents.compounds import PARTS

SOFT = "\u00ad"
LONG = 12  # letters of a word that may be broken
ENDS = 4  # letters that stay together at its beginning and its end

_WORDS = re.compile(rf"[^\W\d_]{{{LONG},}}")
_PART = re.compile("|".join(sorted(PARTS.split(), key=len, reverse=True)), re.IGNORECASE)
_SEAM = re.compile(r"(?:ungs|heits|keits|schafts|tions|itäts)(?=[^\W\d_])", re.IGNORECASE)
_SYLLABLE = re.compile(r"(?:sch|ch|ph|[bdfgkpt][lr]|[^\W\d_aeiouyäöü])[aeiouyäöü]", re.IGNORECASE)
_DIGITS = str.maketrans("", "", "0123456789")


def hyphenated(text: str) -> str:
    """The text with soft hyphens where its long words may be broken."""
    return _WORDS.sub(_soft, text)


def _soft(match: re.Match[str]) -> str:
    return _parted(match[0])


@lru_cache(maxsize=4096)
def _parted(word: str) -> str:
    if len(word) > 60:
        return word  # no word of a language; it breaks anywhere
    places = _seams(word) or [place for place in _german().positions(word) if _good(word, place)]
    places = [place for place in places if ENDS <= place <= len(word) - ENDS]
    parts = zip([0, *places], [*places, len(word)], strict=True)
    return SOFT.join(word[first:last] for first, last in parts)


def _seams(word: str) -> list[int]:
    """Where the words of a compound meet: after known parts from its beginning, after endings."""
    found = {match.end() for match in _SEAM.finditer(word)}
    at = 0
    while match := _PART.match(word, at):
        at = match.end()
        found.add(at)
    return sorted(place for place in found if ENDS <= place <= len(word) - ENDS)


def _good(word: str, place: int) -> bool:
    """Whether a syllable begins there, and s and t stay together."""
    together = word[place - 1 : place + 1].lower() == "st"
    return not together and _SYLLABLE.match(word, place) is not None


@lru_cache(maxsize=1)
def _german() -> _Patterns:
    return _Lazy()


class _Lazy(_Patterns):  # type: ignore[misc]
    """The patterns of German as the library has them, each read when a word first meets it: to
    read all 78,000 at once takes longer than to set a letter."""

    def __init__(self) -> None:
        path = LANGUAGES["de_DE"]
        encoding = path.read_bytes().split(b"\n", 1)[0].decode().strip()
        lines = path.read_text(encoding).split("\n")[1:]
        self.patterns = _OnDemand(
            zip("\n".join(lines).translate(_DIGITS).split("\n"), lines, strict=True)
        )
        self.cache: dict[str, list[int]] = {}
        self.maxlen = max(map(len, self.patterns))


class _OnDemand(dict[str, str]):
    """Letters of a pattern to the pattern; asked for, the place and the values of its digits."""

    def get(self, key: str, _default: object = None) -> tuple[int, tuple[int, ...]] | None:  # type: ignore[override]
        line = super().get(key)
        return _values(line) if line is not None else None


@lru_cache(maxsize=8192)
def _values(line: str) -> tuple[int, tuple[int, ...]] | None:
    """The digits between the letters of a pattern (`1be2r`: 1, 0, 2, 0), without zeros around."""
    values = [int(digit or "0") for digit, _ in re.findall(r"(\d?)(\D?)", line)]
    if not any(values):
        return None
    first = next(index for index, value in enumerate(values) if value)
    last = max(index for index, value in enumerate(values) if value)
    return first, tuple(values[first : last + 1])
