"""The program starts without what it does not need, and finds every command lazily."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from buendnis.cli.main import program
from buendnis.cli.registry import SECTIONS, Branch, Entry

HEAVY = (
    "asyncio",
    "cryptography",
    "jinja2",
    "joserfc",
    "openpyxl",
    "pikepdf",
    "reportlab",
    "sqlalchemy",
    "sqlmodel",
    "transitions",
)
# Modules of the standard library that help and the entry point may do without.
COSTLY = ("dataclasses", "decimal", "json", "pathlib", "shutil", "sqlite3", "tomllib", "zoneinfo")


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    return set(done.stderr.split())


HELP = """
sys.argv = ["buendnis", "--help"]
from buendnis.cli.main import main
try:
    main()
except SystemExit:
    pass
"""


def test_help_imports_no_heavy_library_and_no_command() -> None:
    loaded = modules_after(HELP)
    assert "buendnis.cli.main" in loaded
    assert loaded.isdisjoint(HEAVY)
    frame = {"main", "lazy", "registry", "options", "invocation", "language", "parameters"}
    ours = {name.rsplit(".", 1)[1] for name in loaded if name.startswith("buendnis.cli.")}
    assert ours == frame


def test_help_imports_little_more_than_click() -> None:
    bare = modules_after("import click, gc, textwrap, locale")
    extra = {one for one in modules_after(HELP) - bare if "." not in one and one[0] != "_"}
    assert extra <= {"buendnis"}
    assert modules_after(HELP).isdisjoint(set(COSTLY) - bare)


def entries() -> list[tuple[str, Entry]]:
    found = []
    for section in SECTIONS:
        for word, entry in section.commands.items():
            if isinstance(entry, Branch):
                found += [(f"{word} {name}", one) for name, one in entry.commands.items()]
            else:
                found.append((word, entry))
    return found


def test_no_word_stands_twice_in_the_help() -> None:
    words = [word for section in SECTIONS for word in section.commands]
    assert len(words) == len(set(words))


def functions_of(module: str) -> set[str] | None:
    path = Path(__file__).parents[2] / "buendnis" / "cli" / f"{module}.py"
    if not path.exists():
        return None
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return names | {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@pytest.mark.parametrize(("words", "entry"), entries(), ids=lambda one: str(one)[:20])
def test_every_command_of_the_registry_is_there_and_explains_itself(
    words: str, entry: Entry
) -> None:
    module, _, name = entry.place.partition(":")
    functions = functions_of(module)
    if functions is None or name not in functions:
        pytest.skip("not written yet")
    result = CliRunner().invoke(program, [*words.split(), "--help", "--lang", "en"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: buendnis {words}") or "Usage:" in result.output
    assert "Examples:\n  buendnis" in result.output or 'Examples:\n  eval "$(b' in result.output
    assert "Global options:" in result.output


def test_a_group_lists_its_commands_without_importing_them() -> None:
    code = HELP.replace('"--help"]', '"workflow", "--help"]')
    assert not any(name == "buendnis.cli.workflow" for name in modules_after(code))
    result = CliRunner().invoke(program, ["workflow", "--help", "--lang", "en"])
    assert "graph" in result.output


def test_without_arguments_the_help_is_shown_as_wrong_usage() -> None:
    result = CliRunner().invoke(program, [])
    assert result.exit_code == 2
    assert "sketch" in result.output


def test_the_version_is_said_without_asking_the_package_index() -> None:
    result = CliRunner().invoke(program, ["--version"])
    assert result.exit_code == 0
    assert result.output.startswith("buendnis ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_gets_its_completion(shell: str) -> None:
    result = CliRunner().invoke(program, ["completion", shell])
    assert result.exit_code == 0
    assert "_BUENDNIS_COMPLETE" in result.output


def test_the_shell_completes_commands_without_importing_them() -> None:
    runner = CliRunner(env={"_BUENDNIS_COMPLETE": "bash_complete", "COMP_CWORD": "1"})
    result = runner.invoke(program, [], env={"COMP_WORDS": "buendnis sk"})
    assert result.output.split() == ["plain,sketch"]


def test_the_program_is_one_click_group() -> None:
    assert isinstance(program, click.Group)
