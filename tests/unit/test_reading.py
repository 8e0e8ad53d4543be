"""Strict reading of TOML: limits first, then every mistake at once, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from buendnis.errors import Finding, Unreadable
from buendnis.reading import FILE_SIZE, Table, read_toml, toml_table


def said(findings: tuple[Finding, ...]) -> list[tuple[str, int]]:
    return [(one.field, one.line) for one in findings]


def refusal(content: bytes) -> Finding:
    with pytest.raises(Unreadable) as caught:
        toml_table(content, "file.toml")
    (finding,) = caught.value.findings
    return finding


def taken(table: Table) -> Table:
    table.text("title", required=True)
    table.day("start")
    for row in table.tables("costs"):
        row.whole("year", required=True, least=1900, most=9999)
        row.amount("amount", required=True)
    inner = table.table("project")
    inner.choice("kind", ("new", "old"))
    table.finish()
    return table


def test_a_right_file_has_no_findings_and_its_values() -> None:
    table = toml_table(
        b'title = "T"\nstart = 2028-02-29\n[project]\nkind = "new"\n[[costs]]\n'
        b'year = 2026\namount = "1.000,00"\n'
    )
    assert taken(table).findings == ()
    assert table.tables("costs")[0].amount("amount") == 1000_00


def test_every_mistake_is_named_at_once_with_its_line() -> None:
    table = toml_table(
        b'titel = "T"\nstart = 2027-02-29\n\n[project]\nkind = "newest"\ncolour = 1\n'
        b'[[costs]]\nyear = 2026\namount = 5\n\n[[costs]]\namount = "12.000"\nyear = "2026"\n'
    )
    assert said(taken(table).findings) == [
        ("title", 0),
        ("start", 2),
        ("costs[0].amount", 9),
        ("costs[1].year", 13),
        ("costs[1].amount", 12),
        ("project.kind", 5),
        ("titel", 1),
        ("project.colour", 6),
    ]


def test_an_unknown_key_is_answered_with_the_nearest_known_one() -> None:
    table = toml_table(b'tilte = "T"')
    table.text("title")
    table.finish()
    assert "title" in str(table.findings[0].remedy)


def test_an_ambiguous_amount_is_answered_with_its_readings() -> None:
    table = toml_table(b'a = "12.000"\nb = 12.5\nc = "zwei"')
    for key in "abc":
        assert table.amount(key) is None
    remedies = [str(one.remedy) for one in table.findings]
    assert '"12000.00"' in remedies[0] and '"12.00"' in remedies[0]
    assert '"12.50"' in remedies[1]
    assert '"12000.00"' in remedies[2]


@pytest.mark.parametrize(
    "day", ["2027-02-29", '"2027-02-29"', '"1.3.2026"', "1899-12-31", "2026-03-01T10:00:00", "5"]
)
def test_an_impossible_day_is_one_finding_and_the_rest_is_read(day: str) -> None:
    table = toml_table(f'day = {day}\ntitle = ""'.encode())
    assert table.day("day") is None
    table.text("title", required=True)
    assert [one.field for one in table.findings] == ["day", "title"]


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("\\u0000", False),
        ("\\u001b", False),
        ("\\u0085", False),
        ("\\u007f", False),
        ("\\t", True),
        ("\\n", True),
        ("\\u202e", True),
        ("\\u00e4", True),
    ],
)
def test_control_characters_are_refused_but_line_breaks_and_bidi_are_not(
    code: str, allowed: bool
) -> None:
    table = toml_table(f'a = "x{code}y"'.encode())
    value = table.text("a")
    assert bool(value) is allowed
    assert (table.findings == ()) is allowed


def test_a_finding_quotes_eighty_characters_at_most() -> None:
    table = toml_table(b'a = "' + b"x" * 5000 + b'"\n"' + b"y" * 5000 + b'" = 1')
    table.choice("a", ("b",))
    table.finish()
    assert len(table.findings) == 2
    for one in table.findings:
        assert len(one.field) <= 90
        assert "x" * 81 not in str(one.message) and "y" * 81 not in str(one.message)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"a = 1\0", "binary"),
        (b"\xff\xfea\0", "UTF-16"),
        (b'a = "\xe4"', "UTF-8"),
        (b'a = "x', "middle"),
        (b"a = [1,", "middle"),
        (b"a = 1\na = 2", "already"),
        (b"a = 1\n[a]\nb = 1", "already"),
        (b"a = 1 2", "no TOML"),
        (b"a = " + b"9" * 5000, "no TOML"),
        (b"a" + b".a" * 20 + b" = 1", "20 parts"),
        (b'"a"' + b".'a'" * 20 + b" = 1", "20 parts"),
        (b"[a" + b". a" * 20 + b"]", "20 parts"),
        (b"a = " + b"[" * 21 + b"]" * 21, "nested"),
        (b"a = " + b"[\n" * 21 + b"]" * 21, "nested"),
        (b"a = " + b"{a = " * 21, "nested"),
        (b"a = '" + b"x" * 100_001 + b"'", "100,000"),
        (b'a = """' + b"x" * 100_001 + b'"""', "100,000"),
        (b"a = [" + b"1," * 30_000 + b"]", "20,000"),
    ],
)
def test_a_file_beyond_the_limits_is_one_clear_finding(
    content: bytes, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.toml"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read_toml(path)
    (finding,) = caught.value.findings
    assert finding.rule == "input"
    assert word in str(finding.message)
    assert str(finding.remedy)


@pytest.mark.parametrize(
    "content",
    [
        b"a" + b".a" * 19 + b" = 1",
        b"a = " + b"[" * 20 + b"]" * 20,
        b"a = '" + b"x" * 100_000 + b"'",
        b'a = "' + b"\\n" * 100_000 + b'"',
        b"a = '" + b"." * 5000 + b"[" * 5000 + b"'",
        b"# " + b"[" * 5000 + b"." * 5000,
        b'\xef\xbb\xbfa = "with a byte order mark"',
    ],
)
def test_a_file_at_the_limits_is_read(content: bytes) -> None:
    assert toml_table(content).findings == ()


def test_a_file_over_five_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    path.write_bytes(b"#" * FILE_SIZE)
    assert read_toml(path).findings == ()
    path.write_bytes(b"#" * (FILE_SIZE + 1))
    with pytest.raises(Unreadable, match="larger"):
        read_toml(path)


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read_toml(tmp_path / "none.toml")
    with pytest.raises(Unreadable, match="no file"):
        read_toml(tmp_path)
    with pytest.raises(Unreadable):
        read_toml("nul\0.toml")


def test_hundreds_of_mistakes_end_in_one_that_says_there_are_more() -> None:
    table = toml_table("\n".join(f"k{n} = 1" for n in range(5000)).encode())
    table.finish()
    assert len(table.findings) == 201
    assert "more" in str(table.findings[-1].message)


def test_the_line_is_that_of_the_nearest_table_where_the_key_is_missing() -> None:
    table = toml_table(b"# first\n\n[project]\n\n[applicant]\n")
    table.table("applicant").text("name", required=True)
    assert said(table.findings) == [("applicant.name", 5)]


def test_raising_carries_all_findings() -> None:
    table = toml_table(b"a = 1\nb = 2", "f.toml")
    table.finish()
    with pytest.raises(Unreadable) as caught:
        table.raise_if_wrong()
    assert len(caught.value.findings) == 2
    assert refusal(b"=").file == "file.toml"
