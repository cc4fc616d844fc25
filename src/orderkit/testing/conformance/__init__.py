"""The conformance kit: one plain function per fact that a storage adapter must keep."""

from orderkit.testing.conformance.checking import ConformanceCheck
from orderkit.testing.conformance.clauses import CLAUSES
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import BrokenClause, Skipped
from orderkit.testing.conformance.report import (
    Report,
    Result,
    Verdict,
    repository_checks,
    run_conformance,
)

__all__ = [
    "CLAUSES",
    "BrokenClause",
    "ConformanceCheck",
    "Harness",
    "Report",
    "Result",
    "Skipped",
    "Verdict",
    "repository_checks",
    "run_conformance",
]
