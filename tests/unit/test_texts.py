"""Every sentence for people exists in German, says the same, and is what the program uses."""

from __future__ import annotations

import ast
import gettext
import io
import string
from datetime import date
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from buendnis.money import Cents
from buendnis.texts import T, Text, text_from_data, verbatim, written
from votes import derivation, problems

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "buendnis" / "locale"
GERMAN = LOCALE / "de" / "LC_MESSAGES"
Msgid = str | tuple[str, str]


def calls(path: Path, marks: set[str]) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in marks
        and node.args
    ]


def sentence(node: ast.expr) -> str | None:
    if isinstance(node, ast.Subscript):  # click says _(extra["required"]) for the word itself
        node = node.slice
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def sentences_in_code() -> dict[Msgid, str]:
    found: dict[Msgid, str] = {}
    for package in ("buendnis", "votes"):
        for path in (ROOT / package).rglob("*.py"):
            for call in calls(path, {"T", "_"}):
                words = sentence(call.args[0])
                if words:
                    found.setdefault(words, f"{path.relative_to(ROOT)}:{call.lineno}")
    return found


def sentences_of_votes() -> dict[Msgid, str]:
    found: dict[Msgid, str] = dict.fromkeys(derivation.SENTENCES.values(), "votes/derivation.py")
    for pair in problems.SENTENCES.values():
        found |= dict.fromkeys(pair, "votes/problems.py")
    return found


def sentences_of_click() -> dict[Msgid, str]:
    found: dict[Msgid, str] = {}
    for path in Path(click.__path__[0]).glob("*.py"):
        for call in calls(path, {"_"}):
            words = sentence(call.args[0])
            if words:
                found[words] = f"click/{path.name}:{call.lineno}"
        for call in calls(path, {"ngettext"}):
            one, many = sentence(call.args[0]), sentence(call.args[1])
            if one and many:
                found[(one, many)] = f"click/{path.name}:{call.lineno}"
    return found


def everything() -> dict[Msgid, str]:
    return {**sentences_of_click(), **sentences_of_votes(), **sentences_in_code()}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (GERMAN / "buendnis.po").open("rb") as file:
        return read_po(file, locale="de")


def as_key(msgid: object) -> Msgid:
    return (str(msgid[0]), str(msgid[1])) if isinstance(msgid, tuple | list) else str(msgid)


def german(catalogue: Catalog) -> dict[Msgid, tuple[str, ...]]:
    return {
        as_key(one.id): (one.string,) if isinstance(one.string, str) else tuple(one.string)
        for one in catalogue
        if one.id and not one.fuzzy
    }


def fields(text: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name for name in names if name.isidentifier()}


def test_click_has_sentences_to_translate() -> None:
    found = sentences_of_click()
    assert "Show this message and exit." in found
    assert any(isinstance(one, tuple) for one in found)


@pytest.mark.parametrize("source", [sentences_in_code, sentences_of_votes, sentences_of_click])
def test_every_sentence_has_its_german_one(source: object, catalogue: Catalog) -> None:
    known = german(catalogue)
    assert callable(source)
    missing = [
        f"{place}: {words!r}"
        for words, place in source().items()
        if not all(known.get(words) or ("",))
    ]
    assert missing == [], f"{len(missing)} sentences lack a German one (`make texts`)"


def test_no_sentence_is_fuzzy_obsolete_or_left_over(catalogue: Catalog) -> None:
    assert [one.id for one in catalogue if one.id and one.fuzzy] == []
    assert list(catalogue.obsolete) == []
    assert sorted(set(german(catalogue)) - set(everything()), key=str) == []


def test_a_german_sentence_has_the_fields_of_the_english_one(catalogue: Catalog) -> None:
    wrong = []
    for words, strings in german(catalogue).items():
        wanted = [words] if isinstance(words, str) else list(words)
        for text in strings:
            # A plural form may leave out a number that the other form has.
            sets = [fields(one) for one in wanted]
            if text and fields(text) not in sets:
                wrong.append((words, text))
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    compiled = read_mo(io.BytesIO((GERMAN / "buendnis.mo").read_bytes()))
    there = {as_key(one.id): one.string for one in compiled if one.id}
    here = {as_key(one.id): one.string for one in catalogue if one.id and one.string}
    assert {
        key: tuple(value) if not isinstance(value, str) else value for key, value in there.items()
    } == {
        key: tuple(value) if not isinstance(value, str) else value
        for key, value in here.items()
        if value and (isinstance(value, str) or all(value))
    }


def test_the_template_lists_what_the_code_says() -> None:
    with (LOCALE / "buendnis.pot").open("rb") as file:
        listed = {as_key(one.id) for one in read_po(file) if one.id}
    assert listed == set(everything())


def test_german_counts_one_and_many() -> None:
    catalogue = gettext.translation("buendnis", LOCALE, ["de"])
    one, many = "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"
    assert catalogue.ngettext(one, many, 1) != catalogue.ngettext(one, many, 2)


def test_every_marked_sentence_is_written_out() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "buendnis").rglob("*.py")
        for call in calls(path, {"T"})
        if sentence(call.args[0]) is None
    ]
    assert hidden == []


def test_every_marked_sentence_gets_the_values_it_names() -> None:
    wrong = []
    for path in (ROOT / "buendnis").rglob("*.py"):
        for call in calls(path, {"T"}):
            words = sentence(call.args[0])
            given = {keyword.arg for keyword in call.keywords}
            if words is not None and None not in given and fields(words) != given:
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert wrong == []


# ------------------------------------------------------------------------------- the text itself


def test_values_are_written_as_the_reader_does() -> None:
    text = T("{money} by {day}", money=Cents(50_000_001), day=date(2028, 12, 31))
    assert text.render(language="de") == "500.000,01 € by 31.12.2028"
    assert text.render(language="en") == "500,000.01 € by 2028-12-31"


def test_a_text_inside_a_text_is_translated_too() -> None:
    text = T("{one} and {other}", one=T("yes"), other=("a", T("no")))
    assert text.render(
        {"yes": "ja", "no": "nein", "{one} and {other}": "{one} und {other}"}.get, "de"
    ) == (  # type: ignore[arg-type]
        "ja und a, nein"
    )


def test_a_quotation_with_braces_stays_as_it_is() -> None:
    assert str(verbatim("{not} a {field")) == "{not} a {field"
    assert str(T("braces {{stay}}")) == "braces {stay}"


def test_a_text_goes_into_the_record_and_comes_back() -> None:
    text = T("{a}", a=(Cents(5), date(2026, 1, 2), T("yes"), "x", 7))
    assert text_from_data(text.to_data()) == text


def test_a_text_never_changes() -> None:
    text = T("yes")
    with pytest.raises(AttributeError):
        text.msgid = "no"
    assert hash(text) == hash(Text("yes"))
    assert text != "yes"
    assert written(None) == "None"
