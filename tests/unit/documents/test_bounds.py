"""A template reaches its data and nothing else, and comes to an end."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest

from buendnis.documents.bounds import MOST
from buendnis.documents.text import TemplateError, render_markup

_FORBIDDEN = {
    "a file": "{% include '/etc/passwd' %}",
    "a file above": "{% include '../../../etc/passwd' %}",
    "a file by import": "{% import 'os' as os %}",
    "an import": "{{ self.__init__.__globals__.__builtins__.__import__('os') }}",
    "a class": "{{ a.__class__ }}",
    "a class by key": "{{ a['__class__'] }}",
    "a class by filter": "{{ a.t|attr('__class__') }}",
    "a class by map": "{{ [a.t]|map(attribute='__class__')|list }}",
    "a class by format": "{{ '{0.__class__}'.format(a.t) }}",
    "a method of a text": "{{ a.t.upper() }}",
    "a method of a text by key": "{{ a.t['upper']() }}",
    "a method of a list": "{{ a.rows.append(1) }}",
    "a list that is changed": "{% set _ = a.rows.clear() %}",
    "a call of a value": "{{ a.t() }}",
    "globals": "{{ cycler.__init__.__globals__ }}",
    "the context": "{{ self._TemplateReference__context }}",
    "the environment": "{{ loop.__class__ }}",
    "markup of its own": "{{ a.t|safe }}",
    "a nothing": "{% set x = none %}{{ x }}",
}
_ENDLESS = {
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a product": "{{ 'a' * 1000000000 }}",
    "a list's product": "{{ [1] * 1000000000 }}",
    "a format": "{{ '%1000000000d' % 1 }}",
    "a format by filter": "{{ '%1000000000d'|format(1) }}",
    "a width": "{{ 'a'|center(1000000000) }}",
    "an indent": "{{ 'a'|indent(1000000000) }}",
    "a fill": "{{ [1]|batch(1000000000, 'x')|list }}",
    "slices": "{{ [1]|slice(1000000000)|list }}",
    "a range": "{% for x in range(1000000000) %}x{% endfor %}",
    "a doubling": "{% set n = namespace(x='ab') %}",
    "itself": "{% include 'a/template.xml' %}",
    "a macro of itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "loops in loops": "{% for a1 in a.rows %}" * 12 + "x" + "{% endfor %}" * 12,
    "joints": "{% set x = 'ab' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "sums of texts": "{% set x = 'ab' %}" + "{% set x = x + x %}" * 60 + "{{ x }}",
    "sums of lists": "{% set x = [1, 2] %}" + "{% set x = x + x %}" * 60 + "{{ x|length }}",
    "macros in macros": "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}"
    "{% set y = 'ab' %}" + "{% set y = d(y) %}" * 60 + "{{ y }}",
    "calls in calls": "".join(
        f"{{% macro m{n}() %}}{{{{ m{n + 1}() }}}}{{{{ m{n + 1}() }}}}{{% endmacro %}}"
        for n in range(60)
    )
    + "{% macro m60() %}x{% endmacro %}{{ m0() }}",
    "blocks that are set": "{% set x %}ab{% endset %}"
    + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60
    + "{{ x }}",
    "joins": "{% set x = ['ab', 'cd'] %}" + "{% set x = [x|join, x|join] %}" * 60 + "{{ x }}",
}
_DATA = {"a": {"t": "Text", "rows": list(range(30))}}


def _refused(text: str) -> TemplateError:
    source = json.dumps({"main": "a/template.xml", "files": {"a/template.xml": text}}).encode()
    with pytest.raises(TemplateError) as caught:
        render_markup(source, _DATA)
    return caught.value


@pytest.mark.parametrize("what", sorted(_FORBIDDEN))
def test_a_template_reaches_nothing_of_python(what: str) -> None:
    (finding,) = _refused(_FORBIDDEN[what]).findings
    assert finding.file.startswith("templates/")
    assert "root:" not in str(finding.message)


@pytest.mark.parametrize("what", sorted(_ENDLESS))
def test_a_template_without_end_is_stopped(what: str) -> None:
    began = time.monotonic()
    tracemalloc.start()
    try:
        _refused(_ENDLESS[what])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < 60
    assert most < 20 * MOST


def test_a_long_document_stays_within_its_bounds() -> None:
    text = "{% macro say(x) %}<p>{{ x }}</p>{% endmacro %}"
    text += "{% for one in a.rows %}{{ say(one) }}{% endfor %}"
    source = json.dumps({"main": "a/template.xml", "files": {"a/template.xml": text}}).encode()
    rows = ["Wort " * 60] * 2000  # some 200 pages
    for _ in range(3):
        assert render_markup(source, {"a": {"rows": rows}}).count("<p>") == 2000
