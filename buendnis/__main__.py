"""`python -m buendnis`: the same as the command `buendnis`."""

from __future__ import annotations

import sys

from buendnis.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
