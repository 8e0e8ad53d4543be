"""Where the data lies that says what happens and what is written: workflows and templates.

Looked for in `$BUENDNIS_CONTENT` (an office's own wording) first, then inside the installed
package, and only otherwise beside the checkout.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def content_folders() -> tuple[Path, ...]:
    """The folders that hold `workflows/` and `templates/`, the first match wins. Raises
    `FileNotFoundError` if `$BUENDNIS_CONTENT` names no folder."""
    shipped = _PACKAGE / "_content"
    base = shipped if shipped.is_dir() else _PACKAGE.parent
    own = os.environ.get("BUENDNIS_CONTENT", "")
    if own and not Path(own).is_dir():
        # Going on with the shipped wording would hide that the office's own is not used.
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), f"BUENDNIS_CONTENT={own}")
    return (Path(own), base) if own else (base,)


def find(*parts: str) -> Path | None:
    """The first existing `folder/parts…`, or `None`."""
    for folder in content_folders():
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    return None


def alliance_folder(alliance: str) -> Path | None:
    """The folder of an alliance's data, or `None` if there is none of that name."""
    if len(alliance) > 80 or not all(part.isalnum() for part in alliance.split("-")):
        return None
    return find("workflows", alliance)


def alliances() -> tuple[str, ...]:
    """The names of all alliances that data exists for, sorted."""
    names = {
        path.parent.name
        for folder in content_folders()
        for path in folder.glob("workflows/*/alliance.toml")
    }
    return tuple(sorted(names))
