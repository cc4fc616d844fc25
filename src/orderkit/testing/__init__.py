"""For testers and integrators: the conformance kit of storage adapters, and a ``find`` that lags."""

from orderkit.testing.conformance import (
    BrokenClause,
    ConformanceCheck,
    Harness,
    Report,
    Result,
    Skipped,
    Verdict,
    repository_checks,
    run_conformance,
)
from orderkit.testing.lagging import LaggingFind

__all__ = [
    "BrokenClause",
    "ConformanceCheck",
    "Harness",
    "LaggingFind",
    "Report",
    "Result",
    "Skipped",
    "Verdict",
    "repository_checks",
    "run_conformance",
]
