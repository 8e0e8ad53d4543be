"""Environments of their own that the program is installed into, without a network.

The build tool and the libraries come from the environment that runs the tests: a new environment
sees them by one path line, but not the checkout itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Environment:
    """A virtual environment that has the program, and nothing of the checkout on its path."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in `cwd`, with no setting of the caller's."""
        env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("BUENDNIS_", "PYTHON", "COV_"))
        }
        program = str(self.bin / command[0])
        return subprocess.run(
            [program, *command[1:]],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    def python(self, code: str, cwd: Path) -> str:
        """What a line of Python prints there; it must succeed."""
        done = self.run("python", "-c", code, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def build(source: Path, target: Path, kind: str) -> Path:
    """Build `kind` (wheel or sdist) of the tree at `source`; the file that came out."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)],
        cwd=source,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    (built,) = target.iterdir()
    return built


def make_environment(folder: Path, *install: str) -> Environment:
    """An environment with the libraries of the running one and, by pip, what `install` says."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    made = Environment(folder)
    libraries = sysconfig.get_path("purelib")
    site = Path(made.python("import sysconfig; print(sysconfig.get_path('purelib'))", folder))
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    done = made.run(
        *("python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"),
        *("--no-build-isolation", "--ignore-installed", *install),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return made
