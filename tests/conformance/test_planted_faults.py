"""The kit catches what it is for: every planted fault, by the named check."""

from __future__ import annotations

import pytest

from orderkit.testing import BrokenClause, ConformanceCheck, repository_checks
from tests.conformance import (
    faulty_commits,
    faulty_counters,
    faulty_documents,
    faulty_finding,
    faulty_instants,
    faulty_many,
    faulty_outbox,
)
from tests.conformance.faulty import FAULTS, Fault, Faulty

CHECKS = {str(check): check for check in repository_checks()}
PLANTED = [(fault, name) for fault in FAULTS for name in fault.checks]
SOURCES = [
    faulty_documents,
    faulty_counters,
    faulty_commits,
    faulty_many,
    faulty_finding,
    faulty_outbox,
    faulty_instants,
]


@pytest.mark.parametrize("check", repository_checks(), ids=str)
def test_without_a_fault_every_check_passes(check: ConformanceCheck) -> None:
    check(Fault(Faulty, ()).harness())


@pytest.mark.parametrize(("fault", "name"), PLANTED, ids=str)
def test_planted_fault_is_caught_by_its_check(fault: Fault, name: str) -> None:
    with pytest.raises(BrokenClause, match=rf"^{name}: .+\. Clause [A-Z]\d? of orderkit\.ports"):
        CHECKS[name](fault.harness())


@pytest.mark.parametrize("check", repository_checks(), ids=str)
def test_every_check_has_a_planted_fault(check: ConformanceCheck) -> None:
    assert [fault for fault in FAULTS if str(check) in fault.checks]


def test_every_planted_fault_is_asked() -> None:
    written = {
        name
        for source in SOURCES
        for name, value in vars(source).items()
        if isinstance(value, type) and issubclass(value, Faulty) and not name.startswith("_")
    }
    assert written - {"Faulty"} == {str(fault) for fault in FAULTS}
