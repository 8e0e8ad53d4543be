"""The reader's language: chosen once for each call, for our sentences and for click's own.

Click takes its words from the standard library's gettext. The default text domain is bound to our
catalogue, so one .po file holds both.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from buendnis.texts import Text

DOMAIN = "buendnis"
LANGUAGES = ("de", "en")
# Cut as text: pathlib alone would cost a tenth of the start-up time.
LOCALE_FOLDER = __file__.replace("\\", "/").rsplit("/", 2)[0] + "/locale"

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen = ["en"]
_catalogues: dict[str, gettext.NullTranslations] = {}


def chosen_language(arguments: Sequence[str] = ()) -> str:
    """`de` or `en`: from `--lang`, else from the environment's locale, else English.

    `--lang` is looked for before click parses anything, because help and usage errors are
    written in that language too. A wrong value is left for click to refuse.
    """
    named = _named_language(arguments)
    if named in LANGUAGES:
        return named
    locale = next((os.environ[one] for one in _VARIABLES if os.environ.get(one)), "")
    wished = os.environ.get("LANGUAGE", "").split(":")
    # The usual rule: LANGUAGE orders the languages, but not where the locale is C.
    for value in (*wished, locale) if _short(locale) not in ("c", "posix") else ():
        if _short(value) in LANGUAGES:
            return _short(value)
    return "en" if locale else _system_language()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, every sentence is written in `language`; the state before returns afterwards."""
    before, environment = _chosen[0], os.environ.get("LANGUAGE")
    domain = gettext.textdomain()
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)
    _chosen[0], os.environ["LANGUAGE"] = language, language
    try:
        yield
    finally:
        _chosen[0] = before
        gettext.textdomain(domain)
        if environment is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = environment


def language() -> str:
    """The language in use."""
    return _chosen[0]


def translate(msgid: str) -> str:
    """The sentence in the language in use; the English one where the catalogue has none."""
    catalogue = _catalogues.get(_chosen[0]) or _load(_chosen[0])
    return catalogue.gettext(msgid) if msgid else ""


def _load(name: str) -> gettext.NullTranslations:
    """Reads a catalogue once; gettext's own search would look for it again at each sentence."""
    _catalogues[name] = gettext.NullTranslations()
    try:
        with open(f"{LOCALE_FOLDER}/{name}/LC_MESSAGES/{DOMAIN}.mo", "rb") as file:  # noqa: PTH123 - pathlib costs start-up time
            _catalogues[name] = gettext.GNUTranslations(file)
    except FileNotFoundError:
        pass  # English needs none
    return _catalogues[name]


def say(text: Text | str) -> str:
    """A text as a person reads it now."""
    return text if isinstance(text, str) else text.render(translate, language())


def _named_language(arguments: Sequence[str]) -> str:
    named = ""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
        elif argument == "--lang" and index + 1 < len(arguments):
            named = arguments[index + 1]
    return named


def _short(value: str) -> str:
    """`de` of `de_DE.UTF-8@euro`."""
    for mark in ".@_-":
        value = value.partition(mark)[0]
    return value.lower()


def _system_language() -> str:
    """Windows has no locale variables; its own setting counts there."""
    if sys.platform == "win32":
        import locale

        return "de" if (locale.getlocale()[0] or "").lower().startswith(("de", "german")) else "en"
    return "en"
