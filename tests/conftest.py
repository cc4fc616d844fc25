"""What every test may lean on: the Hypothesis profiles and the folder of outside data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# quick: the same examples on every machine, so that a red build is red everywhere.
# deep: new examples on every run, many of them; `make test-deep` looks for what quick cannot find.
settings.register_profile("quick", max_examples=40, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "deep",
    max_examples=1500,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("ORDERKIT_PROFILE", "quick"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of published example data; a test that needs it is skipped where it is absent."""
    told = os.environ.get("ORDERKIT_DATA")
    folder = Path(told) if told else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no example data at {folder}: set ORDERKIT_DATA to their folder")
    return folder
