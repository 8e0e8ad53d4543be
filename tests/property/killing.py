"""Whether the tests notice a mutant: each is tried in a process of its own, at first by the worked
cases alone, and, if it lives, by the tests of the counting until the first that fails."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bench.mutants import Mutant

ROOT = Path(__file__).resolve().parents[2]
TESTS = (
    "tests/unit/votes/test_tally_cases.py",
    "tests/unit/votes/test_circulars.py",
    "tests/unit/votes/test_contradictions.py",
    "tests/unit/votes/test_bylaws.py",
    "tests/property/test_votes_second_count.py",
    "tests/property/test_votes_laws.py",
)
_LONGEST = 300


def is_noticed(mutant: Mutant) -> bool:
    """Whether a test fails, or nothing works any more, with the mutant in the module's place."""
    return not (_lives_the_cases(mutant) and lives_the_tests(mutant))


def _lives_the_cases(mutant: Mutant) -> bool:
    """The worked cases in a child of this process, so that nothing of the mutant stays."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(_LONGEST)
            _put_in_place(mutant)
            from tests.unit.votes import worked

            status = int(any(not worked.agrees(case) for case in worked.CASES))
        except BaseException:  # noqa: BLE001 - whatever goes wrong, the mutant is noticed
            status = 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def lives_the_tests(mutant: Mutant) -> bool:
    """The tests of the counting in an interpreter of their own; slower, but nothing is loaded."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.property.killing", str(mutant.file)],
        cwd=ROOT,
        input=mutant.text,
        encoding="utf-8",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_LONGEST,
    )
    return done.returncode == 0


class _InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module, and gives it another text."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"votes.{mutant.file.stem}"
        self.mutant = mutant

    def find_spec(
        self, name: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if name != self.name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self.mutant.file))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.mutant.file)
        code = compile(self.mutant.text, str(self.mutant.file), "exec")
        exec(code, module.__dict__)  # noqa: S102 - the program's own text, with one mistake


def _put_in_place(mutant: Mutant) -> None:
    os.chdir(ROOT)
    for name in [one for one in sys.modules if one.partition(".")[0] in ("votes", "tests")]:
        del sys.modules[name]
    sys.meta_path.insert(0, _InPlace(mutant))


if __name__ == "__main__":
    _put_in_place(Mutant(Path(sys.argv[1]), 0, "", sys.stdin.read()))
    asked = ["-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", f"--rootdir={ROOT}"]
    sys.exit(pytest.main([*asked, *TESTS]))
