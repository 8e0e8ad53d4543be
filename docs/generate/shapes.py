"""The shapes of the JSON documents: asked of the program on a small record, then abstracted."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from buendnis.cli.main import program
from docs.generate.pages import DOCS

SKETCH = DOCS / "beispiele" / "energieberatung.toml"
NOW = "2026-10-01T09:00:00+00:00"
DAY = "2026-10-01"

_STATEMENT = (
    "advance ID record_statement --set region=hildesheim --set presented_on=DAY"
    " --set stated_on=DAY --set result=supported --set need=yes --set duplicates=none"
    " --set signed_by=somebody"
)
_COUNTED = "--counted-by Four --counted-by Five"
# Each line: the heading, or "" for a call that only prepares the next ones, and what is typed.
# `SKETCH`, `PLAN`, `NEW`, `KEY`, `PUBLIC`, `PACKET`, `BALLOT` and `CERTIFICATE` stand for files;
# `ID`, `MEETING` and `MOTION` for what the calls before have printed.
CALLS: tuple[tuple[str, str], ...] = (
    ("sketch check", "sketch check SKETCH"),
    ("sketch plan", "sketch plan SKETCH -o PLAN"),
    ("sketch plan, taken back", "sketch plan --from PLAN SKETCH -o NEW"),
    ("init", "init"),
    ("project import", "project import SKETCH"),
    ("project plan", "project plan ID -o PLAN --force"),
    ("next", "next ID"),
    ("advance", "advance ID present"),
    ("a refusal", "advance ID submit"),
    ("", _STATEMENT),
    ("", "advance ID submit"),
    ("meeting new", "meeting new --on DAY --place Hildesheim"),
    ("meeting list", "meeting list"),
    ("meeting agenda", "meeting agenda MEETING Welcome ID"),
    ("meeting invite", "meeting invite MEETING"),
    ("motion open", "motion open --project ID --meeting MEETING"),
    ("meeting open", "meeting open MEETING"),
    ("meeting attend", "meeting attend MEETING all=member"),
    ("key new", "key new -o KEY --no-passphrase"),
    ("key register", "key register dgb PUBLIC --person holder"),
    ("key list", "key list"),
    ("motion packet", "motion packet MOTION -o PACKET"),
    ("vote cast", "vote cast PACKET --seat dgb --answer yes --key KEY -o BALLOT --yes"),
    ("vote import", "vote import BALLOT"),
    ("vote receipt", "vote receipt MOTION --seat dgb"),
    ("vote recuse", "vote recuse MOTION --seat hwk --because employer"),
    ("vote record", "vote record MOTION --source meeting --all-present yes"),
    ("motion tally", "motion tally MOTION"),
    ("motion show", "motion show MOTION"),
    ("a preview of meeting close", "meeting close MEETING --dry-run"),
    ("motion close", "motion close MOTION"),
    ("motion certificate", "motion certificate MOTION --for auditors"),
    ("", "motion certificate MOTION --for applicant -o CERTIFICATE"),
    ("motion verify", "motion verify CERTIFICATE"),
    ("motion list", "motion list"),
    ("", "advance ID send_votum --set sent_on=DAY --set channel=email"),
    ("project list", "project list"),
    ("project show", "project show ID"),
    ("seat list", "seat list"),
    ("seat appoint", "seat appoint arl --person One --from 2026-01-01"),
    (
        "motion open, of a free motion",
        "motion open --title Chair --kind election --meeting MEETING",
    ),
    ("seat end", "seat end arl --person One --on 2026-09-30"),
    ("", "seat appoint arl --person Two --from DAY"),
    ("seat follow", "seat follow MOTION --seat arl --person Two"),
    ("seat history", "seat history arl"),
    ("vote count", f"vote count MOTION --participants all --sum Three=13 {_COUNTED}"),
    ("motion tally, of an election", "motion tally MOTION"),
    ("motion show, of an election", "motion show MOTION"),
    ("motion close, of a free motion", "motion close MOTION --set elected=Three"),
    ("motion send", "motion send MOTION"),
    ("", "motion open --title Seat --meeting MEETING"),
    ("motion cancel", "motion cancel MOTION --reason papers"),
    ("", "meeting close MEETING --only"),
    ("meeting minutes", "meeting minutes MEETING --set presided_by=V --set kept_by=K"),
    ("meeting show", "meeting show MEETING"),
    ("meeting year", "meeting year 2026"),
    ("", "meeting new --on DAY --place Hannover"),
    ("motion reopen", "motion reopen MOTION --meeting MEETING"),
    ("project history", "project history ID"),
    ("board", "board"),
    ("today", "today"),
    ("note", "note ID Ask --due 2026-10-05"),
    ("deadlines", "deadlines"),
    ("document list", "document list"),
    ("correct", "correct ID 3 --set on=2026-09-30 --reason typing"),
    ("audit log", "audit log"),
    ("audit head", "audit head"),
    ("audit verify", "audit verify"),
    ("workflow check", "workflow check --quick"),
    ("workflow show", "workflow show"),
)
# What differs from entry to entry.
_OPEN = {"payload": "{as its kind has it}", "form": "{as its step has it}"}
_FORMS = (
    ("day", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("time", re.compile(r"\d{4}-\d{2}-\d{2}T.*")),
    ("amount", re.compile(r"-?\d+\.\d{2}")),
    ("hash", re.compile(r"[0-9a-f]{64}")),
)
_NAMED = {"project import": "ID", "meeting new": "MEETING", "motion open": "MOTION"}


def shapes() -> str:
    """Each command with the shape of its document."""
    parts = []
    with tempfile.TemporaryDirectory() as folder, _rehearsed(Path(folder) / "record.db"):
        files = {"KEY": "k.pem", "PUBLIC": "k.pub.json", "PACKET": "p.zip", "BALLOT": "b.jws"}
        words: dict[str, str] = {key: str(Path(folder) / name) for key, name in files.items()}
        words |= {"SKETCH": str(SKETCH), "DAY": DAY}
        words |= {"PLAN": str(Path(folder) / "KFP.xlsx"), "NEW": str(Path(folder) / "neu.toml")}
        words["CERTIFICATE"] = str(Path(folder) / "nachweis.json")
        for title, line in CALLS:
            args = [words.get(one) or _filled(one, words) for one in line.split()]
            answer = _asked(args)
            found = _NAMED.get(" ".join(line.split()[:2]))
            if found:
                words[found] = _asked_id(answer)
            if title:
                shape = _written(_shape(answer))
                parts.append(f"### {title}\n\n`buendnis {line} --json`\n\n```text\n{shape}\n```")
    return "\n\n".join(parts)


def _filled(word: str, words: dict[str, str]) -> str:
    return word.replace("=DAY", f"={words['DAY']}")


def _asked(args: Sequence[str]) -> Any:
    """The document that a call prints."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            program.main([*args, "--json", "--lang", "en"])
        except SystemExit:
            pass
    try:
        return json.loads(out.getvalue())
    except ValueError:
        raise ValueError(f"{args}: {out.getvalue()} {err.getvalue()}") from None


def _asked_id(answer: Any) -> str:
    """The number that a call printed: the only text of its document that looks like one."""
    found = [one for one in _texts(answer) if re.fullmatch(r"[A-Z]+-\d{4}-\d+(-V\d+)?", one)]
    return found[-1] if "-V" in found[-1] else found[0]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _shape(value: Any) -> Any:
    """The value with words for its kinds; a list has one entry, with the keys of all."""
    if isinstance(value, dict):
        return {key: _OPEN.get(key) or _shape(one) for key, one in value.items()}
    if isinstance(value, list):
        shapes = [_shape(one) for one in value]
        if shapes and all(isinstance(one, dict) for one in shapes):
            merged: dict[str, Any] = {}
            for one in shapes:
                merged |= {key: _wider(merged.get(key), of) for key, of in one.items()}
            return [merged]
        return shapes[:1]
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "number"
    if value is None:
        return "null"
    return next((name for name, form in _FORMS if form.fullmatch(value)), "text")


def _wider(known: Any, found: Any) -> Any:
    """What both of two shapes are: an empty list gives way, different words become text."""
    if known in (None, [], {}, "null") or known == found:
        return found
    if found in ([], {}, "null"):
        return known
    return "text" if isinstance(known, str) and isinstance(found, str) else known


def _written(shape: Any, indent: str = "") -> str:
    deeper = indent + "  "
    if isinstance(shape, dict):
        if not shape:
            return "{}"
        lines = [f"{deeper}{key}: {_written(one, deeper)}" for key, one in shape.items()]
        return "{\n" + "\n".join(lines) + f"\n{indent}}}"
    if isinstance(shape, list):
        return f"[{_written(shape[0], indent)} …]" if shape else "[]"
    return str(shape)


@contextmanager
def _rehearsed(database: Path) -> Iterator[None]:
    """The environment of the calls: their own record, a set clock, nobody's settings."""
    before = dict(os.environ)
    for name in ("BUENDNIS_CONTENT", "BUENDNIS_PERSON"):
        os.environ.pop(name, None)
    os.environ |= {"BUENDNIS_DB": str(database), "BUENDNIS_NOW": NOW}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
