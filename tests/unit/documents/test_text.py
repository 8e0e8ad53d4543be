"""A template gets its values or says which is missing; what it prints is escaped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import jinja2
import pytest

from buendnis.documents.markup import visible
from buendnis.documents.text import (
    TemplateError,
    render_markup,
    template_source,
    used_names,
)


def _bundle(text: str, **others: str) -> bytes:
    files = {"a/template.xml": text} | {
        name.replace("__", "/"): one for name, one in others.items()
    }
    return json.dumps({"main": "a/template.xml", "files": files}).encode()


def _finding(text: str, data: dict[str, object], **others: str) -> tuple[str, int, str]:
    with pytest.raises(TemplateError) as caught:
        render_markup(_bundle(text, **others), data)
    (finding,) = caught.value.findings
    return finding.file, finding.line, finding.field


def test_values_are_escaped() -> None:
    text = render_markup(_bundle("<p>{{ a.b }}</p>"), {"a": {"b": '<b>"&</b>{{ 1 }}'}})
    assert text == "<p>&lt;b&gt;&#34;&amp;&lt;/b&gt;{{ 1 }}</p>"


@pytest.mark.parametrize("value", [None, "", "  \n "])
def test_a_value_that_is_empty_is_an_error_that_names_template_line_and_field(
    value: object,
) -> None:
    found = _finding("<p>ja</p>\n<p>{{ a.b.c }}</p>", {"a": {"b": {"c": value}}})
    assert found == ("templates/a/template.xml", 2, "a.b.c")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{{ a.x }}", "a.x"),
        ("{{ a.x.y }}", "a.x.y"),
        ("{{ a['x'] }}", "a.x"),
        ("{{ x }}", "x"),
        ("{{ a.x|date }}", "a.x"),
        ("{{ a.x|euro }}", "a.x"),
        ("{{ a.x ~ 'b' }}", "a.x"),
        ("{{ a.x|upper }}", "a.x"),
        ("{% for one in a.x %}{% endfor %}", "a.x"),
        ("{% for one in a.x|lines %}{% endfor %}", "a.x"),
        ("{% if a.x == 1 %}{% endif %}", "a.x"),
        ("{{ a.rows[0].x }}", "a.rows[0].x"),
        ("{{ a.rows|join(',', attribute='x') }}", "a.rows[0].x"),
        ("{{ a.x|length }}", "a.x"),
    ],
)
def test_every_way_to_print_a_missing_value_names_it(text: str, field: str) -> None:
    assert _finding(text, {"a": {"rows": [{}]}}) == ("templates/a/template.xml", 1, field)


def test_a_missing_value_may_be_asked_for() -> None:
    text = "{% if a.x %}1{% endif %}{{ a.x or '–' }}{% if a.x is given %}2{% endif %}"
    assert render_markup(_bundle(text), {"a": {}}) == "–"


def test_zero_is_a_value() -> None:
    text = "{{ a.x }}{% if a.x is given %} da{% endif %}"
    assert render_markup(_bundle(text), {"a": {"x": 0}}) == "0 da"


def test_a_missing_value_in_a_macro_is_reported_where_it_was_handed_over() -> None:
    text = '{% from "m.xml" import row %}\n\n{{ row(a.x) }}'
    found = _finding(text, {"a": {}}, **{"m.xml": "{% macro row(v) %}\n{{ v }}\n{% endmacro %}"})
    assert found == ("templates/a/template.xml", 3, "a.x")


def test_a_mistake_in_the_template_is_named_with_its_line() -> None:
    assert _finding("<p>\n{% if %}</p>", {})[:2] == ("templates/a/template.xml", 2)


def test_names_of_python_methods_are_plain_keys() -> None:
    assert render_markup(_bundle("{{ a.items }}"), {"a": {"items": "x"}}) == "x"
    assert _finding("{{ a.keys }}", {"a": {}})[2] == "a.keys"


@pytest.mark.parametrize(
    "text",
    [
        "{{ a.__class__ }}",
        "{{ a['__class__'] }}",
        "{{ 'x'.__class__.__mro__ }}",
        "{{ ''.format.__globals__ }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(1000000000) }}",
        "{% include 'other.xml' %}",
        "{{ cycler.__init__.__globals__ }}",
    ],
)
def test_a_template_reaches_nothing_but_its_data(text: str) -> None:
    _finding(text, {"a": {"b": 1}})


def test_days_money_shares_and_numbers_are_written_as_germans_write_them() -> None:
    text = "{{ a.d|date }} {{ a.c|euro }} {{ a.p|percent }} {{ a.n|number }}"
    data = {"a": {"d": "2028-12-31", "c": 50_000_001, "p": 6250, "n": 1234567}}
    assert (
        render_markup(_bundle(text), data) == "31.12.2028 500.000,01\u00a0€ 62,5\u00a0% 1.234.567"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("{{ a|euro }}", "12"), ("{{ a|date }}", "31.12.2028"), ("{{ a|percent }}", 1.5)],
)
def test_a_value_of_the_wrong_kind_is_an_error(text: str, value: object) -> None:
    assert _finding(text, {"a": value})[:2] == ("templates/a/template.xml", 1)


def test_characters_that_no_markup_can_hold_are_written_out() -> None:
    assert visible("a\x00b\x1b\ud800\ufffe\nc\td") == "a[U+0000]b[U+001B][U+D800][U+FFFE]\nc\td"


def test_an_alliance_may_have_its_own_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "workflows" / "muster" / "templates" / "votum"
    own.mkdir(parents=True)
    (own / "template.xml").write_text("<document><p>eigen</p></document>")
    monkeypatch.setenv("BUENDNIS_CONTENT", str(tmp_path))
    assert b">eigen<" in template_source("votum", "muster")
    assert b">eigen<" not in template_source("votum", "leine-weser")


def test_a_bundle_holds_the_layout_so_that_old_documents_stay_as_they_were() -> None:
    files = json.loads(template_source("votum"))["files"]
    assert set(files) == {"votum/template.xml", "_layout/macros.xml"}


@pytest.mark.parametrize("kind", ["../etc", "nothing", "", "a/b"])
def test_a_kind_without_template_is_refused(kind: str) -> None:
    with pytest.raises(TemplateError):
        template_source(kind)


def test_a_broken_bundle_is_refused() -> None:
    with pytest.raises(TemplateError):
        render_markup(b"{", {})


def test_the_names_that_a_template_reads_are_known() -> None:
    assert used_names(_bundle("{{ a.b }}{% for x in c %}{{ x }}{% endfor %}")) == {"a", "c"}


def test_gathering_the_data_of_a_document_loads_no_heavy_library() -> None:
    script = (
        "import sys, buendnis.documents.data, buendnis.documents.issue, buendnis.documents.page\n"
        "print([m for m in ('jinja2', 'reportlab', 'sqlmodel', 'openpyxl') if m in sys.modules])"
    )
    root = str(Path(__file__).resolve().parents[3])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_layout_that_bundles_share_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_once = jinja2.Environment.compile

    def counted(self: Any, source: Any, name: Any = None, *rest: Any, **options: Any) -> Any:
        compiled.append(str(name))
        return compile_once(self, source, name, *rest, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    layout = f"{{# {uuid4()} #}}{{% macro say(word) %}}<p>{{{{ word }}}}</p>{{% endmacro %}}"
    for word in ("eins", "zwei"):
        text = '{% from "_layout/macros.xml" import say %}{{ say("' + word + '") }}'
        assert f"<p>{word}</p>" in render_markup(
            _bundle(text, **{"_layout__macros.xml": layout}), {}
        )
    assert compiled.count("_layout/macros.xml") == 1
