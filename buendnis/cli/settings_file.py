"""A user's own settings, so that a name need not be typed each time."""

from __future__ import annotations

import os
from pathlib import Path

from buendnis.errors import Finding, Unreadable
from buendnis.texts import T


def settings_file() -> Path:
    """Where a user's own settings lie (`person = "…"`)."""
    if os.name == "nt":
        base = os.environ.get("APPDATA") or str(Path.home())
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "buendnis" / "settings.toml"


def read_settings(path: Path) -> dict[str, str]:
    """The texts in the file; without a file none. Raises `Unreadable`."""
    if not path.is_file():
        return {}
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            T("Your settings cannot be read."),
            [
                Finding(
                    "input",
                    "person",
                    T("Your settings cannot be read."),
                    T('The file needs a line like: person = "First name Last name"'),
                    file=str(path),
                )
            ],
        ) from error
    return {key: value for key, value in table.items() if isinstance(value, str)}
