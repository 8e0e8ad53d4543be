"""The settings that the documents' tests share."""

from __future__ import annotations

import pytest

from buendnis.settings.loading import Settings, load_settings


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings("leine-weser")
